import { failureMessage } from '../../clean-output.ts';
import type { ResultFile, SuiteResults, TestResult, TestStatus } from '../../framework.ts';
import { basename } from '../../../paths.ts';
import { indexJavaSources, type JavaSources } from './java-sources.ts';
import { eventsFile, parseJunitEvents, sourcesFile, type JunitEvent } from './junit-events.ts';
import { readComparison } from './read-comparison.ts';
import { readFrames } from './read-frames.ts';
import { readJunitXml, type JunitCase, type JunitOutcome } from './read-junit-xml.ts';

/** A case with where it was reported. */
interface Reported extends JunitCase {
  readonly report: string;
  readonly module: string;
}

interface Problem {
  readonly file?: string;
  readonly text: string;
}

/**
 * What a run of Maven or Gradle left in its results folder. `retrying`: the project runs failed tests again, so a test in
 * several reports was tried several times. undefined: the run was killed, or ended without results and without a reason
 * that was understood.
 */
export function readJunitResults(files: readonly ResultFile[], retrying: boolean): SuiteResults | undefined {
  const named = new Map(files.map((file) => [basename(file.path), file.text]));
  const events = parseJunitEvents(named.get(eventsFile) ?? '');
  const end = events.at(-1);
  if (end?.kind !== 'end') return undefined;
  const sources = indexJavaSources((named.get(sourcesFile) ?? '').split('\n').filter((line) => line !== ''));
  const cases: Reported[] = [];
  const problems: Problem[] = [];
  for (const event of events) {
    if (event.kind === 'report') {
      const found = readJunitXml(named.get(event.file) ?? '');
      if (found === undefined) problems.push({ text: `A report of ${event.module} is no whole XML: its process ended while it wrote.` });
      else cases.push(...found.map((one) => ({ ...one, report: event.file, module: event.module })));
    } else problems.push(...problemsOf(event, sources));
  }
  if (cases.length === 0 && problems.length === 0 && end.exitCode !== 0) return undefined;

  const tests: TestResult[] = [];
  for (const one of retrying ? mergeAttempts(cases) : cases) {
    if (isOutsideTests(one)) problems.push(describeHook(one, sources));
    else tests.push(readTest(one, sources));
  }
  const errorsByFile = new Map<string, string[]>();
  for (const { file, text } of problems) {
    if (file !== undefined) errorsByFile.set(file, [...(errorsByFile.get(file) ?? []), text]);
  }
  return {
    tests,
    errors: problems.map(({ text }) => text),
    ...(errorsByFile.size === 0 ? {} : { errorsByFile }),
  };
}

function problemsOf(event: JunitEvent, sources: JavaSources): readonly Problem[] {
  switch (event.kind) {
    case 'compile-error':
      return [{ file: event.file, text: failureMessage(`${event.file}:${event.line}: ${event.message}`) }];
    case 'crashed':
      return event.classes.length === 0
        ? [{ text: failureMessage(event.message) }]
        : event.classes.map((className) => {
            const file = sources.fileOf(className);
            return { ...(file === undefined ? {} : { file }), text: failureMessage(`${className}: ${event.message}`) };
          });
    case 'report':
    case 'missing':
    case 'end':
      return [];
  }
}

/**
 * Surefire reports what fails in `@BeforeAll`, in a static initialiser or in an extension as a case without a name, or
 * with the name of the class (JUnit 4, Gradle: `initializationError`, `executionError`, `classMethod`).
 */
function isOutsideTests({ name, className, outcome }: JunitCase): boolean {
  if (outcome === undefined || outcome.kind === 'skipped') return false;
  return name === '' || name === className || /^(initializationError|executionError|classMethod)$/.test(name);
}

function describeHook(one: Reported, sources: JavaSources): Problem {
  const file = sources.fileOf(one.className, one.module);
  return { ...(file === undefined ? {} : { file }), text: failureMessage(`${one.className}: ${one.outcome?.text.trim() ?? ''}`) };
}

/** Surefire spreads the attempts of tests in nested classes over several reports. What passed once has passed, as its own summary says. */
function mergeAttempts(cases: readonly Reported[]): readonly Reported[] {
  const groups = new Map<string, Reported[]>();
  for (const one of cases) {
    const key = JSON.stringify([one.module, one.className, one.name]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups.values()].flatMap((group) => {
    // Several of one name in one report are invocations: of a repeated test, of a factory.
    if (new Set(group.map(({ report }) => report)).size < group.length || group.length === 1) return group;
    const counts = group.find(({ outcome }) => outcome === undefined) ?? group.at(-1);
    return counts === undefined ? [] : [{ ...counts, retries: counts.retries + group.length - 1 }];
  });
}

function readTest(one: Reported, sources: JavaSources): TestResult {
  const { className, outcome, module } = one;
  const group = className.slice(className.lastIndexOf('.') + 1);
  return {
    file: sources.fileOf(className, module) ?? '',
    ...(group === '' ? {} : { group }),
    title: one.name === '' ? group : one.name,
    status: statusOf(outcome),
    durationMs: one.durationMs,
    ...(outcome === undefined ? {} : details(outcome, module, sources)),
    ...(one.retries === 0 ? {} : { retries: one.retries }),
  };
}

const assertionTypes =
  /(?:AssertionError|AssertionFailedError|AssertionFailure|ComparisonFailure|MultipleFailuresError|ConditionNotSatisfiedError|SpockComparisonFailure)$/;

/** Gradle writes everything that was thrown as a failure: the thrown class tells. */
function statusOf(outcome: JunitOutcome | undefined): TestStatus {
  if (outcome === undefined) return 'passed';
  if (outcome.kind === 'skipped') return 'skipped';
  if (outcome.kind === 'error') return 'error';
  return outcome.type === undefined || assertionTypes.test(outcome.type) || !/^[\w.$]+$/.test(outcome.type) ? 'failed' : 'error';
}

function details(
  outcome: JunitOutcome,
  module: string,
  sources: JavaSources,
): Pick<TestResult, 'message' | 'stack' | 'failedAt' | 'expected' | 'actual'> {
  const message = messageOf(outcome);
  if (outcome.kind === 'skipped') return message === '' ? {} : { message: failureMessage(message) };
  const comparison = readComparison(message);
  let failedAt: TestResult['failedAt'];
  for (const { className, fileName, line } of readFrames(outcome.text)) {
    const file = sources.fileOfFrame(className, fileName, module);
    if (file === undefined) continue;
    failedAt = { file, line };
    break;
  }
  return {
    ...(message === '' ? {} : { message: failureMessage(message) }),
    ...(outcome.text.trim() === '' ? {} : { stack: failureMessage(outcome.text.trim()) }),
    ...(failedAt === undefined ? {} : { failedAt }),
    ...(comparison === undefined ? {} : { expected: failureMessage(comparison.expected), actual: failureMessage(comparison.actual) }),
  };
}

/** The thrown class and its message as the JVM prints them; of an assertion or a skip the message alone. */
function messageOf(outcome: JunitOutcome): string {
  const { message, type, text } = outcome;
  const printed = (text.split(/\n\s+at /, 1)[0] ?? '').trim();
  const plain = stripType(message ?? printed, type);
  if (statusOf(outcome) !== 'error' || type === undefined) return plain;
  return plain === '' || plain === type ? type : `${type}: ${plain}`;
}

/** Gradle repeats the class before the message; so does the stack trace. */
function stripType(message: string, type: string | undefined): string {
  return type !== undefined && message.startsWith(`${type}: `) ? message.slice(type.length + 2) : message;
}
