import type { FileCoverage, ReportProblem } from './coverage-map.ts';
import type { ReportFile } from './formats/report-format.ts';
import type { FileTotals } from './summary.ts';

/** What becomes of branches that nobody wrote: the ways out of calls that may throw, which compilers of C++ count as branches. */
export type ExceptionArms = 'hide' | 'show';

/**
 * The file without them, or with them as branches like any other; a file that has none as it is. Python's `except` is no such
 * branch: somebody wrote it.
 */
export function withExceptionArms(file: ReportFile, wanted: ExceptionArms): ReportFile {
  const { throws, ...written } = file.totals;
  if (throws === undefined) return file;
  const { covered, total } = written.branches;
  const totals: FileTotals =
    wanted === 'hide' ? written : { ...written, branches: { covered: covered + throws.covered, total: total + throws.total } };
  return { ...file, totals, load: () => (wanted === 'hide' ? withoutThrows(file.load()) : asExceptions(file.load())) };
}

/** Says how many arms are not shown; undefined when there are none. */
export function hiddenArms(files: readonly ReportFile[]): ReportProblem | undefined {
  const hidden = files.reduce((sum, { totals }) => sum + (totals.throws?.total ?? 0), 0);
  if (hidden === 0) return undefined;
  return {
    code: 'report/exception-arms-hidden',
    message: `${hidden} arms are ways out of calls that may throw: the compiler made them, so they are neither shown nor counted. In a workspace the setting \`branchlight.reports.exceptionArms\` shows them.`,
  };
}

function withoutThrows(file: FileCoverage): FileCoverage {
  return { ...file, branches: file.branches.filter((branch) => branch.kind !== 'throw') };
}

function asExceptions(file: FileCoverage): FileCoverage {
  return { ...file, branches: file.branches.map((branch) => (branch.kind === 'throw' ? { ...branch, kind: 'exception' } : branch)) };
}
