import type { GoTestFile } from './find-go-tests.ts';
import { patternOfFunctions } from './run-pattern.ts';

/** The test files of a package's folder. */
export interface GoTestFolder {
  /** As a package pattern: `./price`. */
  readonly pattern: string;
  readonly files: ReadonlyMap<string, GoTestFile>;
}

/** One call of `go test`. */
export interface GoRun {
  readonly patterns: readonly string[];
  readonly run: string;
}

/**
 * How to run the tests of some files and no others: `-run` selects by name in all packages at once, so packages that
 * would run too much with the names of the others are run by themselves.
 */
export function planGoRuns(folders: readonly GoTestFolder[], files: ReadonlySet<string>): readonly GoRun[] {
  const wanted = folders.map((folder) => namesIn(folder, (path) => files.has(path)));
  const all = new Set(wanted.flatMap((names) => [...names]));
  const isExact = folders.every((folder, index) => {
    const own = wanted[index] ?? new Set();
    return [...namesIn(folder, () => true)].every((name) => !all.has(name) || own.has(name));
  });
  if (isExact) return [{ patterns: folders.map(({ pattern }) => pattern), run: patternOfFunctions([...all]) }];
  return folders.map(({ pattern }, index) => ({ patterns: [pattern], run: patternOfFunctions([...(wanted[index] ?? [])]) }));
}

function namesIn(folder: GoTestFolder, accepts: (path: string) => boolean): ReadonlySet<string> {
  const files = [...folder.files].filter(([path]) => accepts(path));
  return new Set(files.flatMap(([, { functions }]) => functions.map(({ name }) => name)));
}
