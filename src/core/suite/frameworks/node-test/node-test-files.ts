import { compileGlob } from '../../../glob.ts';
import { isInside, relativePath, toPosix } from '../../../paths.ts';
import type { Project } from '../../framework.ts';
import { isUsualTestFile } from '../javascript/source-files.ts';

/** What Node runs when it is told no files. Source: https://nodejs.org/api/test.html#running-tests-from-the-command-line */
const defaults = [
  '**/*.test.{cjs,mjs,js,cts,mts,ts}',
  '**/*-test.{cjs,mjs,js,cts,mts,ts}',
  '**/*_test.{cjs,mjs,js,cts,mts,ts}',
  '**/test-*.{cjs,mjs,js,cts,mts,ts}',
  '**/test.{cjs,mjs,js,cts,mts,ts}',
  '**/test/**/*.{cjs,mjs,js,cts,mts,ts}',
].map((glob) => compileGlob(glob, 'vitest'));

/** Whether Node itself would take a file for a test, by its name. */
export function isNamedNodeTest(root: string, path: string): boolean {
  const relative = relativePath(root, path);
  return isInside(root, path) && !relative.endsWith('.d.ts') && defaults.some((matches) => matches(relative));
}

/** Whether a file at this absolute path is run when the project's whole suite is. */
export function isRunByNode(project: Project): (path: string) => boolean {
  const specs = project.facts?.['specs'];
  const globs = Array.isArray(specs) ? (specs as readonly string[]).map((spec) => toPosix(spec).replace(/^\.\//, '')) : [];
  if (globs.length === 0) return (path) => isNamedNodeTest(project.root, path);
  const matchers = globs.map((glob) => ({
    matches: compileGlob(glob, 'vitest'),
    // Node before 21 takes a folder for all tests below it.
    folder: /[*?{[]|\.[cm]?[jt]sx?$/.test(glob) ? undefined : `${glob.replace(/\/$/, '')}/`,
  }));
  return (path) => {
    const relative = relativePath(project.root, path);
    return matchers.some(({ matches, folder }) => matches(relative) || (folder !== undefined && relative.startsWith(folder)));
  };
}

/** What is named as a test, what the project's script runs, and what lies in its folder of tests. */
export function isNodeTest(project: Project, path: string): boolean {
  if (isUsualTestFile(path) || isNamedNodeTest(project.root, path)) return true;
  return isInside(project.root, path) && (relativePath(project.root, path).startsWith('tests/') || isRunByNode(project)(path));
}
