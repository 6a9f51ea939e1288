import { existsSync } from 'node:fs';
import { copyFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, makeOwnFolder, repositoryRoot } from './cache-folder.ts';
import { runNpm } from './npm-command.ts';

/** The npm package that holds a whole VS Code server and workbench; 4.139.1 is VS Code 1.139. */
const version = '4.139.1';

/**
 * A VS Code that is served to a browser, from npm alone; returns its folder (`…/lib/vscode`). Installed once into the
 * cache folder; an interrupted install is thrown away and done again, two at a time do not disturb each other.
 * @throws Error with npm's last words
 */
export async function installVscode(report: (line: string) => void): Promise<string> {
  const name = `vscode-${version}`;
  const home = join(cacheFolder, name);
  const vscode = (folder: string): string => join(folder, 'node_modules/code-server/lib/vscode');
  if (existsSync(home)) return withLogFiles(vscode(home));
  const partial = await makeOwnFolder('partial-vscode');
  await writeFile(join(partial, 'package.json'), '{ "private": true }\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  report(`Installing VS Code (code-server@${version}) from npm into ${home}: once, about half a minute …`);
  await runNpm(['install', ...options, '--prefix', partial, `code-server@${version}`], partial, report);
  report('Installing what its server needs …');
  await runNpm(['install', ...options, '--omit=dev', '--prefix', vscode(partial)], vscode(partial), report);
  if (existsSync(home)) await rm(partial, { recursive: true, force: true });
  else await rename(partial, home);
  return withLogFiles(vscode(home));
}

/** Lets output channels be written although the package's native logger was not built. */
async function withLogFiles(vscode: string): Promise<string> {
  await copyFile(join(repositoryRoot, 'test/support/plain-spdlog.cjs'), join(vscode, 'node_modules/@vscode/spdlog/index.js'));
  return vscode;
}
