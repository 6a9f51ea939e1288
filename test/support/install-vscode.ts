import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { runNpm } from './npm-command.ts';
import { signalProcess } from './process-tree.ts';

/** The npm package that holds a whole VS Code server and workbench; 4.139.1 is VS Code 1.139. */
const version = '4.139.1';

/** `…-partial-<pid>` folders whose process is gone: installs that were interrupted. */
async function removeAbandoned(prefix: string): Promise<void> {
  for (const name of await readdir(cacheFolder)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (Number.isInteger(pid) && !signalProcess(pid, 0)) await rm(join(cacheFolder, name), { recursive: true, force: true });
  }
}

/**
 * A VS Code that is served to a browser, from npm alone; returns its folder (`…/lib/vscode`). Installed once into the
 * cache folder; an interrupted install is thrown away and done again, two at a time do not disturb each other.
 * @throws Error with npm's last words
 */
export async function installVscode(report: (line: string) => void): Promise<string> {
  const name = `vscode-${version}`;
  const home = join(cacheFolder, name);
  const vscode = (folder: string): string => join(folder, 'node_modules/code-server/lib/vscode');
  await mkdir(cacheFolder, { recursive: true });
  if (existsSync(home)) return vscode(home);
  await removeAbandoned(`${name}-partial-`);
  const partial = join(cacheFolder, `${name}-partial-${String(process.pid)}`);
  await mkdir(partial, { recursive: true });
  await writeFile(join(partial, 'package.json'), '{ "private": true }\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  report(`Installing VS Code (code-server@${version}) from npm into ${home}: once, about half a minute …`);
  await runNpm(['install', ...options, '--prefix', partial, `code-server@${version}`], partial, report);
  report('Installing what its server needs …');
  await runNpm(['install', ...options, '--omit=dev', '--prefix', vscode(partial)], vscode(partial), report);
  if (existsSync(home)) await rm(partial, { recursive: true, force: true });
  else await rename(partial, home);
  return vscode(home);
}
