import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signalProcess } from './process-tree.ts';

/** The repository. Absolute. */
export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Everything that tests fetch or leave behind: browsers, a VS Code, bundles, screenshots of failures. Ignored by git, safe to delete. */
export const cacheFolder = join(repositoryRoot, '.vscode-test');

/** A new folder `<name>-of-<pid>-…` in the cache folder. Those of processes that were killed before they could clean up are removed. */
export async function makeOwnFolder(name: string): Promise<string> {
  await mkdir(cacheFolder, { recursive: true });
  for (const entry of await readdir(cacheFolder)) {
    const pid = Number(new RegExp(`^${name}-of-(\\d+)-`).exec(entry)?.[1]);
    if (Number.isInteger(pid) && !signalProcess(pid, 0)) await rm(join(cacheFolder, entry), { recursive: true, force: true });
  }
  return mkdtemp(join(cacheFolder, `${name}-of-${String(process.pid)}-`));
}
