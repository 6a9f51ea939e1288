import { basename, isAbsolute, relative, sep } from 'node:path';
import type { FileSystem } from '../../../ports.ts';

const skippedFolders = new Set([
  'node_modules',
  '__pycache__',
  'dist',
  'build',
  'out',
  'coverage',
  'venv',
  'site-packages',
  'generated',
  '__snapshots__',
]);

/** True for a file of the project's own code: inside its root, not in a dependency, an output or a hidden folder. */
export function isOwnFile(root: string, path: string): boolean {
  const inside = relative(root, path);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return false;
  return inside.split(sep).every((part) => !part.startsWith('.') && !skippedFolders.has(part) && !part.endsWith('.egg-info'));
}

/** Own files below a folder in a steady order, breadth first, at most `limit` of them. */
export async function ownFilesBelow(root: string, folder: string, limit: number, fileSystem: FileSystem): Promise<string[]> {
  const files: string[] = [];
  const queue = [folder];
  // A folder costs a read even when it holds nothing of interest.
  for (let visited = 0; visited < limit && queue.length > 0 && files.length < limit; visited += 1) {
    const current = queue.shift() ?? folder;
    for (const { name, kind } of await fileSystem.list(current)) {
      const path = `${current}${current.endsWith(sep) ? '' : sep}${name}`;
      if (!isOwnFile(root, path)) continue;
      if (kind === 'directory') queue.push(path);
      else if (kind === 'file') files.push(path);
    }
  }
  return files.slice(0, limit);
}

/** Name of a module's file without extensions: `price` for `price.test.ts` and `price.ts` alike, `price` for `test_price.py`. */
export function moduleName(path: string): string {
  return basename(path)
    .replace(/[.-](test|spec)(?=\.)/, '')
    .replace(/\.[^.]+$/, '')
    .replace(/^tests?[_-]|_test$/g, '');
}

export function isTestFile(path: string): boolean {
  const name = basename(path);
  return /\.(test|spec)\.[cm]?[jt]sx?$/.test(name) || /^test_.*\.py$|_test\.py$/.test(name);
}
