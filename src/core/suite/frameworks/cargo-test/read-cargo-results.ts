import { failureMessage } from '../../clean-output.ts';
import type { Project, ResultFile, SuiteResults, TestResult } from '../../framework.ts';
import { basename, isAbsolutePath, joinPath } from '../../../paths.ts';
import { eventsFile, parseCargoEvents, type CargoEvent } from './cargo-events.ts';
import { readPanic } from './read-panic.ts';

type TestEvent = Extract<CargoEvent, { readonly kind: 'test' }>;
type Artifact = Extract<CargoEvent, { readonly kind: 'artifact' }>;
type Located = Extract<CargoEvent, { readonly kind: 'located' }>;

interface Problem {
  readonly file?: string;
  readonly text: string;
}

/** What a run of cargo left in its results folder. undefined: it was killed, or ended without results and without a compile error. */
export function readCargoResults(project: Project, files: readonly ResultFile[]): SuiteResults | undefined {
  const events = parseCargoEvents(files.find(({ path }) => basename(path) === eventsFile)?.text ?? '');
  const end = events.at(-1);
  if (end?.kind !== 'end') return undefined;
  const artifacts = new Map<string, Artifact>();
  const places = new Map<string, Located>();
  for (const event of events) {
    if (event.kind === 'artifact') artifacts.set(event.executable, event);
    if (event.kind === 'located') places.set(JSON.stringify([event.executable, event.name]), event);
  }
  const sourceOf = (executable: string): string | undefined => artifacts.get(executable)?.source;

  const tests: TestResult[] = [];
  const problems: Problem[] = [];
  let begun = false;
  const started = new Set<string>();
  for (const event of events) {
    if (event.kind === 'begin' || event.kind === 'whole') started.add(event.executable);
    switch (event.kind) {
      case 'test':
        begun = true;
        tests.push(readTest(project, event, places.get(JSON.stringify([event.executable, event.name]))));
        break;
      case 'compile-error':
        problems.push({ ...(event.file === undefined ? {} : { file: event.file }), text: failureMessage(event.message) });
        break;
      case 'over':
        problems.push(...describeEnd(event, sourceOf(event.executable)));
        break;
      case 'whole':
        tests.push(readWhole(event, artifacts.get(event.executable)));
        break;
      case 'begin':
        begun = true;
        break;
      case 'artifact':
      case 'located':
      case 'end':
        break;
    }
  }
  if (problems.length === 0) problems.push(...[...artifacts.values()].filter(({ executable }) => !started.has(executable)).map(notRead));
  if (tests.length === 0 && problems.length === 0 && !begun && end.exitCode !== 0) return undefined;
  const errorsByFile = new Map<string, string[]>();
  for (const { file, text } of problems) {
    if (file !== undefined) errorsByFile.set(file, [...(errorsByFile.get(file) ?? []), text]);
  }
  return { tests, errors: problems.map(({ text }) => text), ...(errorsByFile.size === 0 ? {} : { errorsByFile }) };
}

function readTest(project: Project, event: TestEvent, place: Located | undefined): TestResult {
  const documentation = event.executable === undefined ? documentationPlace(project, event.name) : undefined;
  const at = documentation === undefined ? event.name.lastIndexOf('::') : -1;
  const line = place?.line ?? documentation?.line;
  return {
    file: place?.file ?? documentation?.file ?? '',
    ...(line === undefined ? {} : { line }),
    ...(at < 0 ? {} : { group: event.name.slice(0, at) }),
    title: at < 0 ? event.name : event.name.slice(at + 2),
    durationMs: Math.round((event.seconds ?? 0) * 1000),
    ...outcomeOf(project, event, place?.asserted === true, documentation),
  };
}

function outcomeOf(
  project: Project,
  event: TestEvent,
  asserts: boolean,
  documentation: TestResult['failedAt'],
): Pick<TestResult, 'status' | 'message' | 'stack' | 'failedAt' | 'expected' | 'actual'> {
  if (event.event === 'ok') return { status: 'passed' };
  if (event.event === 'ignored')
    return { status: 'skipped', ...(event.message === undefined ? {} : { message: failureMessage(event.message) }) };
  const panic = readPanic(event.output ?? '', event.message);
  const place = panic.at ?? ownFrame(panic.stack);
  const inProject = place !== undefined && !place.file.startsWith('/rustc/') ? place : ownFrame(panic.stack);
  // rustdoc runs a copy of a documentation test.
  const failedAt =
    documentation ?? (inProject === undefined ? undefined : { file: absolute(project, inProject.file), line: inProject.line });
  return {
    status: panic.asserted || asserts ? 'failed' : 'error',
    ...(panic.message === '' ? {} : { message: failureMessage(panic.message) }),
    ...(panic.stack === undefined ? {} : { stack: failureMessage(panic.stack) }),
    ...(failedAt === undefined ? {} : { failedAt }),
    ...(panic.expected === undefined ? {} : { expected: failureMessage(panic.expected) }),
    ...(panic.actual === undefined ? {} : { actual: failureMessage(panic.actual) }),
  };
}

/** The innermost frame of a backtrace that is no library's: those of the workspace are relative. */
function ownFrame(stack: string | undefined): { readonly file: string; readonly line: number } | undefined {
  const match = /^\s+at (\.[^\n]*?):(\d+):\d+$/m.exec(stack ?? '');
  return match === null ? undefined : { file: match[1] ?? '', line: Number(match[2]) };
}

function absolute(project: Project, path: string): string {
  return isAbsolutePath(path) ? path : joinPath(project.root, path);
}

/** rustdoc names its tests `src/price.rs - price::line_price (line 3)`, relative to the workspace. */
function documentationPlace(project: Project, name: string): { readonly file: string; readonly line: number } | undefined {
  const match = /^(\S.*?\.(?:rs|md)) - .*\(line (\d+)\)/.exec(name);
  return match === null ? undefined : { file: absolute(project, match[1] ?? ''), line: Number(match[2]) };
}

/** A binary that cargo started under another runner than ours: that of a project that runs its tests on a device, say. */
function notRead({ source, target }: Artifact): Problem {
  return {
    file: source,
    text: `The tests of ${target} could not be read: cargo did not start them as asked. Where its configuration names a runner (target.<triple>.runner), take it out for this run.`,
  };
}

/** A binary that ended before its tests did: `process::exit`, an abort, a signal. */
function describeEnd(event: Extract<CargoEvent, { readonly kind: 'over' }>, source: string | undefined): readonly Problem[] {
  if (event.running.length === 0) return [];
  const names = event.running.slice(0, 20).join(', ');
  const how = event.exitCode > 128 ? `signal ${event.exitCode - 128}` : `exit code ${event.exitCode}`;
  return [
    {
      ...(source === undefined ? {} : { file: source }),
      text: failureMessage(`The test process ended before its tests were over (${how}). Not over: ${names}.`),
    },
  ];
}

/** A binary with a harness of its own is one test. */
function readWhole(event: Extract<CargoEvent, { readonly kind: 'whole' }>, artifact: Artifact | undefined): TestResult {
  return {
    file: artifact?.source ?? '',
    title: artifact?.target ?? basename(event.executable),
    status: event.exitCode === 0 ? 'passed' : 'error',
    durationMs: Math.round(event.seconds * 1000),
    ...(event.exitCode === 0 ? {} : { message: `It ended with exit code ${event.exitCode}.` }),
  };
}
