import { spawnSync } from 'node:child_process';
import { cp, readdir, rm, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeOwnFolder, repositoryRoot } from './cache-folder.ts';

async function times(folder: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) found.push((await stat(join(entry.parentPath, entry.name))).mtimeMs);
  }
  return found;
}

/** Nothing built, or something that is bundled is newer than the bundle. */
async function isStale(): Promise<boolean> {
  const main = join(repositoryRoot, 'dist/extension.cjs');
  if (!existsSync(main) || !existsSync(join(repositoryRoot, 'dist/server.cjs'))) return true;
  const built = (await stat(main)).mtimeMs;
  const sources = await times(join(repositoryRoot, 'src'));
  const recipes = ['build.ts', 'bundles.ts', 'third-party-notices.ts'].map((name) => stat(join(repositoryRoot, '.tools', name)));
  return Math.max(...sources, ...(await Promise.all(recipes)).map(({ mtimeMs }) => mtimeMs)) > built;
}

/** Builds `dist/` unless it is newer than everything that it is made of. @throws Error when the build fails */
export async function buildIfStale(report: (line: string) => void): Promise<void> {
  if (!(await isStale())) return;
  report('Building the extension …');
  const build = spawnSync(process.execPath, [join(repositoryRoot, '.tools/build.ts')], { cwd: repositoryRoot, encoding: 'utf8' });
  if (build.status !== 0) throw new Error(`The build failed:\n${build.stdout}${build.stderr}`);
}

export interface StagedExtension {
  /** What VS Code is given as the extension's folder. */
  readonly path: string;
  remove(): Promise<void>;
}

/** A copy of what ships (manifest, bundles, media, syntaxes), so that a build meanwhile does not pull the files from under a running VS Code. */
export async function stageExtension(report: (line: string) => void): Promise<StagedExtension> {
  await buildIfStale(report);
  const path = await makeOwnFolder('extension');
  for (const name of ['package.json', 'package.nls.json', 'dist', 'media', 'syntaxes', 'README.md', 'LICENSE']) {
    const from = join(repositoryRoot, name);
    if (existsSync(from)) await cp(from, join(path, name), { recursive: true });
  }
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
