import type { Project } from '../../framework.ts';
import { compileGlob } from '../../../glob.ts';
import { relativePath } from '../../../paths.ts';
import { placeTestFile, relativeSpecifier } from '../javascript/place-test-file.ts';

/** What Vitest itself looks for when a project says nothing. */
const defaultInclude = ['**/*.{test,spec}.?(c|m)[jt]s?(x)'];

/** Where a new test file for `file` goes: where the project's `include` finds it. */
export function placeVitestFile(project: Project, file: string, taken: (path: string) => Promise<boolean>): Promise<string> {
  const { include } = project.habits ?? { include: [] };
  const globs = (include.length === 0 ? defaultInclude : include).map((glob) => compileGlob(glob, 'vitest'));
  return placeTestFile(project, file, taken, {
    finds: (path) => globs.some((matches) => matches(relativePath(project.root, path))),
  });
}

/** Vite tries .mjs, .js, .mts, .ts, .jsx, .tsx; the others need their ending. */
export function vitestSpecifier(project: Project, testFile: string, file: string): string {
  return relativeSpecifier(project, testFile, file, ['.cts', '.cjs']);
}
