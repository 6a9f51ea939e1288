import type { Project } from '../../framework.ts';
import { basename, dirname, joinPath, relativePath } from '../../../paths.ts';
import { modulePath } from '../python/module-path.ts';

/** What pytest takes for a test file when `python_files` says nothing else. */
const ownPatterns = ['test_*.py', '*_test.py'];

/**
 * `tests/generated/test_<module>.py`, or as `python_files` wants it, numbered when taken. The module's package is in the
 * name: pytest cannot hold two test files of one name in folders without `__init__.py`.
 */
export async function placePytestFile(project: Project, file: string, taken: (path: string) => Promise<boolean>): Promise<string> {
  const folder = project.habits?.testFolder ?? joinPath(project.root, 'tests', 'generated');
  const parts = modulePath(project, file).split('.');
  const stem = parts.slice(-2).join('_');
  const pattern = namingPattern(patternsOf(project));
  const parents = [dirname(folder), project.root];
  for (let number = 1; ; number += 1) {
    const name = pattern.replace('*', number === 1 ? stem : `${stem}_${number}`);
    const path = joinPath(folder, name);
    const clashes = await Promise.all([path, ...parents.map((parent) => joinPath(parent, name))].map((place) => taken(place)));
    if (!clashes.includes(true)) return path;
  }
}

/** Whether pytest takes a file for a test file, or it is one of its `conftest.py`. */
export function isPytestFile(project: Project, file: string): boolean {
  const name = basename(file);
  if (!name.endsWith('.py')) return false;
  const path = relativePath(project.root, file);
  return name === 'conftest.py' || patternsOf(project).some((pattern) => fits(pattern, pattern.includes('/') ? path : name));
}

function patternsOf(project: Project): readonly string[] {
  const told = [project.facts?.['pythonFiles'] ?? []].flat();
  return told.length === 0 ? ownPatterns : told;
}

/** The pattern that new files are named after: the usual one where it fits, else the first with one place for a name. */
function namingPattern(patterns: readonly string[]): string {
  if (patterns.some((pattern) => fits(pattern, 'test_name.py'))) return 'test_*.py';
  return patterns.map((pattern) => basename(pattern)).find((pattern) => /^[\w-]*\*[\w-]*\.py$/.test(pattern)) ?? 'test_*.py';
}

/** As Python's `fnmatch`, with which pytest compares: `*` takes slashes too. */
function fits(pattern: string, path: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replaceAll('[!', '[^');
  return new RegExp(`(^|/)${source}$`, 's').test(path);
}
