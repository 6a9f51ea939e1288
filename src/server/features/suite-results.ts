import type { TestResult } from '../../core/suite/framework.ts';
import type { SuiteReport } from '../../core/suite/suite-report.ts';
import type { SuiteResultsParams, WireTestResult } from '../../protocol/messages.ts';
import { pathToUri } from '../paths.ts';

/** A report of a suite as the client shows it. */
export function suiteResultsOf(run: string, report: SuiteReport): SuiteResultsParams {
  const { name, root, label, tests, errors, problem } = report;
  return {
    run,
    name,
    uri: pathToUri(root),
    label,
    tests: tests.map(wireResult),
    errors: [...errors, ...(problem === undefined ? [] : [[problem.message, problem.hint].filter(Boolean).join('\n')])],
  };
}

function wireResult({ file, line, failedAt, retries: _retries, ...result }: TestResult): WireTestResult {
  return {
    ...result,
    ...(file === '' ? {} : { uri: pathToUri(file) }),
    ...(line === undefined ? {} : { line: line - 1 }),
    ...(failedAt === undefined ? {} : { failedAt: { uri: pathToUri(failedAt.file), line: failedAt.line - 1 } }),
  };
}
