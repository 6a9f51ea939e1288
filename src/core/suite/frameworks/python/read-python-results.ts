import type { Project, ResultFile, SuiteResults, TestResult, TestStatus } from '../../framework.ts';
import { failureMessage } from '../../clean-output.ts';
import { isAbsolutePath, isInside, joinPath, nativePath, relativePath } from '../../../paths.ts';
import { readRecords, type RunRecord } from './read-records.ts';

/** The project's folder as the workspace names it, and as the run did: a link may lie between the two. */
interface Root {
  readonly given: string;
  readonly ran: string;
}

/** A test as the runner collected it, and what its phases came to so far. */
interface Case {
  readonly named: Pick<TestResult, 'file' | 'title'> & { readonly line?: number; readonly group?: string };
  durationMs: number;
  retries: number;
  begun: boolean;
  over: boolean;
  status?: TestStatus;
  outcome?: RunRecord;
  /** Of the same test: a teardown that failed after its failure. */
  readonly later: string[];
}

/**
 * Reads what `pytest_results.py` or `unittest_results.py` wrote: one record a line, in the order in which things happened.
 * A run that was cut off has what was done, with the test that it died in as an error. undefined: the session never began.
 */
export function readPythonResults(project: Project, files: readonly ResultFile[]): SuiteResults | undefined {
  const records = readRecords(files);
  const session = records.find(({ kind }) => kind === 'session');
  if (session === undefined) return undefined;
  const root: Root = { given: project.root, ran: session.root ?? project.root };
  const cases = new Map<string, Case>();
  const subtests: TestResult[] = [];
  const skippedFiles: TestResult[] = [];
  const errors: string[] = [];
  const errorsByFile = new Map<string, string[]>();
  let ended = false;

  const caseOf = (record: RunRecord): Case => {
    const id = record.id ?? '';
    const known = cases.get(id);
    if (known !== undefined) return known;
    const made: Case = { named: namedBy(record, root), durationMs: 0, retries: 0, begun: false, over: false, later: [] };
    cases.set(id, made);
    return made;
  };

  for (const record of records) {
    switch (record.kind) {
      case 'collected':
        caseOf(record);
        break;
      case 'begin':
        caseOf(record).begun = true;
        break;
      case 'report':
        if (record.subtest === undefined) takeReport(caseOf(record), record);
        else subtests.push(...subtestOf(caseOf(record), record, root));
        break;
      case 'not-collected': {
        const text = failureMessage(`${record.file ?? record.id ?? 'a test file'}: ${record.message ?? ''}`);
        errors.push(text);
        if (record.file === undefined) break;
        const file = located(record.file, root);
        errorsByFile.set(file, [...(errorsByFile.get(file) ?? []), text]);
        break;
      }
      case 'skipped-file':
        skippedFiles.push(skippedFile(record, root));
        break;
      case 'broken':
        errors.push(failureMessage(record.message ?? 'The runner broke off.'));
        break;
      case 'end':
        ended = true;
        break;
    }
  }
  const died = [...cases.values()].filter((one) => one.begun && !one.over && one.status === undefined);
  if (!ended) {
    for (const one of died) one.status = 'error';
    if (died.length === 0) errors.push('The run ended before its runner was done, so its results are not whole.');
  }
  const ran = [...cases.values()].flatMap((one) => resultOf(one, ended, root));
  return {
    tests: [...ran, ...subtests, ...skippedFiles],
    errors,
    ...(errorsByFile.size === 0 ? {} : { errorsByFile }),
  };
}

/** The words of pytest's summary: a phase counts under one of them, or under none. unittest's are given the same names. */
function takeReport(one: Case, record: RunRecord): void {
  if (record.when === 'setup') one.durationMs = 0;
  if (record.when === 'end') one.over = true;
  one.durationMs += (record.duration ?? 0) * 1000;
  if (record.category === 'rerun' || record.category === 'retried') {
    one.retries += 1;
    delete one.status;
    delete one.outcome;
    return;
  }
  const status = statusOf(record);
  if (status === undefined) return;
  const before = one.status;
  if (before === undefined || before === 'passed' || before === 'pending') {
    one.status = status;
    if (status !== 'passed' || one.outcome === undefined) one.outcome = record;
  } else if (record.message !== undefined) one.later.push(record.message);
}

function statusOf(record: RunRecord): TestStatus | undefined {
  switch (record.category) {
    case '':
    case undefined:
      return undefined;
    case 'passed':
    case 'xpassed':
      return 'passed';
    case 'skipped':
      return 'skipped';
    case 'xfailed':
      return 'pending';
    case 'error':
      return 'error';
    case 'failed':
      return failedOrError(record);
    default:
      // A plugin's own word.
      return record.outcome === 'failed' ? failedOrError(record) : record.outcome === 'skipped' ? 'skipped' : undefined;
  }
}

/** pytest calls everything that the test itself throws a failure; only a failed assertion is one here. What was not thrown (an unexpected pass) is pytest's own judgement. */
function failedOrError(record: RunRecord): TestStatus {
  if (record.exception === undefined) return 'failed';
  return record.asserted === true && !/^Failed: Timeout\b/.test(record.message ?? '') ? 'failed' : 'error';
}

function subtestOf(one: Case, record: RunRecord, root: Root): readonly TestResult[] {
  const status = record.category?.startsWith('subtests ') === true ? undefined : statusOf(record);
  if (status === undefined || status === 'passed') return [];
  const title = `${one.named.title} ${record.subtest ?? ''}`;
  return [{ ...one.named, title, status, durationMs: Math.round((record.duration ?? 0) * 1000), ...detailsOf(record, [], root) }];
}

function resultOf(one: Case, ended: boolean, root: Root): readonly TestResult[] {
  if (one.status === undefined) return [];
  const details =
    !ended && one.outcome === undefined
      ? { message: 'The process of the run ended within this test.' }
      : detailsOf(one.outcome, one.later, root);
  return [
    {
      ...one.named,
      status: one.status,
      durationMs: Math.round(one.durationMs),
      ...details,
      ...(one.retries === 0 ? {} : { retries: one.retries }),
    },
  ];
}

function detailsOf(record: RunRecord | undefined, later: readonly string[], root: Root): Partial<TestResult> {
  if (record === undefined) return {};
  const message = [record.message, ...later].filter((text) => text !== undefined && text !== '').join('\n');
  const [file, line] = record.place ?? [];
  return {
    ...(message === '' ? {} : { message: failureMessage(message) }),
    ...(record.stack === undefined ? {} : { stack: failureMessage(record.stack) }),
    ...(file === undefined || line === undefined ? {} : { failedAt: { file: located(file, root), line } }),
    ...(record.expected === undefined ? {} : { expected: record.expected }),
    ...(record.actual === undefined ? {} : { actual: record.actual }),
  };
}

/** A file that skips itself counts as one skipped test in the runner's summary. */
function skippedFile(record: RunRecord, root: Root): TestResult {
  const file = record.file ?? record.id ?? '';
  return {
    file: located(file, root),
    title: file.split(/[\\/]/).at(-1) ?? file,
    status: 'skipped',
    durationMs: 0,
    ...(record.message === undefined || record.message === '' ? {} : { message: failureMessage(record.message) }),
  };
}

/** From what was collected; a test that another process collected (pytest-xdist) has only its id: `file::Class::test[a::b]`. */
function namedBy(record: RunRecord, root: Root): Case['named'] {
  if (record.title !== undefined) {
    return {
      file: record.file === undefined ? '' : located(record.file, root),
      ...(record.line === undefined ? {} : { line: record.line }),
      ...(record.group === undefined ? {} : { group: record.group }),
      title: record.title,
    };
  }
  const [, before = '', parameters = ''] = /^(.*?)(\[.*)?$/s.exec(record.id ?? '') ?? [];
  const [file = '', ...parts] = before.split('::');
  const title = `${parts.pop() ?? ''}${parameters}`;
  return { file: located(file, root), ...(parts.length === 0 ? {} : { group: parts.join('::') }), title };
}

function located(file: string, { given, ran }: Root): string {
  if (!isAbsolutePath(file)) return joinPath(given, file);
  const path = nativePath(file, given);
  return given !== ran && isInside(ran, path) ? joinPath(given, relativePath(ran, path)) : path;
}
