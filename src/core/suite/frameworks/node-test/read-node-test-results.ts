import { nativePath, relativePath } from '../../../paths.ts';
import { failureMessage } from '../../clean-output.ts';
import type { SuiteResults, TestResult, TestStatus } from '../../framework.ts';
import { ownFrame } from '../javascript/own-frame.ts';
import type { EndedProcess, NodeTest, NodeTestRecord } from './node-test-record.ts';

/**
 * Reads the records of our reporter (`src/node/suite/node-test-results.ts`) and of the processes that ended themselves
 * (`ended`; undefined: none did). undefined: nothing was written.
 */
export function readNodeTestResults(text: string, ended: string | undefined, root: string): SuiteResults | undefined {
  const records = parseLines(text) as readonly NodeTestRecord[];
  if (records.length === 0) return undefined;
  const tests: TestResult[] = [];
  const errors: string[] = [];
  const errorsByFile = new Map<string, string[]>();
  const addError = (file: string, message: string): void => {
    const whole = failureMessage(message);
    errors.push(whole);
    if (file !== '') errorsByFile.set(file, [...(errorsByFile.get(file) ?? []), whole]);
  };
  const endings = (parseLines(ended ?? '') as readonly EndedProcess[]).map((ending) => ({
    ...ending,
    file: nativePath(ending.file, root),
  }));
  let complete = false;
  for (const record of records) {
    switch (record.event) {
      case 'begin':
        break;
      case 'end':
        complete = true;
        break;
      case 'suite-failed': {
        const file = nativePath(record.file, root);
        addError(file, `${file}: ${record.title}: ${[record.error.message, record.error.stack].join('\n').trim()}`);
        break;
      }
      case 'test':
        tests.push(readTest(record, root, endings));
        break;
    }
  }
  for (const ending of endings)
    if (ending.inTest && !tests.some((test) => test.message === said(ending))) addError(ending.file, said(ending));
  if (!complete) addError('', 'The test runner ended before all tests were over.');
  return { tests, errors, errorsByFile };
}

/** Whole lines only: the last one may be torn. */
function parseLines(text: string): readonly unknown[] {
  const values: unknown[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    try {
      values.push(JSON.parse(line));
    } catch {
      break; // nothing behind a torn line is of this run
    }
  }
  return values;
}

function said({ file, code }: EndedProcess): string {
  return `${file} ended its process with code ${code} before all its tests were over: process.exit was called.`;
}

function readTest(record: NodeTest, root: string, endings: readonly EndedProcess[]): TestResult {
  const { line, group, durationMs, error, reason } = record;
  const file = nativePath(record.file, root);
  const ending = record.isFile === true ? endings.find((one) => one.file === file) : undefined;
  if (ending !== undefined) return { file, title: relativePath(root, file), status: 'error', durationMs, message: said(ending) };
  // Some versions name a file by its whole path.
  const title = record.isFile === true ? relativePath(root, file) : record.title;
  const failedAt = error === undefined ? undefined : ownFrame(error.stack, root);
  const message = [reason, error?.message].filter((part) => part !== undefined && part !== '').join('\n');
  return {
    file,
    ...(line === undefined ? {} : { line }),
    ...(group === '' ? {} : { group }),
    title,
    status: statusOf(record),
    durationMs,
    ...(message === '' ? {} : { message: failureMessage(message) }),
    ...(error === undefined || error.stack === '' ? {} : { stack: failureMessage(error.stack) }),
    ...(failedAt === undefined ? {} : { failedAt }),
    ...(error?.expected === undefined ? {} : { expected: failureMessage(error.expected) }),
    ...(error?.actual === undefined ? {} : { actual: failureMessage(error.actual) }),
  };
}

/** What is cancelled did not end by itself: its parent was over, it took too long, or a hook before it failed. */
function statusOf({ outcome, error }: NodeTest): TestStatus {
  switch (outcome) {
    case 'cancelled':
      return 'error';
    case 'failed':
      return error?.assertion === true ? 'failed' : 'error';
    case 'passed':
    case 'skipped':
    case 'todo':
      return outcome;
  }
}
