import type { CoverageMap } from '../coverage/coverage-map.ts';
import { summarise, type FileTotals } from '../coverage/summary.ts';
import type { AppError } from '../errors.ts';
import { diagnose, type DiagnoseContext } from './failures/diagnose.ts';
import type { Diagnosis } from './failures/diagnosis.ts';
import type { FrameworkId, Suite, SuiteOutcome, TestResult } from './framework.ts';

/** What one run of a suite came to, as a person reads it: in the editor's test results, on the command line. */
export interface SuiteReport {
  readonly framework: FrameworkId;
  /** `Jest 30.2.0`. */
  readonly name: string;
  /** Absolute folder of the project. */
  readonly root: string;
  /** What was run: `whole suite`, `tests/price.test.ts`. */
  readonly label: string;
  readonly status: SuiteOutcome['status'];
  readonly tests: readonly TestResult[];
  /** Failures that belong to no test. */
  readonly errors: readonly string[];
  /** Why it failed and what to do, in the order of the run: each failed test, then each error. */
  readonly diagnoses: readonly Diagnosis[];
  /** Why it did not run at all. */
  readonly problem?: { readonly code: string; readonly message: string; readonly hint?: string };
  /** What was measured, when that was asked for. */
  readonly measured?: readonly (FileTotals & { readonly file: string })[];
  readonly durationMs: number;
}

/** `Jest 30.2.0`; without a version where only a run could tell. */
export function suiteName({ project, framework }: Suite): string {
  return /^\d/.test(project.frameworkVersion) ? `${framework.name} ${project.frameworkVersion}` : framework.name;
}

export function reportOf(suite: Suite, label: string, outcome: SuiteOutcome, context: DiagnoseContext = {}): SuiteReport {
  return {
    framework: suite.framework.id,
    name: suiteName(suite),
    root: suite.project.root,
    label,
    status: outcome.status,
    tests: outcome.status === 'completed' ? outcome.tests : [],
    errors: outcome.status === 'completed' ? outcome.errors : [],
    diagnoses: diagnose(outcome, suite, context),
    ...(outcome.status === 'failed-to-start' ? { problem: problemOf(outcome.error) } : {}),
    ...(outcome.status === 'completed' && outcome.coverage !== undefined ? { measured: totalsOf(outcome.coverage) } : {}),
    durationMs: outcome.status === 'completed' || outcome.status === 'timed-out' ? outcome.durationMs : 0,
  };
}

function problemOf({ code, message, hint }: AppError): NonNullable<SuiteReport['problem']> {
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}

function totalsOf(coverage: CoverageMap): NonNullable<SuiteReport['measured']> {
  return [...coverage].map(([file, measured]) => ({ file, ...summarise(measured) }));
}

/** What is said of one test of a report. */
export function diagnosisOf({ diagnoses }: SuiteReport, { file, group, title }: TestResult): Diagnosis | undefined {
  return diagnoses.find(({ test }) => test !== undefined && test.file === file && test.group === group && test.title === title);
}

/** Nothing failed, in or outside tests. */
export function isGreen(report: SuiteReport): boolean {
  return (
    report.status === 'completed' &&
    report.errors.length === 0 &&
    report.tests.every(({ status }) => status !== 'failed' && status !== 'error')
  );
}
