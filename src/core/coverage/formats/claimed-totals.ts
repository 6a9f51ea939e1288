import type { Totals } from '../coverage-map.ts';
import type { FileTotals } from '../summary.ts';
import type { ProblemList } from './problem-list.ts';

/** What a report itself says that a file comes to; undefined where it says nothing. */
export interface ClaimedTotals {
  readonly linesCovered?: number | undefined;
  readonly lines?: number | undefined;
  readonly branchesCovered?: number | undefined;
  readonly branches?: number | undefined;
}

/** Names where a report's own summary differs from what stands in it. The computed figures are the ones that are shown. */
export function reportDifference(name: string, claimed: ClaimedTotals, computed: FileTotals, problems: ProblemList, at?: string): void {
  const differences = [
    difference('lines', claimed.linesCovered, claimed.lines, computed.lines),
    difference('branch outcomes', claimed.branchesCovered, claimed.branches, allArms(computed)),
  ].filter((one) => one !== undefined);
  if (differences.length > 0) problems.add('report/totals-differ', `${name}: ${differences.join('; ')}. The counted figures are used.`, at);
}

/** Tools count what the compiler made too. */
function allArms({ branches, throws = { covered: 0, total: 0 } }: FileTotals): Totals {
  return { covered: branches.covered + throws.covered, total: branches.total + throws.total };
}

function difference(noun: string, covered: number | undefined, total: number | undefined, computed: Totals): string | undefined {
  const sameCovered = covered === undefined || covered === computed.covered;
  const sameTotal = total === undefined || total === computed.total;
  if (sameCovered && sameTotal) return undefined;
  return `its summary says ${covered ?? '?'} of ${total ?? '?'} ${noun}, its records come to ${computed.covered} of ${computed.total}`;
}
