import type { Listing } from '../../src/cli/reporters/reporter.ts';

/** Branch coverage of every file before and after, and in total, as aligned columns. */
export function compareListings(before: Listing, after: Listing): string {
  const later = new Map(after.files.map((file) => [file.file, file]));
  const rows = before.files.map((file) => {
    const now = later.get(file.file);
    return [file.file, share(file), now === undefined ? '–' : share(now), now === undefined ? '' : gain(file, now)];
  });
  rows.sort((a, b) => (a[0] ?? '').localeCompare(b[0] ?? ''));
  const [from, to] = [totalOf(before), totalOf(after)];
  return alignColumns([['file', 'before', 'after', ''], ...rows, ['total', share(from), share(to), gain(from, to)]]);
}

export interface Totals {
  readonly covered: number;
  readonly total: number;
}

export function totalOf(listing: Listing): Totals {
  return listing.files.reduce((sum, file) => ({ covered: sum.covered + file.covered, total: sum.total + file.total }), {
    covered: 0,
    total: 0,
  });
}

function share({ covered, total }: Totals): string {
  return total === 0 ? 'no branches' : `${covered}/${total} ${((100 * covered) / total).toFixed(1).padStart(5)} %`;
}

function gain(before: Totals, after: Totals): string {
  const arms = after.covered - before.covered;
  return arms === 0 ? '' : `${arms > 0 ? '+' : ''}${arms}`;
}

/** First column to the left, the others to the right. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '))
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}
