import type { Project } from '../../framework.ts';
import { basename, dirname, isInside, joinPath, relativePath } from '../../../paths.ts';

/** `tests/generated/test_<module>.py`, numbered when taken. The module's package is in the name: pytest cannot hold two test files of one name in folders without `__init__.py`. */
export async function placePytestFile(project: Project, file: string, taken: (path: string) => Promise<boolean>): Promise<string> {
  const folder = project.habits?.testFolder ?? joinPath(project.root, 'tests', 'generated');
  const parts = modulePath(project, file).split('.');
  const stem = parts.slice(-2).join('_');
  const parents = [dirname(folder), project.root];
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `test_${stem}.py` : `test_${stem}_${number}.py`;
    const path = joinPath(folder, name);
    const clashes = await Promise.all([path, ...parents.map((parent) => joinPath(parent, name))].map((place) => taken(place)));
    if (!clashes.includes(true)) return path;
  }
}

/** Dotted module path from the deepest folder that Python imports from. */
export function modulePath(project: Project, file: string): string {
  const roots = project.habits?.sourceRoots ?? [project.root];
  const root = roots.find((folder) => isInside(folder, file)) ?? project.root;
  const parts = relativePath(root, file).replace(/\.py$/, '').split('/');
  if (parts.length > 1 && parts.at(-1) === '__init__') parts.pop();
  return parts.join('.');
}

export function isPytestFile(file: string): boolean {
  return /^(test_.*|.*_test|conftest)\.py$/.test(basename(file));
}
