import { basename, dirname, foldersUp, isInside, joinPath, relativePath } from '../../paths.ts';
import type { FileSystem } from '../../ports.ts';

/** The `conftest.py` files that pytest loads for a test, the nearest first; none above the root, none for a test outside it. */
export async function conftestFiles(root: string, testFile: string, fileSystem: FileSystem): Promise<readonly string[]> {
  if (!isInside(root, testFile)) return [];
  const found: string[] = [];
  for (const folder of foldersUp(dirname(testFile), root)) {
    const path = joinPath(folder, 'conftest.py');
    if ((await fileSystem.stat(path))?.kind === 'file') found.push(path);
  }
  return found;
}

/** JavaScript files that are called what helpers of tests are usually called. */
export function isNamedHelper(path: string): boolean {
  return /^(test-?)?(helpers?|fixtures?|factor(y|ies)|builders?)\.[cm]?[jt]sx?$/i.test(basename(path));
}

const testFolders =
  /^(?:tests?|__tests__|__mocks__|__fixtures__|specs?|e2e|test(?:ing|data|support)|(?:unit|integration|functional)[-_]?tests?|test[-_]?(?:utils?|utilities|helpers?|support|lib|data|fixtures?))$/i;
const testModule = /^(?:test|spec)[-_]?(?:utils?|utilities|helpers?|support|lib|data|fixtures?|kit|setup|common)\.\w+$/i;

/** Whether a file of the project lies where only tests and what belongs to them lie, or is called so. */
export function liesWithTests(root: string, path: string): boolean {
  const folders = relativePath(root, path).split('/').slice(0, -1);
  return folders.some((folder) => testFolders.test(folder)) || testModule.test(basename(path)) || isNamedHelper(path);
}
