import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, repositoryRoot } from './cache-folder.ts';
import { runNpm } from './npm-command.ts';

/** Where the packages of an install stand, or why they do not. */
export type Install = { readonly folder: string } | { readonly missing: string };

/** How long a registry may take, in ms. */
const patience = 240_000;

/**
 * Installs what `test/fixtures/installs/<name>` pins, once, into the cache folder: `package.json` with its lock file
 * becomes `<folder>/node_modules`, `requirements.txt` a virtual environment `<folder>/venv`.
 */
export async function installed(name: string): Promise<Install> {
  const pins = join(repositoryRoot, 'test/fixtures/installs', name);
  const folder = join(cacheFolder, 'installs', name);
  const state = await stateOf(pins);
  const stamp = join(folder, '.complete');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === state) return { folder };
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await cp(pins, folder, { recursive: true });
    if (existsSync(join(folder, 'package.json'))) await runNpm(['ci', '--no-audit', '--no-fund'], folder, () => undefined);
    if (existsSync(join(folder, 'requirements.txt'))) await makeEnvironment(folder);
    await writeFile(stamp, state);
    return { folder };
  } catch (error) {
    return { missing: `${name} could not be installed: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}` };
  }
}

async function makeEnvironment(folder: string): Promise<void> {
  const run = promisify(execFile);
  const venv = join(folder, 'venv');
  await run('python3', ['-m', 'venv', venv], { timeout: patience });
  const python = process.platform === 'win32' ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', join(folder, 'requirements.txt')];
  await run(python, pip, { timeout: patience });
}

/** Tells one set of pins from another. */
async function stateOf(pins: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(pins)).toSorted()) hash.update(name).update(await readFile(join(pins, name)));
  return hash.digest('hex');
}
