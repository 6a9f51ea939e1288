import { blockTotals, branchTotals, throwTotals, type FileCoverage, type Totals } from './coverage-map.ts';

/** What a file comes to, computed from its arms, lines and blocks. */
export interface FileTotals {
  readonly branches: Totals;
  readonly lines: Totals;
  /** Only reports that know no branches have blocks. */
  readonly blocks: Totals;
  /** Arms that only the compiler made (kind `throw`), where there are any: no part of `branches`. */
  readonly throws?: Totals;
}

/** Totals of one file, computed from what stands in it: the summaries that reports carry are never trusted. */
export function summarise(file: FileCoverage): FileTotals {
  let covered = 0;
  for (const count of file.lines.values()) if (count > 0) covered += 1;
  const throws = throwTotals([file]);
  return {
    branches: branchTotals([file]),
    lines: { covered, total: file.lines.size },
    blocks: blockTotals([file]),
    ...(throws.total === 0 ? {} : { throws }),
  };
}

/** An arm or a block of the file did not run. */
export function hasMissing({ branches, blocks }: FileTotals): boolean {
  return branches.covered < branches.total || blocks.covered < blocks.total;
}

/** What there is to cover in a file: its arms, and where a report knows none, its blocks. */
export function armsAndBlocks({ branches, blocks }: FileTotals): Totals {
  return { covered: branches.covered + blocks.covered, total: branches.total + blocks.total };
}
