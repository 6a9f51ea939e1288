import { nativePath } from '../../../paths.ts';
import { cleanOutput, failureMessage } from '../../clean-output.ts';
import type { ResultFile, SuiteResults, TestResult, TestStatus } from '../../framework.ts';
import { ownFrame, splitStack } from '../javascript/own-frame.ts';
import type { JestFileRecord, JestRecord, JestTestRecord } from './jest-record.ts';

/** Reads what `jest-results.cjs` wrote. undefined: missing or torn. */
export function readJestResults(files: readonly ResultFile[], root: string): SuiteResults | undefined {
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
  return { tests, errors: [...errorsByFile.values()].flat(), errorsByFile };
}

function parse(text: string): JestRecord | undefined {
  try {
    const value = JSON.parse(text) as Partial<JestRecord> | null;
    return Array.isArray(value?.files) ? (value as JestRecord) : undefined;
  } catch {
    return undefined; // torn: Jest died while it was written
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

function testsOf({ path, tests }: JestFileRecord, root: string): readonly TestResult[] {
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

/** A failed assertion is `failed`; anything else that was thrown is `error`. Jest counts what it calls pending or disabled as skipped. */
function statusOf(test: JestTestRecord): TestStatus {
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

function failureOf({ failures }: JestTestRecord, root: string): Failure {
  if (failures.length === 0) return {};
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
