import type { Totals } from '../../core/coverage/coverage-map.ts';
import { describeArm } from '../../core/coverage/describe-arm.ts';
import { missingArms } from '../../core/coverage/missing-arms.ts';
import type { FileTotals } from '../../core/coverage/summary.ts';
import type { ReportedFile, ReportedReport } from './reporter.ts';

/** A file with what is missing in it. Lines 1-based. */
export function renderReportedFile(file: ReportedFile): string {
  const title = `${file.module === undefined ? '' : `[${file.module}] `}${file.path}  ${renderTotals(file)}`;
  const missing = file
    .coverage()
    .branches.flatMap((branch) => missingArms(branch).map((arm) => `  ${String(branch.line).padStart(7)}  ${describeArm(branch, arm)}`));
  return [title, ...missing].join('\n');
}

/** What a report comes to, and what is wrong with it. */
export function renderReport(report: ReportedReport): string {
  const files = `${report.files} ${report.files === 1 ? 'file' : 'files'}`;
  const title = `${report.report}: ${report.formatName ?? 'not readable'}, ${files}; ${renderTotals(report)}`;
  return [title, ...report.problems.map(({ message, at }) => `  ! ${message}${at === undefined ? '' : ` (${at})`}`), ''].join('\n');
}

function renderTotals({ branches, lines, blocks }: FileTotals): string {
  const parts = [renderOf(branches, 'arms taken'), renderOf(blocks, 'blocks run'), renderOf(lines, 'lines run')];
  return parts.filter((part) => part !== undefined).join(', ') || 'nothing measured';
}

function renderOf({ covered, total }: Totals, what: string): string | undefined {
  return total === 0 ? undefined : `${covered} of ${total} ${what}`;
}
