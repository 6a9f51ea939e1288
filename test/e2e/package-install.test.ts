import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { repositoryRoot } from '../support/cache-folder.ts';
import { launchChromium } from '../support/chromium.ts';
import { installVscode } from '../support/install-vscode.ts';
import { serveVscode, trustSettings, type ServedVscode } from '../support/served-vscode.ts';

/** What VS Code says of the installed extension, from inside its extension host. */
interface Seen {
  readonly found: boolean;
  readonly active: boolean;
  readonly path: string;
  readonly version: string;
  /** Contributed commands that nobody registered. */
  readonly missing: readonly string[];
  readonly problem: string;
}

const probe = (answer: string): string => `
const vscode = require('vscode');
const { writeFileSync } = require('node:fs');
exports.run = async () => {
  const seen = { found: false, active: false, path: '', version: '', missing: [], problem: '' };
  try {
    const extension = vscode.extensions.getExtension('branchlight.branchlight');
    if (extension) {
      await extension.activate();
      const registered = await vscode.commands.getCommands(true);
      const contributed = (extension.packageJSON.contributes.commands || []).map((each) => each.command);
      Object.assign(seen, {
        found: true,
        active: extension.isActive,
        path: extension.extensionPath,
        version: extension.packageJSON.version,
        missing: contributed.filter((command) => !registered.includes(command)),
      });
    }
  } catch (error) {
    seen.problem = String(error && error.stack || error);
  }
  writeFileSync(${JSON.stringify(answer)}, JSON.stringify(seen));
};
`;

describe('the package in a real VS Code', function () {
  this.timeout(300_000);
  const report = (line: string): void => console.log(`      ${line}`);
  let scratch = '';
  let served: ServedVscode | undefined;
  let browser: Browser | undefined;

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'branchlight-install-'));
  });

  after(async () => {
    await browser?.close();
    await served?.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  it('installs and activates', async function () {
    browser = await launchChromium(report).catch((error: unknown) => {
      if (process.env['CI'] !== undefined) throw error;
      report(`Skipped: ${String(error)}`);
      return this.skip();
    });
    const vsix = join(scratch, 'branchlight.vsix');
    execFileSync(process.execPath, ['.tools/package.ts', '--no-build', '--out', vsix], { cwd: repositoryRoot, stdio: 'pipe' });
    const vscode = await installVscode(report);
    served = await serveVscode({ report, settings: trustSettings(true) });
    const data = join(served.home, 'server');
    const installed = spawnSync(
      process.execPath,
      [join(vscode, 'out/server-main.js'), '--install-extension', vsix, '--server-data-dir', data, '--accept-server-license-terms'],
      { encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: served.home } },
    );
    assert.match(installed.stdout, /branchlight\.vsix' was successfully installed/, installed.stdout + installed.stderr);

    const answer = join(scratch, 'answer.json');
    const carrier = join(scratch, 'carrier');
    await mkdir(join(scratch, 'workspace'));
    await writeFile(join(scratch, 'workspace/price.ts'), 'export const price = 1;\n');
    await mkdir(carrier);
    // VS Code runs `extensionTestsPath` only together with an extension under development: this one does nothing.
    await writeFile(join(carrier, 'package.json'), '{"name":"carrier","publisher":"test","version":"1.0.0","engines":{"vscode":"*"}}');
    await writeFile(join(carrier, 'probe.cjs'), probe(answer));

    const page = await browser.newPage();
    const ended = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`VS Code did not run the probe:\n${served?.log() ?? ''}`)), 120_000);
      page.exposeFunction('codeAutomationLog', () => undefined).catch(reject);
      page
        .exposeFunction('codeAutomationExit', () => {
          clearTimeout(timer);
          resolve();
        })
        .then(() =>
          page.goto(served?.url({ workspace: join(scratch, 'workspace'), extensions: [carrier], tests: join(carrier, 'probe.cjs') }) ?? ''),
        )
        .catch(reject);
    });
    await ended;
    const seen = JSON.parse(await readFile(answer, 'utf8')) as Seen;
    const { version } = JSON.parse(await readFile(join(repositoryRoot, 'package.json'), 'utf8')) as { readonly version: string };
    assert.deepEqual(
      { ...seen, path: seen.path.startsWith(join(data, 'extensions')) ? 'installed' : seen.path },
      { found: true, active: true, path: 'installed', version, missing: [], problem: '' },
    );
  });
});
