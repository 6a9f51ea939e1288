import type { Project } from '../../framework.ts';
import { basename, joinPath } from '../../../paths.ts';
import { modulePath } from '../python/module-path.ts';

/** `test_<module>.py` in the folder where discovery finds the project's own tests, or as its pattern wants it, numbered when taken. */
export async function placeUnittestFile(project: Project, file: string, taken: (path: string) => Promise<boolean>): Promise<string> {
  const folder = project.habits?.testFolder ?? joinPath(project.root, 'tests');
  const stem = modulePath(project, file).split('.').slice(-2).join('_');
  const pattern = patternOf(project);
  const names = matchesPattern(pattern, 'test_name.py') ? 'test_*.py' : /^[\w-]*\*[\w-]*\.py$/.test(pattern) ? pattern : 'test_*.py';
  for (let number = 1; ; number += 1) {
    const path = joinPath(folder, names.replace('*', number === 1 ? stem : `${stem}_${number}`));
    if (!(await taken(path))) return path;
  }
}

/** Whether discovery takes a file for a test file. */
export function isUnittestFile(project: Project, file: string): boolean {
  return matchesPattern(patternOf(project), basename(file));
}

function patternOf(project: Project): string {
  const { pattern } = project.facts ?? {};
  return typeof pattern === 'string' ? pattern : 'test*.py';
}

/** As Python's `fnmatch`. */
export function matchesPattern(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replaceAll('[!', '[^');
  return name.endsWith('.py') && new RegExp(`^${source}$`, 's').test(name);
}
