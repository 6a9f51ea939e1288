import { countOf, isLine } from './numbers.ts';

/** Lines of one file that are kept; far more than any source has, and few enough that a torn number cannot fill the memory. */
const mostLines = 500_000;

/** `[line, column, count, hasCount, isRegionEntry, isGapRegion]`; reports before LLVM 10 have no last field. */
interface Segment {
  readonly line: number;
  readonly count: number;
  readonly hasCount: boolean;
  readonly isEntry: boolean;
  readonly isGap: boolean;
}

/** Line counts out of segments, and how many entries were none. */
export interface SegmentLines {
  readonly lines: ReadonlyMap<number, number>;
  readonly bad: number;
}

/**
 * The count of each line as llvm-cov itself shows it: the most of the regions that begin on the line and of the one that
 * reaches into it; lines that no region counts are left out. Source: `LineCoverageStats` in LLVM's CoverageMapping.cpp.
 */
export function linesOfSegments(list: readonly unknown[]): SegmentLines {
  const segments: Segment[] = [];
  let bad = 0;
  for (const entry of list) {
    const segment = segmentOf(entry);
    if (segment === undefined || segment.line < (segments.at(-1)?.line ?? 0)) bad += 1;
    else segments.push(segment);
  }
  const lines = new Map<number, number>();
  let wrapped: Segment | undefined;
  for (let index = 0; index < segments.length && lines.size < mostLines;) {
    const line = (segments[index] as Segment).line;
    let end = index + 1;
    while (end < segments.length && (segments[end] as Segment).line === line) end += 1;
    const count = countOfLine(segments.slice(index, end), wrapped);
    if (count !== undefined) lines.set(line, count);
    wrapped = segments[end - 1] as Segment;
    const next = segments[end]?.line ?? line;
    // Lines on which nothing begins belong to the region that reaches over them.
    if (wrapped.hasCount) for (let over = line + 1; over < next && lines.size < mostLines; over += 1) lines.set(over, wrapped.count);
    index = end;
  }
  return { lines, bad };
}

function countOfLine(segments: readonly Segment[], wrapped: Segment | undefined): number | undefined {
  const starting = segments.filter((segment) => !segment.isGap && segment.hasCount && segment.isEntry);
  const [first] = segments;
  const beginsSkipped = first !== undefined && !first.hasCount && first.isEntry;
  const isMapped =
    (!beginsSkipped && (wrapped?.hasCount === true || starting.length > 0)) ||
    segments.some((segment) => segment.isEntry && segment.hasCount);
  if (!isMapped) return undefined;
  return starting.reduce((most, segment) => Math.max(most, segment.count), wrapped?.count ?? 0);
}

function segmentOf(entry: unknown): Segment | undefined {
  if (!Array.isArray(entry)) return undefined;
  const [line, column, count, hasCount, isEntry, isGap] = entry as readonly unknown[];
  if (!isLine(line) || typeof column !== 'number' || typeof count !== 'number') return undefined;
  return { line, count: countOf(count).count, hasCount: truthy(hasCount), isEntry: truthy(isEntry), isGap: truthy(isGap) };
}

/** Old versions write 1 and 0. */
function truthy(value: unknown): boolean {
  return value === true || value === 1;
}
