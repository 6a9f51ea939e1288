/** Highest line number that is believed; real files end far below, and a map must not grow by a torn digit. */
export const maxLine = 10_000_000;

/** Arms of one line that are kept; more are a broken report (a generator that ran wild) and would only be in the way. */
export const mostArmsOnLine = 10_000;

/** A column that means "to the end of the line"; LSP reads any column beyond the line's length so. */
export const endOfLine = 2_147_483_647;

/** True for a line number that can be used. */
export function isLine(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= maxLine;
}

/** An execution count as far as it can be believed: negative and not-a-number become 0, too large becomes 2^53 − 1. `exact` is false when it was bent. */
export function countOf(value: unknown): { readonly count: number; readonly exact: boolean } {
  if (typeof value !== 'number' || Number.isNaN(value) || value < 0) return { count: 0, exact: false };
  if (value > Number.MAX_SAFE_INTEGER) return { count: Number.MAX_SAFE_INTEGER, exact: false };
  return Number.isInteger(value) ? { count: value, exact: true } : { count: Math.ceil(value), exact: false };
}

/** Sum of two counts, held at 2^53 − 1. */
export function addCounts(left: number, right: number): number {
  return Math.min(left + right, Number.MAX_SAFE_INTEGER);
}
