import type { Project } from '../../framework.ts';
import { isInside, relativePath } from '../../../paths.ts';

/** Dotted module path from the deepest folder that Python imports from. */
export function modulePath(project: Project, file: string): string {
  const roots = project.habits?.sourceRoots ?? [project.root];
  const root = roots.find((folder) => isInside(folder, file)) ?? project.root;
  const parts = relativePath(root, file).replace(/\.py$/, '').split('/');
  if (parts.length > 1 && parts.at(-1) === '__init__') parts.pop();
  return parts.join('.');
}
