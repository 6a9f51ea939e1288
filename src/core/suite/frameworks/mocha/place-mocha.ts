import { basename, joinPath } from '../../../paths.ts';
import type { Project } from '../../framework.ts';
import { defaultHabits, placeTestFile, relativeSpecifier } from '../javascript/place-test-file.ts';
import { isRunByMocha, specFolders } from './mocha-specs.ts';

/**
 * Where a new test file for `file` goes: where the project's own specs find it; beside its other tests, not in folders that mirror
 * the sources, where Mocha does not look into folders.
 */
export async function placeMochaFile(project: Project, file: string, taken: (path: string) => Promise<boolean>): Promise<string> {
  const finds = isRunByMocha(project);
  const naming = {
    finds,
    names: (words: readonly ('test' | 'spec')[]) => [
      ...words.map((word) => (stem: string) => `${stem}.${word}`),
      (stem: string) => stem,
      ...words.map((word) => (stem: string) => `${word}-${stem}`),
      ...words.map((word) => (stem: string) => `${stem}_${word}`),
    ],
  };
  const first = await placeTestFile(project, file, taken, naming);
  if (finds(first)) return first;
  const habits = project.habits ?? defaultHabits(project);
  for (const folder of specFolders(project).map((one) => joinPath(project.root, one))) {
    for (const testFolder of [joinPath(folder, 'generated'), folder]) {
      const path = await placeTestFile(
        { ...project, habits: { ...habits, testFolder } },
        joinPath(project.root, basename(file)),
        taken,
        naming,
      );
      if (finds(path)) return path;
    }
  }
  return first;
}

/** Node looks for no ending where it loads a module, only where it is asked by `require`; what compiles TypeScript does so too. */
export function nodeSpecifier(project: Project, testFile: string, file: string): string {
  const unresolved =
    project.language === 'typescript'
      ? ['.mts', '.cts', '.mjs', '.cjs']
      : project.habits?.modules === 'commonjs'
        ? ['.mjs', '.cjs', '.jsx', '.ts', '.tsx', '.mts', '.cts']
        : ['.js', '.mjs', '.cjs', '.jsx', '.ts', '.tsx', '.mts', '.cts'];
  return relativeSpecifier(project, testFile, file, unresolved);
}
