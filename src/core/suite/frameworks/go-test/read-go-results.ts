import type { Project, SuiteResults, TestResult } from '../../framework.ts';
import { isAbsolutePath, joinPath } from '../../../paths.ts';
import { failureMessage, lastLines } from '../../clean-output.ts';
import { readGoPackage } from './read-go-package.ts';
import type { GoResultLine } from './result-lines.ts';

/**
 * Reads what our script wrote of a run of `go test`. undefined: missing or torn.
 *
 * What counts as a test: every test function, example, fuzz target and subtest without subtests below it. A test with
 * subtests is their group; it counts by itself only where it failed and none of them did.
 */
export function readGoResults(project: Project, text: string): SuiteResults | undefined {
  const lines = parseLines(text);
  const exit = lines?.at(-1);
  if (lines === undefined || exit?.kind !== 'exit') return undefined;
  const tests: TestResult[] = [];
  const errors: string[] = [];
  const errorsByFile = new Map<string, string[]>();
  const addError = (message: string, file: string | undefined): void => {
    errors.push(failureMessage(message));
    if (file !== undefined) errorsByFile.set(file, [...(errorsByFile.get(file) ?? []), failureMessage(message)]);
  };
  const builds = new Map(lines.flatMap((line) => (line.kind === 'build' ? [[line.build, line.output] as const] : [])));
  const unbuilt = new Map<string, string[]>();
  for (const [name, own] of byPackage(lines)) {
    const read = readGoPackage(project, own);
    tests.push(...read.tests);
    for (const message of read.errors) addError(message, undefined);
    const over = own.find((line) => line.kind === 'over');
    const failedBuild =
      over?.build ?? (over?.action === 'fail' && read.tests.length + read.errors.length === 0 ? `stderr of ${name}` : undefined);
    if (over === undefined) addError(`${name}: the run ended before its tests were over.`, undefined);
    else if (failedBuild !== undefined) unbuilt.set(failedBuild, [...(unbuilt.get(failedBuild) ?? []), name]);
  }
  for (const [build, names] of unbuilt) {
    const said = builds.get(build) ?? ownPart(exit.errors, names[0] ?? '');
    addError(`${names.join(', ')}: the tests could not be built.\n${said.trim()}`, testFileIn(said, project.root));
  }
  const isSilent = tests.length === 0 && errors.length === 0;
  if (exit.code !== 0 && isSilent)
    addError(exit.errors.trim() === '' ? `go test ended with exit code ${exit.code}.` : lastLines(exit.errors, 40), undefined);
  return { tests, errors, ...(errorsByFile.size === 0 ? {} : { errorsByFile }) };
}

function parseLines(text: string): readonly GoResultLine[] | undefined {
  try {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as GoResultLine);
  } catch {
    return undefined; // torn: the run was killed while it wrote
  }
}

function byPackage(lines: readonly GoResultLine[]): ReadonlyMap<string, readonly GoResultLine[]> {
  const packages = new Map<string, GoResultLine[]>();
  for (const line of lines) {
    if (line.kind === 'build' || line.kind === 'exit') continue;
    const own = packages.get(line.package);
    if (own === undefined) packages.set(line.package, [line]);
    else own.push(line);
  }
  return packages;
}

/** Before Go 1.24 compilers print to standard error only, under a heading for each package. */
function ownPart(errors: string, name: string): string {
  const parts = errors.split(/^(?=# )/m);
  const own = parts.filter((part) => part.startsWith(`# ${name}\n`) || part.startsWith(`# ${name} `) || part.startsWith(`# ${name}_test`));
  return own.length > 0 ? own.join('') : errors;
}

/** The test file that a compiler's first message names. */
function testFileIn(said: string, root: string): string | undefined {
  const file = /^(?:vet: )?(\S[^\n:]*\.go):\d+/m.exec(said)?.[1];
  if (file === undefined || !file.endsWith('_test.go')) return undefined;
  return isAbsolutePath(file) ? file : joinPath(root, file);
}
