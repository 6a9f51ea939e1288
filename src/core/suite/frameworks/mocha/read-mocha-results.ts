import { nativePath } from '../../../paths.ts';
import { failureMessage } from '../../clean-output.ts';
import type { SuiteResults, TestResult, TestStatus } from '../../framework.ts';
import type { MochaError, MochaRecord } from './mocha-record.ts';
import { ownFrame } from '../javascript/own-frame.ts';

type Counted = Extract<MochaRecord, { readonly event: 'passed' | 'pending' | 'failed' }>;

/**
 * Reads the records of our reporter (`src/node/suite/mocha-results.ts`). A run that ended before its end keeps the tests
 * that were over and names the one that was not. undefined: nothing was written.
 */
export function readMochaResults(text: string, root: string): SuiteResults | undefined {
  const records = parseRecords(text);
  if (records.length === 0) return undefined;
  const tests: TestResult[] = [];
  const errors: string[] = [];
  const errorsByFile = new Map<string, string[]>();
  let begun: Extract<MochaRecord, { readonly event: 'begin' }> | undefined;
  let complete = false;
  for (const record of records) {
    switch (record.event) {
      case 'loaded':
        break;
      case 'no-files':
      case 'end':
        complete = true;
        break;
      case 'begin':
        begun = record;
        break;
      case 'broken': {
        const file = nativePath(record.file, root);
        const message = failureMessage(`${file} could not be loaded: ${[record.error.message, record.error.stack].join('\n').trim()}`);
        errors.push(message);
        errorsByFile.set(file, [...(errorsByFile.get(file) ?? []), message]);
        complete = true;
        break;
      }
      case 'passed':
      case 'pending':
      case 'failed':
        begun = undefined;
        tests.push(readTest(record, root));
        break;
    }
  }
  if (!complete) {
    const file = nativePath(begun?.file ?? '', root);
    const where = begun === undefined ? '' : ` in the test "${[begun.group, begun.title].filter(Boolean).join(' ')}"`;
    const message = `The process that ran the tests ended${where} before all tests were over.`;
    errors.push(message);
    if (file !== '') errorsByFile.set(file, [message]);
  }
  return { tests, errors, errorsByFile };
}

/** Whole lines only: the last one may be torn. */
function parseRecords(text: string): readonly MochaRecord[] {
  const records: MochaRecord[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    try {
      records.push(JSON.parse(line) as MochaRecord);
    } catch {
      break; // nothing behind a torn line is of this run
    }
  }
  return records;
}

function readTest(record: Counted, root: string): TestResult {
  const { group, title, durationMs = 0, retries = 0 } = record;
  const failed = record.event === 'failed' ? readFailure(record.error, root) : undefined;
  return {
    file: nativePath(record.file, root),
    ...(group === '' ? {} : { group }),
    title,
    status: failed?.status ?? (record.event === 'passed' ? 'passed' : 'pending'),
    durationMs,
    ...failed,
    ...(retries > 0 ? { retries } : {}),
  };
}

function readFailure(error: MochaError, root: string): { readonly status: TestStatus } & Partial<TestResult> {
  const failedAt = ownFrame(error.stack, root);
  return {
    status: error.assertion ? 'failed' : 'error',
    message: failureMessage(error.message),
    ...(error.stack === '' ? {} : { stack: failureMessage(error.stack) }),
    ...(failedAt === undefined ? {} : { failedAt }),
    ...(error.expected === undefined ? {} : { expected: failureMessage(error.expected) }),
    ...(error.actual === undefined ? {} : { actual: failureMessage(error.actual) }),
  };
}
