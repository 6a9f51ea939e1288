import type { Project } from '../../framework.ts';
import { placeTestFile, relativeSpecifier } from '../javascript/place-test-file.ts';
import { findsJestTest, type JestNaming } from './finds-jest-test.ts';
import { jestFacts } from './jest-facts.ts';

/** How a project's tests are named. */
export function jestNaming(project: Project): JestNaming {
  const { rootFolder, testRegex, roots } = jestFacts(project);
  return { root: rootFolder ?? project.root, testMatch: project.habits?.include ?? [], testRegex, roots };
}

/** Where a new test file for `file` goes: where the project's `testMatch` or `testRegex` and `roots` find it. */
export function placeJestFile(project: Project, file: string, taken: (path: string) => Promise<boolean>): Promise<string> {
  const naming = jestNaming(project);
  return placeTestFile(project, file, taken, {
    finds: (path) => findsJestTest(naming, path),
    names: (words) => [
      ...words.map((word) => (stem: string) => `${stem}.${word}`),
      ...words.map((word) => (stem: string) => `${stem}-${word}`),
      ...words.map((word) => (stem: string) => `${stem}_${word}`),
      (stem) => stem,
      ...['unit.test', 'unit.spec', 'unit'].map((word) => (stem: string) => `${stem}.${word}`),
    ],
  });
}

/** Jest tries .js, .mjs, .cjs, .jsx, .ts, .tsx (and .mts, .cts from 30 on); what older ones do not try needs its ending. */
export function jestSpecifier(project: Project, testFile: string, file: string): string {
  return relativeSpecifier(project, testFile, file, ['.mts', '.cts']);
}
