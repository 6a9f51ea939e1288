import type { Arm, Branch, Position, Range } from '../core/coverage/coverage-map.ts';
import { describeArm } from '../core/coverage/describe-arm.ts';
import { missingArms } from '../core/coverage/missing-arms.ts';
import { placeOf } from '../core/coverage/place-of.ts';
import type { MeasuredFile } from '../core/coverage/session.ts';
import type { SourceFunction } from '../core/source/source-model.ts';
import { placeLines } from './line-placement.ts';

/** An arm where it stands in the current text. Positions are those of the core. */
export interface PlacedArm {
  readonly arm: Arm;
  /** The arm's own code, or the decision. Its first line is where a mark is drawn. */
  readonly range: Range;
  /** `else never taken`. */
  readonly label: string;
  /** Why it may be wrong by now. */
  readonly stale: string | undefined;
}

/** A branch where it stands in the current text. */
export interface PlacedBranch {
  readonly branch: Branch;
  /** The decision with its arms; one line when the report has no more. */
  readonly range: Range;
  /** Why it may be wrong by now. */
  readonly stale: string | undefined;
  readonly arms: readonly PlacedArm[];
  /** The arms that marks are drawn for. */
  readonly missing: readonly PlacedArm[];
}

/** An arm that a mark is drawn for, with its branch. */
export interface MissingArm extends PlacedArm {
  readonly branch: PlacedBranch;
}

/** A measured file laid over the current text. */
export interface PlacedFile {
  readonly measured: MeasuredFile;
  /** By the place of the decision. Branches on lines that are gone are left out. */
  readonly branches: readonly PlacedBranch[];
  /** By place. */
  readonly missing: readonly MissingArm[];
  /** A line of the current text, 1-based. */
  textOf(line: number): string | undefined;
  /** A line of the measured text in the current text; undefined when it is gone or was changed. */
  currentLine(measured: number): number | undefined;
  /** A range of the measured text in the current text; undefined when its first line is gone. */
  currentRange(measured: Range): Range | undefined;
  /** The nearest place in the measured text. */
  measuredPosition(current: Position): Position;
}

/**
 * Lays the coverage of a file over the text as it is now. `base` is the text that the coverage's positions speak of, as
 * far as it is known; `edited` is what is said of a line that was edited since.
 */
export function placeFile(measured: MeasuredFile, base: string | undefined, current: string | undefined, edited: string): PlacedFile {
  const lines = placeLines(base ?? current ?? '', current ?? base ?? '');
  const currentText = (current ?? base)?.split(/\r\n|\r|\n/);
  const textOf = (line: number): string | undefined => currentText?.[line - 1];
  const widthOf = (line: number): number | undefined => textOf(line)?.length;

  const moved = (position: Position): Position | undefined => {
    const found = lines.toCurrent(position.line);
    if (found === undefined) return undefined;
    return { line: found.line, column: Math.min(position.column, widthOf(found.line) ?? position.column) };
  };
  const currentRange = (range: Range): Range | undefined => {
    const start = moved(range.start);
    if (start === undefined) return undefined;
    const endLine = lines.nearestCurrent(range.end.line);
    const end = moved(range.end) ?? { line: endLine, column: widthOf(endLine) ?? 0 };
    return { start, end: compare(end, start) < 0 ? start : end };
  };
  const placeBranch = (branch: Branch): PlacedBranch | undefined => {
    const line = lines.toCurrent(branch.line);
    if (line === undefined) return undefined;
    const wholeLine = { start: { line: line.line, column: 0 }, end: { line: line.line, column: widthOf(line.line) ?? 0 } };
    const range = (branch.range && currentRange(branch.range)) ?? wholeLine;
    const stale = measured.stale ?? (line.touched ? edited : undefined);
    const arms = branch.arms.map((arm): PlacedArm => {
      const place = branch.range === undefined && arm.range === undefined ? undefined : placeOf(branch, arm);
      const own = place && currentRange(place);
      const ownTouched = place !== undefined && lines.toCurrent(place.start.line)?.touched !== false;
      return { arm, range: own ?? range, label: describeArm(branch, arm), stale: stale ?? (ownTouched ? edited : undefined) };
    });
    return { branch, range, stale, arms, missing: placedMissing(branch, arms) };
  };

  const branches = measured.coverage.branches
    .map(placeBranch)
    .filter((branch) => branch !== undefined)
    .sort((a, b) => compare(a.range.start, b.range.start));
  return {
    measured,
    branches,
    missing: branches
      .flatMap((branch) => branch.missing.map((arm) => ({ ...arm, branch })))
      .sort((a, b) => compare(a.range.start, b.range.start)),
    textOf,
    currentLine(line) {
      const found = lines.toCurrent(line);
      return found === undefined || found.touched ? undefined : found.line;
    },
    currentRange,
    measuredPosition: (position) => ({ line: lines.nearestMeasured(position.line), column: position.column }),
  };
}

/** Of a branch that is only counted, one mark speaks for all arms: which of them is dark is not known. */
function placedMissing(branch: Branch, arms: readonly PlacedArm[]): readonly PlacedArm[] {
  const missing = new Set(missingArms(branch));
  return arms.filter(({ arm }) => missing.has(arm));
}

/** What stands on the line of `position`: the innermost place around it first, then by distance. */
export function nearestFirst<Item>(items: readonly Item[], rangeOf: (item: Item) => Range, position: Position): readonly Item[] {
  return items
    .map((item) => {
      const range = rangeOf(item);
      return { item, range, inside: contains(range, position), distance: Math.abs(range.start.column - position.column) };
    })
    .sort((a, b) => Number(b.inside) - Number(a.inside) || (a.inside ? compareNesting(a.range, b.range) : a.distance - b.distance))
    .map(({ item }) => item);
}

/** The innermost function with a name around a place of the measured text, else the innermost one without. */
export function functionAround(measured: MeasuredFile, position: Position): SourceFunction | undefined {
  const around = (measured.source?.functions ?? [])
    .filter((found) => contains(found.range, position))
    .sort((a, b) => compareNesting(a.range, b.range));
  return around.find((found) => !found.name.startsWith('<')) ?? around[0];
}

export function contains(range: Range, position: Position): boolean {
  return compare(position, range.start) >= 0 && compare(position, range.end) <= 0;
}

export function compare(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}

/** Of two ranges around the same place the inner one begins later, or ends earlier. */
function compareNesting(a: Range, b: Range): number {
  return compare(b.start, a.start) || compare(a.end, b.end);
}
