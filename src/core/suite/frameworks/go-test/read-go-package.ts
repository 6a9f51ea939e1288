import type { Project, TestResult } from '../../framework.ts';
import { lastLines } from '../../clean-output.ts';
import { readGoFailure, readGoPanic, type GoFailure, type GoPlace } from './read-go-failure.ts';
import type { GoResultLine } from './result-lines.ts';

type PackageLine = Extract<GoResultLine, { readonly kind: 'package' }>;
type EndLine = Extract<GoResultLine, { readonly kind: 'end' }>;

/** One package of a run: its tests, and what went wrong outside of them. */
export function readGoPackage(
  project: Project,
  lines: readonly GoResultLine[],
): { readonly tests: readonly TestResult[]; readonly errors: readonly string[] } {
  const described = lines.find((line) => line.kind === 'package');
  const over = lines.find((line) => line.kind === 'over');
  const place = placeOf(project, described);
  const ends = worstOf(lines.filter((line) => line.kind === 'end'));
  const begun = new Set(lines.flatMap((line) => (line.kind === 'begin' ? [line.test] : [])));
  // A green package whose test binary never said PASS ended in the middle of a test.
  const crashed = over !== undefined && over.action !== 'skip' && !over.complete && ends.size > 0;
  const crash = crashed ? findCrash(ends, over.output, place) : undefined;
  const groups = groupsOf(ends);
  const tests: TestResult[] = [];
  for (const end of ends.values()) {
    if (end.action === 'waiting' || !counts(end, groups, crash)) continue;
    const parent = parentOf(end.test, begun);
    tests.push({
      ...whereIs(end.test, described),
      ...(parent === undefined ? {} : { group: parent }),
      title: parent === undefined ? end.test : end.test.slice(parent.length + 1),
      durationMs: Math.round(end.seconds * 1000),
      ...outcomeOf(end, crash, place),
    });
  }
  return { tests, errors: errorsOf(over, described, ends, crash, crashed, tests) };
}

/** A test that ran several times (`-count=2`), or that printed a result of its own, has the worst of its results. */
function worstOf(lines: readonly EndLine[]): ReadonlyMap<string, EndLine> {
  const order = ['waiting', 'skip', 'pass', 'unfinished', 'fail'];
  const ends = new Map<string, EndLine>();
  for (const line of lines) {
    const before = ends.get(line.test);
    if (before === undefined || order.indexOf(line.action) > order.indexOf(before.action)) ends.set(line.test, line);
  }
  return ends;
}

interface Crash {
  /** The tests that are to blame. */
  readonly blamed: readonly string[];
  readonly failure: GoFailure | undefined;
}

/** Which test ended the test binary: the one whose output holds the panic, or the deepest failed one below it. */
function findCrash(ends: ReadonlyMap<string, EndLine>, outside: string, place: GoPlace): Crash {
  const holder = [...ends.values()].find(({ action, output }) => action !== 'pass' && readGoPanic(output, place) !== undefined);
  const failure = readGoPanic(holder?.output ?? outside, place);
  const unfinished = leavesOf([...ends.values()].filter(({ action }) => action === 'unfinished'));
  if (holder === undefined) return { blamed: unfinished, failure };
  const timedOut = (failure?.message ?? '').startsWith('panic: test timed out after');
  if (timedOut && unfinished.length > 0) return { blamed: unfinished, failure };
  const failed = [...ends.values()].filter(({ test, action }) => action === 'fail' && isWithin(test, holder.test));
  const last = failed.length > 0 ? leavesOf(failed).at(-1) : undefined;
  return { blamed: [last ?? holder.test], failure };
}

function leavesOf(ends: readonly EndLine[]): readonly string[] {
  return ends.filter((end) => !ends.some((other) => other !== end && isWithin(other.test, end.test))).map(({ test }) => test);
}

function isWithin(test: string, group: string): boolean {
  return test === group || test.startsWith(`${group}/`);
}

/** Every test that has others below it, and whether one of those is red. */
function groupsOf(ends: ReadonlyMap<string, EndLine>): ReadonlyMap<string, boolean> {
  const groups = new Map<string, boolean>();
  for (const { test, action } of ends.values()) {
    const isRed = action !== 'pass' && action !== 'skip';
    for (let at = test.lastIndexOf('/'); at > 0; at = test.lastIndexOf('/', at - 1)) {
      const group = test.slice(0, at);
      if (ends.has(group)) groups.set(group, isRed || groups.get(group) === true);
    }
  }
  return groups;
}

/** Leaves count, and groups that failed by themselves. */
function counts(end: EndLine, groups: ReadonlyMap<string, boolean>, crash: Crash | undefined): boolean {
  const isRedBelow = groups.get(end.test);
  if (isRedBelow === undefined || crash?.blamed.includes(end.test) === true) return true;
  return end.action === 'fail' && !isRedBelow;
}

/** The nearest test around a subtest. A slash may also stand in a subtest's own name, so only tests that began count. */
function parentOf(test: string, begun: ReadonlySet<string>): string | undefined {
  for (let at = test.lastIndexOf('/'); at > 0; at = test.lastIndexOf('/', at - 1)) {
    if (begun.has(test.slice(0, at))) return test.slice(0, at);
  }
  return undefined;
}

function outcomeOf(end: EndLine, crash: Crash | undefined, place: GoPlace): Pick<TestResult, 'status'> & GoFailure {
  if (crash?.blamed.includes(end.test) === true) {
    return { status: 'error', ...(crash.failure ?? { message: 'The test ended the whole test binary before it was over.' }) };
  }
  switch (end.action) {
    case 'pass':
      return { status: 'passed' };
    case 'fail':
      return { status: 'failed', ...readGoFailure(end.output, place) };
    case 'skip': {
      const { message } = readGoFailure(end.output, { ...place, isLog: () => false });
      return { status: 'skipped', ...(message === undefined ? {} : { message }) };
    }
    case 'unfinished':
    case 'waiting':
      return { status: 'error', message: `The test did not come to its end, because ${blame(crash)} ended the test binary.` };
  }
}

function blame(crash: Crash | undefined): string {
  return crash === undefined || crash.blamed.length === 0 ? 'something else' : crash.blamed.join(', ');
}

function errorsOf(
  over: Extract<GoResultLine, { readonly kind: 'over' }> | undefined,
  described: PackageLine | undefined,
  ends: ReadonlyMap<string, EndLine>,
  crash: Crash | undefined,
  crashed: boolean,
  tests: readonly TestResult[],
): readonly string[] {
  if (over === undefined || over.build !== undefined) return [];
  const red = tests.some(({ status }) => status === 'failed' || status === 'error');
  const printed = lastLines(over.output, 25);
  if (crashed) {
    const skipped = (described?.expected ?? []).filter((name) => (ends.get(name)?.action ?? 'waiting') === 'waiting');
    const missing =
      skipped.length === 0
        ? []
        : [`${over.package}: ${blame(crash)} ended the test binary, so these tests did not run: ${skipped.join(', ')}.`];
    return red ? missing : [`${over.package}: the test binary ended before it was done.\n${printed}`, ...missing];
  }
  if (over.action !== 'fail' || red || printed === '') return [];
  return [`${over.package}: failed outside of its tests.\n${printed}`];
}

function placeOf(project: Project, described: PackageLine | undefined): GoPlace {
  const logs = new Map((described?.files ?? []).map(({ path, logs }) => [path, new Set(logs)]));
  return { folder: described?.folder ?? '', root: project.root, isLog: (file, line) => logs.get(file)?.has(line) === true };
}

/** By the source: the runner names neither files nor lines. */
function whereIs(test: string, described: PackageLine | undefined): { readonly file: string; readonly line?: number } {
  const [top = '', ...below] = test.split('/');
  for (const { path, functions } of described?.files ?? []) {
    const found = functions.find(({ name }) => name === top);
    if (found === undefined) continue;
    const name = below.join('/').replace(/#\d+$/, '');
    const last = below.at(-1)?.replace(/#\d+$/, '');
    const line = found.cases.find(([text]) => text === name)?.[1] ?? found.cases.find(([text]) => text === last)?.[1];
    return { file: path, line: line ?? found.line };
  }
  return { file: '' };
}
