import type { TestResult } from '../../core/suite/framework.ts';
import { describeDiagnosis } from '../../core/suite/failures/describe-diagnosis.ts';
import type { Diagnosis } from '../../core/suite/failures/diagnosis.ts';
import { diagnosisOf, type SuiteReport } from '../../core/suite/suite-report.ts';
import type { SuiteResultsParams, WireTestResult } from '../../protocol/messages.ts';
import { pathToUri } from '../paths.ts';

/** A report of a suite as the client shows it. */
export function suiteResultsOf(run: string, report: SuiteReport): SuiteResultsParams {
  const { name, root, label, tests, problem } = report;
  return {
    run,
    name,
    uri: pathToUri(root),
    label,
    tests: tests.map((test) => wireResult(test, diagnosisOf(report, test))),
    errors: [...errorsOf(report), ...(problem === undefined ? [] : [[problem.message, problem.hint].filter(Boolean).join('\n')])],
  };
}

/** What went wrong outside of tests; of a run that did not start the problem says it. */
function errorsOf(report: SuiteReport): readonly string[] {
  if (report.problem !== undefined) return [];
  const explained = report.diagnoses.filter(({ test }) => test === undefined);
  if (explained.length < report.errors.length) return report.errors;
  return explained.map((diagnosis) => {
    const { line, details } = describeDiagnosis(diagnosis, report.root);
    return [line, ...details, diagnosis.details].join('\n');
  });
}

function wireResult({ file, line, failedAt, retries: _retries, ...result }: TestResult, diagnosis: Diagnosis | undefined): WireTestResult {
  return {
    ...result,
    ...(file === '' ? {} : { uri: pathToUri(file) }),
    ...(diagnosis === undefined ? {} : { advice: diagnosis.hint }),
    ...(line === undefined ? {} : { line: line - 1 }),
    ...(failedAt === undefined ? {} : { failedAt: { uri: pathToUri(failedAt.file), line: failedAt.line - 1 } }),
  };
}
