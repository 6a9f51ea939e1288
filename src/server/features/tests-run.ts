import { isGreen, type SuiteReport } from '../../core/suite/suite-report.ts';
import { plural } from '../plural.ts';

export interface TestsRun {
  readonly green: boolean;
  /** A sentence or two for a person. */
  readonly message: string;
}

/** What some runs came to together. */
export function describeReports(reports: readonly SuiteReport[]): TestsRun {
  if (reports.length === 0) return { green: true, message: 'No folder is open, so there are no tests to run.' };
  const green = reports.every(isGreen);
  return { green, message: reports.map(describeReport).join(' ') };
}

function describeReport(report: SuiteReport): string {
  switch (report.status) {
    case 'cancelled':
      return `${report.name}: cancelled.`;
    case 'timed-out':
      return `${report.name}: did not end within ${Math.round(report.durationMs / 1000)} s; it was stopped.`;
    case 'failed-to-start':
      return `${report.name}: ${[report.problem?.message, report.problem?.hint].filter(Boolean).join(' ')}`;
    case 'completed': {
      const red = report.tests.filter(({ status }) => status === 'failed' || status === 'error').length;
      const passed = report.tests.filter(({ status }) => status === 'passed').length;
      const parts = [`${passed} passed`];
      if (red > 0) parts.push(`${red} failed`);
      if (report.errors.length > 0) parts.push(plural(report.errors.length, 'error outside tests', 'errors outside tests'));
      return `${report.name}: ${parts.join(', ')}.`;
    }
  }
}
