import { branchTotals, type FileCoverage, type Totals } from './coverage-map.ts';

/** Totals of one file, computed from its arms and lines: the summaries that reports carry are never trusted. */
export function summarise(file: FileCoverage): { readonly branches: Totals; readonly lines: Totals } {
  let covered = 0;
  for (const count of file.lines.values()) if (count > 0) covered += 1;
  return { branches: branchTotals([file]), lines: { covered, total: file.lines.size } };
}
