/**
 * A `testResultsProcessor` for Jest 27 and later: writes what each test came to and hands the results on unchanged, to
 * the project's own processor if it has one. Reporters stay as the project has them. Unlike `--json` it copes with
 * compared values that are no JSON (BigInt, circular objects). Jest requires it in its main process.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { FailureRecord, RunRecord, TestRecord } from '../../core/suite/frameworks/javascript/run-record.ts';

/** What the command that starts Jest asks for; see `jestCommand`. */
interface Order {
  readonly results: string;
  /** The project's own processor, as its configuration names it. */
  readonly processor?: string;
  /** Where that name is looked up. */
  readonly root: string;
}

/** The part of Jest's AggregatedResult that is used: the same in 27 to 30. */
interface AggregatedResult {
  readonly testResults: readonly {
    readonly testFilePath: string;
    readonly failureMessage?: string | null;
    readonly testExecError?: unknown;
    readonly testResults: readonly AssertionResult[];
  }[];
}

interface AssertionResult {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
  readonly duration?: number | null;
  readonly invocations?: number;
  readonly location?: { readonly line: number } | null;
  readonly failureMessages?: readonly string[];
  readonly failureDetails?: readonly unknown[];
}

type Processor = (results: AggregatedResult) => unknown;

/** A failure's text is cut for the reader anyway. */
const longest = 20_000;

export default function processResults(results: AggregatedResult): unknown {
  const order = JSON.parse(process.env['BRANCHLIGHT_JEST'] ?? '{}') as Partial<Order>;
  if (order.results !== undefined) writeFileSync(order.results, JSON.stringify(recordOf(results)));
  return order.processor === undefined || order.root === undefined ? results : loadProcessor(order.processor, order.root)(results);
}

function loadProcessor(name: string, root: string): Processor {
  const path = name.replace(/^<rootDir>/, root);
  const loaded = createRequire(join(root, 'package.json'))(path) as Processor | { readonly default: Processor };
  return typeof loaded === 'function' ? loaded : loaded.default;
}

function recordOf({ testResults }: AggregatedResult): RunRecord {
  return {
    files: testResults.map((file) => {
      const error = errorOf(file);
      return { path: file.testFilePath, ...(error === undefined ? {} : { error }), tests: file.testResults.map(testOf) };
    }),
  };
}

/** Of a file whose tests ran, only what happened outside them: its message holds their failures, too. */
function errorOf({ testExecError, failureMessage, testResults }: AggregatedResult['testResults'][number]): string | undefined {
  if (testExecError === undefined || testExecError === null) return undefined;
  const stack = isObject(testExecError) ? testExecError['stack'] : undefined;
  const text = testResults.length > 0 && typeof stack === 'string' && stack !== '' ? stack : failureMessage;
  return (text ?? '').slice(0, longest);
}

function testOf(test: AssertionResult): TestRecord {
  const messages = test.failureMessages ?? [];
  return {
    groups: test.ancestorTitles,
    title: test.title,
    status: test.status,
    durationMs: test.duration ?? 0,
    ...(test.location === undefined || test.location === null ? {} : { line: test.location.line }),
    invocations: test.invocations ?? 1,
    failures: messages.map((text, index) => failureOf(text, test.failureDetails?.[index])),
  };
}

function failureOf(text: string, details: unknown): FailureRecord {
  const compared = comparisonOf(details) ?? printedComparison(text);
  return { text: text.slice(0, longest), isAssertion: isAssertion(text, details), ...compared };
}

/** Jest's own matchers leave their result on the error; Node's assert and Chai say what they are; the others are known by their words. */
function isAssertion(text: string, details: unknown): boolean {
  if (isObject(details) && ('matcherResult' in details || details['code'] === 'ERR_ASSERTION')) return true;
  return /^(?:(?:Error: )?expect[.(]|AssertionError\b|JestAssertionError\b|assert(?:\.\w+)?\(|(?:Error: )?Failing test passed)/.test(text);
}

function comparisonOf(details: unknown): Pick<FailureRecord, 'expected' | 'actual'> | undefined {
  if (!isObject(details)) return undefined;
  const { matcherResult } = details;
  if (!isObject(matcherResult) || !('expected' in matcherResult) || !('actual' in matcherResult))
    return 'expected' in details && 'actual' in details
      ? { expected: print(details['expected']), actual: print(details['actual']) }
      : undefined;
  const printed = typeof matcherResult['message'] === 'string' ? printedComparison(matcherResult['message']) : undefined;
  return printed ?? { expected: print(matcherResult['expected']), actual: print(matcherResult['actual']) };
}

/** `Expected: 7` and `Received: 5` as Jest prints short values, and as it words those of Node's assert. */
function printedComparison(text: string): Pick<FailureRecord, 'expected' | 'actual'> | undefined {
  const expected = /^Expected(?: [a-z ]+)?: +(\S.*)$/m.exec(text)?.[1] ?? /^Expected value .*:\n {2}(\S.*)$/m.exec(text)?.[1];
  const actual = /^Received(?: [a-z ]+)?: +(\S.*)$/m.exec(text)?.[1] ?? /^Received:\n {2}(\S.*)$/m.exec(text)?.[1];
  return expected === undefined || actual === undefined ? undefined : { expected, actual };
}

function print(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, longest);
  return inspect(value, {
    depth: 8,
    maxArrayLength: 200,
    maxStringLength: 4000,
    sorted: true,
    breakLength: 80,
    compact: false,
    getters: false,
  }).slice(0, longest);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
