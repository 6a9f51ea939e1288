import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from './cache-folder.ts';
import { installVscode } from './install-vscode.ts';
import { killTree } from './process-tree.ts';

export interface ServedOptions {
  /** Host and port are chosen; progress goes here. */
  readonly report: (line: string) => void;
  /** User settings at the start; {@link ServedVscode.configure} replaces them. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * Folders of extensions to install, as a user would have them. Without it the server takes extensions under development and
   * in-host tests from the address ({@link Opening}); for that VS Code needs its test driver, which shows no notifications.
   */
  readonly installed?: readonly string[];
  /** Fixed port instead of a free one. */
  readonly port?: number;
}

/** What a page is opened with. Paths are absolute. */
export interface Opening {
  /** A folder, or a `.code-workspace` file. */
  readonly workspace: string;
  /** Extensions under development. */
  readonly extensions?: readonly string[];
  /** A module that exports `run()`; it is called inside the extension host. */
  readonly tests?: string;
}

/** A real VS Code (workbench, remote extension host, terminals, tasks) behind a local port. */
export interface ServedVscode {
  readonly origin: string;
  readonly pid: number;
  /** Everything that it writes; removed by `stop`. */
  readonly home: string;
  /** Replaces the user settings; a page opened afterwards has them. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>;
  url(opening: Opening): string;
  /** What the server printed. */
  log(): string;
  /** What Branchlight wrote to its output channel, in every window so far. */
  extensionLog(): Promise<string>;
  /** Ends it with everything that it started and removes its folders. */
  stop(): Promise<void>;
}

/** Keeps VS Code still: no walkthroughs, no prompts, no network, nothing that moves by itself. */
const quietSettings: Readonly<Record<string, unknown>> = {
  'workbench.colorTheme': 'Dark Modern',
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.editor.enablePreview': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'extensions.autoUpdate': false,
  'update.mode': 'none',
  'telemetry.telemetryLevel': 'off',
  'git.openRepositoryInParentFolders': 'never',
  // As in the desktop: the web saves by itself.
  'files.autoSave': 'off',
  'editor.cursorBlinking': 'solid',
  'terminal.integrated.gpuAcceleration': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  // The npm package leaves out the TypeScript of VS Code's own TypeScript extension.
  'typescript.tsdk': join(repositoryRoot, 'node_modules/typescript/lib'),
  'files.simpleDialog.enable': true,
};

/** Node 24, whatever started us: the version that this VS Code asks for. */
function nodeBinary(): string {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin/node');
}

function environment(home: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    // Nothing of a surrounding VS Code, npm script or shell set-up may reach the one under test, and no key that could spend money.
    if (/^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$|NODE_ENV$|VITEST|XDG_|ANTHROPIC_|BRANCHLIGHT_)/i.test(name)) continue;
    env[name] = value;
  }
  return { ...env, HOME: home, USERPROFILE: home, SHELL: '/bin/sh', FORCE_COLOR: '0' };
}

function whenListening(child: ChildProcess, log: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      log.push(chunk.toString());
      const match = /Extension host agent listening on (\d+)/.exec(log.join(''));
      if (match !== null) resolve(Number(match[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The VS Code server ended with ${String(code)} before it listened:\n${log.join('')}`));
    });
  });
}

function urlOf(origin: string, opening: Opening): string {
  const remote = (path: string): string => `vscode-remote://${new URL(origin).host}${path}`;
  const payload: (readonly [string, string])[] = (opening.extensions ?? []).map((path) => ['extensionDevelopmentPath', remote(path)]);
  if (opening.tests !== undefined) payload.push(['extensionTestsPath', remote(opening.tests)]);
  payload.push(['skipWelcome', 'true']);
  const kind = opening.workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return `${origin}/?${new URLSearchParams({ [kind]: opening.workspace, payload: JSON.stringify(payload) }).toString()}`;
}

/** Puts an extension where VS Code finds installed ones: `<publisher>.<name>-<version>`. */
async function install(folder: string, extensions: string): Promise<void> {
  const { publisher, name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Readonly<Record<string, string>>;
  await cp(folder, join(extensions, `${String(publisher)}.${String(name)}-${String(version)}`), { recursive: true });
}

async function readExtensionLogs(folder: string): Promise<string> {
  const entries = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  const files = entries.filter((path) => /branchlight[^/]*\.log$/i.test(path)).sort();
  return (await Promise.all(files.map((path) => readFile(join(folder, path), 'utf8')))).join('');
}

/** Installs VS Code if needed and starts it. @throws Error with the server's output when it does not come up */
export async function serveVscode(options: ServedOptions): Promise<ServedVscode> {
  const vscode = await installVscode(options.report);
  const home = await mkdtemp(join(tmpdir(), 'branchlight-vscode-'));
  const data = join(home, 'server');
  const settingsFile = join(data, 'data/User/settings.json');
  const configure = async (settings: Readonly<Record<string, unknown>>): Promise<void> => {
    await mkdir(dirname(settingsFile), { recursive: true });
    await writeFile(settingsFile, JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
  };
  await configure(options.settings ?? {});
  for (const folder of options.installed ?? []) await install(folder, join(data, 'extensions'));
  const args = [
    '--host=127.0.0.1',
    `--port=${String(options.port ?? 0)}`,
    '--without-connection-token',
    '--accept-server-license-terms',
    // Without it a built VS Code ignores the development payload of the address.
    ...(options.installed === undefined ? ['--enable-smoke-test-driver'] : []),
    '--disable-telemetry',
    `--server-data-dir=${data}`,
    '--reconnection-grace-time=1',
  ];
  const child = spawn(nodeBinary(), [join(vscode, 'out/server-main.js'), ...args], {
    env: environment(home),
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  const log: string[] = [];
  const killNow = (): void => {
    if (pid !== undefined && child.exitCode === null) killTree(pid);
  };
  process.once('exit', killNow);
  const port = await whenListening(child, log);
  if (pid === undefined) throw new Error('The VS Code server has no process id.');
  const origin = `http://127.0.0.1:${String(port)}`;
  return {
    origin,
    pid,
    home,
    configure,
    url: (opening) => urlOf(origin, opening),
    log: () => log.join(''),
    extensionLog: () => readExtensionLogs(join(data, 'data/logs')),
    stop: async () => {
      process.off('exit', killNow);
      const ended =
        child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));
      killTree(pid);
      await ended;
      await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** User settings under which a workspace is trusted, or opens restricted without a question. */
export function trustSettings(trusted: boolean): Readonly<Record<string, unknown>> {
  return trusted ? { 'security.workspace.trust.enabled': false } : { 'security.workspace.trust.startupPrompt': 'never' };
}
