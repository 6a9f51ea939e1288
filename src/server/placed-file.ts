import { isDark, type Arm, type Branch, type Position, type Range } from '../core/coverage/coverage-map.ts';
import { describeArm } from '../core/coverage/describe-arm.ts';
import { placeOf } from '../core/coverage/place-of.ts';
import type { MeasuredFile } from '../core/coverage/session.ts';
import type { SourceFunction } from '../core/source/source-model.ts';
import { placeLines } from './line-placement.ts';

/** An arm where it stands in the current text. Positions are those of the core. */
export interface PlacedArm {
  readonly arm: Arm;
  /** The arm's own code, or the decision. */
  readonly range: Range;
  /** `else never taken`. */
  readonly label: string;
}

/** A branch where it stands in the current text. */
export interface PlacedBranch {
  readonly branch: Branch;
  /** The line its marks are drawn on. */
  readonly line: number;
  /** Where the decision begins. */
  readonly start: Position;
  /** The decision with its arms; one line when the report has no more. */
  readonly range: Range;
  /** Why it may be wrong by now. */
  readonly stale: string | undefined;
  readonly arms: readonly PlacedArm[];
  /** The arms that marks are drawn for. */
  readonly missing: readonly PlacedArm[];
}

/** A measured file laid over the current text. */
export interface PlacedFile {
  readonly measured: MeasuredFile;
  /** By line and column. Branches on lines that are gone are left out. */
  readonly branches: readonly PlacedBranch[];
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
 * Lays the coverage of a file over the text as it is now.
 * `base` is the text that the coverage's positions speak of, as far as it is known.
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
    return { start, end: isBefore(end, start) ? start : end };
  };
  const placeBranch = (branch: Branch): PlacedBranch | undefined => {
    const line = lines.toCurrent(branch.line);
    if (line === undefined) return undefined;
    const wholeLine = { start: { line: line.line, column: 0 }, end: { line: line.line, column: widthOf(line.line) ?? 0 } };
    const range = (branch.range && currentRange(branch.range)) ?? wholeLine;
    const arms = branch.arms.map((arm) => ({
      arm,
      range: branch.range === undefined && arm.range === undefined ? range : (currentRange(placeOf(branch, arm)) ?? range),
      label: describeArm(branch, arm),
    }));
    return {
      branch,
      line: line.line,
      start: range.start,
      range,
      stale: measured.stale ?? (line.touched ? edited : undefined),
      arms,
      missing: missingArms(branch, arms),
    };
  };

  return {
    measured,
    textOf,
    branches: measured.coverage.branches
      .map(placeBranch)
      .filter((branch) => branch !== undefined)
      .sort((a, b) => compare(a.start, b.start)),
    currentLine(line) {
      const found = lines.toCurrent(line);
      return found === undefined || found.touched ? undefined : found.line;
    },
    currentRange,
    measuredPosition: (position) => ({ line: lines.nearestMeasured(position.line), column: position.column }),
  };
}

/** Of a branch that is only counted, one mark speaks for all arms: which of them is dark is not known. */
function missingArms(branch: Branch, arms: readonly PlacedArm[]): readonly PlacedArm[] {
  const dark = arms.filter(({ arm }) => isDark(arm));
  const unknown = arms.find(({ arm }) => arm.state === 'unknown');
  return branch.certainty === 'count' && unknown !== undefined ? [...dark, unknown] : dark;
}

/** Innermost first around `position`, then by distance on the line. */
export function branchesOnLine(file: PlacedFile, position: Position): readonly PlacedBranch[] {
  return file.branches
    .filter((branch) => branch.line === position.line)
    .map((branch) => ({ branch, inside: contains(branch.range, position), distance: Math.abs(branch.start.column - position.column) }))
    .sort((a, b) => Number(b.inside) - Number(a.inside) || (a.inside ? compare(b.branch.start, a.branch.start) : a.distance - b.distance))
    .map(({ branch }) => branch);
}

/** The innermost function with a name around a place of the measured text, else the innermost one without. */
export function functionAround(measured: MeasuredFile, position: Position): SourceFunction | undefined {
  const around = (measured.source?.functions ?? [])
    .filter((found) => contains(found.range, position))
    .sort((a, b) => compare(b.range.start, a.range.start));
  return around.find((found) => !found.name.startsWith('<')) ?? around[0];
}

export function contains(range: Range, position: Position): boolean {
  return !isBefore(position, range.start) && !isBefore(range.end, position);
}

export function compare(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}

function isBefore(a: Position, b: Position): boolean {
  return compare(a, b) < 0;
}
