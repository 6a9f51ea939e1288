import { nativePath } from '../../../paths.ts';
import { cleanOutput, failureMessage } from '../../clean-output.ts';
import type { ResultFile, SuiteResults, TestResult, TestStatus } from '../../framework.ts';
import { ownFrame, splitStack } from './own-frame.ts';
import type { FileRecord, RunRecord, TestRecord } from './run-record.ts';

/** Reads what our reporter in a run of Jest or Vitest wrote. undefined: missing or torn. */
export function readRunRecord(files: readonly ResultFile[], root: string): SuiteResults | undefined {
  const [file] = files;
  const record = file === undefined ? undefined : parse(file.text);
  if (record === undefined) return undefined;
  const errorsByFile = new Map<string, readonly string[]>();
  for (const { path, error } of record.files) {
    if (error === undefined) continue;
    const name = nativePath(path, root);
    errorsByFile.set(name, [failureMessage(`${name}: ${withoutHeading(error)}`)]);
  }
  const tests = record.files.flatMap((one) => testsOf(one, root));
  const errors = [...[...errorsByFile.values()].flat(), ...(record.errors ?? []).map((error) => failureMessage(error))];
  return { tests, errors, errorsByFile };
}

function parse(text: string): RunRecord | undefined {
  try {
    const value = JSON.parse(text) as Partial<RunRecord> | null;
    return Array.isArray(value?.files) ? (value as RunRecord) : undefined;
  } catch {
    return undefined; // torn: the runner died while it was written
  }
}

/** What Jest prints above the reason why a file did not run. */
function withoutHeading(error: string): string {
  const text = cleanOutput(error)
    .replace(/^\s*● Test suite failed to run\s*\n/, '')
    .replace(/^ {4}/gm, '')
    .trim();
  return text === '' ? 'failed outside its tests' : text;
}

function testsOf({ path, tests }: FileRecord, root: string): readonly TestResult[] {
  const file = nativePath(path, root);
  return tests.map((test): TestResult => {
    const group = test.groups.filter((title) => title !== '').join(' ');
    return {
      file,
      ...(test.line === undefined ? {} : { line: test.line }),
      ...(group === '' ? {} : { group }),
      title: test.title,
      status: statusOf(test),
      durationMs: test.durationMs,
      ...failureOf(test, root),
      ...(test.invocations > 1 ? { retries: test.invocations - 1 } : {}),
    };
  });
}

/** A failed assertion is `failed`; anything else that was thrown is `error`. What Jest calls pending or disabled it counts as skipped. */
function statusOf(test: TestRecord): TestStatus {
  switch (test.status) {
    case 'passed':
    case 'focused':
      return 'passed';
    case 'failed':
      return test.failures.every((failure) => failure.isAssertion) && test.failures.length > 0 ? 'failed' : 'error';
    case 'todo':
      return 'todo';
    default:
      return 'skipped';
  }
}

type Failure = Pick<TestResult, 'message' | 'stack' | 'failedAt' | 'expected' | 'actual'>;

function failureOf({ failures, note }: TestRecord, root: string): Failure {
  if (failures.length === 0) return note === undefined || note === '' ? {} : { message: failureMessage(note) };
  const parts = failures.map(({ text }) => splitStack(cleanOutput(text)));
  const stack = parts.find(({ frames }) => frames !== '')?.frames;
  const failedAt = parts.map(({ frames }) => ownFrame(frames, root)).find((frame) => frame !== undefined);
  const compared = failures.find(({ expected, actual }) => expected !== undefined && actual !== undefined);
  return {
    message: failureMessage(parts.map(({ message }) => message).join('\n')),
    ...(stack === undefined ? {} : { stack: failureMessage(stack) }),
    ...(failedAt === undefined ? {} : { failedAt }),
    ...(compared?.expected === undefined ? {} : { expected: failureMessage(compared.expected) }),
    ...(compared?.actual === undefined ? {} : { actual: failureMessage(compared.actual) }),
  };
}
