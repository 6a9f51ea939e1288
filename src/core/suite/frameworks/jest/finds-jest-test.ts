import { compileGlob } from '../../../glob.ts';
import { isInside, relativePath, toPosix } from '../../../paths.ts';

/** What Jest looks for, with the defaults of Jest where a list is empty. */
export interface JestNaming {
  /** Absolute `rootDir`. */
  readonly root: string;
  readonly testMatch: readonly string[];
  readonly testRegex: readonly string[];
  /** Absolute. */
  readonly roots: readonly string[];
}

/** `testMatch` of Jest 28 and 29 and, with the other module endings, of 30. */
const defaultMatch = ['**/__tests__/**/*.?([mc])[jt]s?(x)', '**/?(*.)+(spec|test).?([mc])[jt]s?(x)'];

/** Whether Jest would take a file at this absolute path for a test. */
export function findsJestTest({ root, testMatch, testRegex, roots }: JestNaming, path: string): boolean {
  if (roots.length > 0 && !roots.some((folder) => isInside(folder, path))) return false;
  if (testRegex.length > 0) return testRegex.some((pattern) => matches(pattern, path));
  const globs = (testMatch.length > 0 ? testMatch : defaultMatch).map((glob) => glob.replace(/^(!?)<rootDir>\/?/, '$1'));
  const relative = isInside(root, path) ? relativePath(root, path) : toPosix(path).replace(/^\//, '');
  const taken = globs.filter((glob) => !glob.startsWith('!')).some((glob) => compileGlob(glob, 'vitest')(relative));
  return taken && !globs.some((glob) => glob.startsWith('!') && compileGlob(glob.slice(1), 'vitest')(relative));
}

function matches(pattern: string, path: string): boolean {
  try {
    return new RegExp(pattern).test(path);
  } catch {
    return false; // Jest itself will say what is wrong with it
  }
}
