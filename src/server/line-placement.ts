import { mapLines, type LineMap } from '../core/coverage/line-map.ts';

/** Where the lines of the measured text stand in the current one, edited lines included. Lines are 1-based. */
export interface LinePlacement {
  /** undefined: the line is gone. `touched`: it was edited. */
  toCurrent(measured: number): { readonly line: number; readonly touched: boolean } | undefined;
  /** The line itself or the nearest one above that is still there. */
  nearestCurrent(measured: number): number;
  /** The line itself or the nearest one above that was measured. */
  nearestMeasured(current: number): number;
}

/** Edited runs longer than this are paired line by line, without comparing their texts. */
const comparedLines = 100;
/** Share of its text that an edited line keeps at both ends to count as the same line. */
const sameLine = 0.5;

export function placeLines(measured: string, current: string): LinePlacement {
  const lines = mapLines(measured, current);
  if (lines.identical) {
    return {
      toCurrent: (line) => ({ line, touched: false }),
      nearestCurrent: (line) => line,
      nearestMeasured: (line) => line,
    };
  }
  const edited = pairEdited(lines, measured.split(/\r\n|\r|\n/), current.split(/\r\n|\r|\n/));
  const measuredOf = new Map([...edited].map(([from, to]) => [to, from]));
  const toCurrent = (line: number): { line: number; touched: boolean } | undefined => {
    const same = lines.toCurrent(line);
    if (same !== undefined) return { line: same, touched: false };
    const paired = edited.get(line);
    return paired === undefined ? undefined : { line: paired, touched: true };
  };
  return {
    toCurrent,
    nearestCurrent(line) {
      for (let above = line; above > 0; above -= 1) {
        const found = toCurrent(above);
        if (found !== undefined) return found.line;
      }
      return 1;
    },
    nearestMeasured(line) {
      for (let above = line; above > 0; above -= 1) {
        const found = lines.toMeasured(above) ?? measuredOf.get(above);
        if (found !== undefined) return found;
      }
      return 1;
    },
  };
}

/** Pairs removed with changed lines between the same two untouched lines. */
function pairEdited(lines: LineMap, before: readonly string[], after: readonly string[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const hunks = new Map<number, { removed: number[]; changed: number[] }>();
  const hunkAt = (lastSame: number): { removed: number[]; changed: number[] } => {
    const hunk = hunks.get(lastSame) ?? { removed: [], changed: [] };
    hunks.set(lastSame, hunk);
    return hunk;
  };
  // A hunk is named by the untouched line of the current text above it.
  for (const [line, above] of linesWithAnchor(lines.removed, (line) => lines.toCurrent(line))) hunkAt(above).removed.push(line);
  for (const [line, above] of linesWithAnchor(lines.changed, (line) => (lines.toMeasured(line) === undefined ? undefined : line))) {
    hunkAt(above).changed.push(line);
  }
  for (const { removed, changed } of hunks.values()) pairHunk(removed, changed, before, after, pairs);
  return pairs;
}

function* linesWithAnchor(sorted: readonly number[], anchor: (line: number) => number | undefined): Generator<readonly [number, number]> {
  let previous = -1;
  let above = 0;
  for (const line of sorted) {
    if (line !== previous + 1) above = anchor(line - 1) ?? 0;
    previous = line;
    yield [line, above];
  }
}

function pairHunk(
  removed: readonly number[],
  changed: readonly number[],
  before: readonly string[],
  after: readonly string[],
  pairs: Map<number, number>,
): void {
  if (removed.length === changed.length || removed.length > comparedLines || changed.length > comparedLines) {
    for (const [index, line] of removed.entries()) {
      const other = changed[index];
      if (other !== undefined) pairs.set(line, other);
    }
    return;
  }
  let next = 0;
  for (const line of removed) {
    let best: { readonly index: number; readonly likeness: number } | undefined;
    for (let index = next; index < changed.length; index += 1) {
      const likeness = alike(before[line - 1] ?? '', after[(changed[index] ?? 0) - 1] ?? '');
      if (likeness >= sameLine && (best === undefined || likeness > best.likeness)) best = { index, likeness };
    }
    const other = best === undefined ? undefined : changed[best.index];
    if (best === undefined || other === undefined) continue;
    pairs.set(line, other);
    next = best.index + 1;
  }
}

/** Share of the longer text that both have in common at their beginning and end, without indentation; 1 when equal. */
function alike(before: string, after: string): number {
  const a = before.trim();
  const b = after.trim();
  const shorter = Math.min(a.length, b.length);
  const longer = Math.max(a.length, b.length);
  if (longer === 0) return 0;
  let prefix = 0;
  while (prefix < shorter && a[prefix] === b[prefix]) prefix += 1;
  let suffix = 0;
  while (suffix < shorter - prefix && a[a.length - 1 - suffix] === b[b.length - 1 - suffix]) suffix += 1;
  return (prefix + suffix) / longer;
}
