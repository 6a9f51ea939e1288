import { isDark, type Arm, type Branch, type Position, type Range } from '../coverage/coverage-map.ts';
import { placeOf } from '../coverage/place-of.ts';
import type { MeasuredFile } from '../coverage/session.ts';
import type { SourceFunction, SourceModel } from '../source/source-model.ts';
import type { Selection, Target } from './target.ts';

/**
 * The dark arms of a file that a selection means, in document order. On a line: those that are drawn or decided there;
 * with a column, only those of the innermost place around it, else of the place closest to it.
 */
export function pickTargets(file: MeasuredFile, selection: Selection): readonly Target[] {
  const dark = file.coverage.branches.flatMap((branch) =>
    branch.arms.filter(isDark).map((arm): Candidate => ({ branch, arm, place: placeOf(branch, arm) })),
  );
  return chosen(dark, selection)
    .toSorted((left, right) => comparePositions(left.place.start, right.place.start) || comparePositions(right.place.end, left.place.end))
    .map(({ branch, arm }) => targetOf(file, branch, arm));
}

interface Candidate {
  readonly branch: Branch;
  readonly arm: Arm;
  readonly place: Range;
}

function chosen(dark: readonly Candidate[], selection: Selection): readonly Candidate[] {
  switch (selection.kind) {
    case 'file':
      return dark;
    case 'arms': {
      const keys = new Set(selection.keys);
      return dark.filter(({ arm }) => keys.has(arm.key));
    }
    case 'range':
      return dark.filter(({ branch }) => {
        const start = branch.range?.start ?? { line: branch.line, column: 0 };
        const from = branch.range === undefined ? { ...selection.range.start, column: 0 } : selection.range.start;
        return comparePositions(from, start) <= 0 && comparePositions(start, selection.range.end) < 0;
      });
    case 'line': {
      const { line, column } = selection;
      const onLine = dark.filter(({ branch, place }) => place.start.line === line || branch.line === line);
      return column === undefined ? onLine : closest(onLine, { line, column });
    }
  }
}

function closest(candidates: readonly Candidate[], position: Position): readonly Candidate[] {
  const around = candidates.filter(
    ({ place }) => comparePositions(place.start, position) <= 0 && comparePositions(position, place.end) <= 0,
  );
  if (around.length > 0) return best(around, ({ place }) => sizeOf(place));
  return best(candidates, ({ place }) => distance(place, position));
}

function best(candidates: readonly Candidate[], measure: (candidate: Candidate) => number): readonly Candidate[] {
  const least = Math.min(...candidates.map(measure));
  return candidates.filter((candidate) => measure(candidate) === least);
}

// One line outweighs any column.
const lineWeight = 1_000_000;

function sizeOf(place: Range): number {
  return (place.end.line - place.start.line) * lineWeight + (place.end.column - place.start.column);
}

function distance(place: Range, position: Position): number {
  const before = Math.abs(place.start.line - position.line) * lineWeight + Math.abs(place.start.column - position.column);
  const after = Math.abs(place.end.line - position.line) * lineWeight + Math.abs(place.end.column - position.column);
  return Math.min(before, after);
}

function targetOf(file: MeasuredFile, branch: Branch, arm: Arm): Target {
  const start = branch.range?.start ?? { line: branch.line, column: 0 };
  return {
    file: file.path,
    branch,
    arm,
    condition: conditionOf(file.source, arm),
    enclosing: enclosingFunction(file.source, start, branch),
  };
}

function conditionOf(source: SourceModel | undefined, arm: Arm): string | undefined {
  const all = [...(source?.branches ?? []), ...(source?.ignoredBranches ?? [])];
  const exact = all.find((branch) => [...branch.arms, ...(branch.ignoredArms ?? [])].some((one) => one.key === arm.key));
  if (exact !== undefined) return exact.condition;
  const arcLine = /^arc@(\d+)->/.exec(arm.key)?.[1];
  return arcLine === undefined ? undefined : all.find((branch) => branch.range.start.line === Number(arcLine))?.condition;
}

/** The innermost function with a name around the decision; without a column, around its line. */
function enclosingFunction(source: SourceModel | undefined, start: Position, branch: Branch): SourceFunction | undefined {
  const around = (source?.functions ?? []).filter(({ name, range }) => {
    if (name === '<anonymous>') return false;
    if (branch.range === undefined) return range.start.line <= start.line && start.line <= range.end.line;
    return comparePositions(range.start, start) <= 0 && comparePositions(start, range.end) < 0;
  });
  return around.toSorted((left, right) => sizeOf(left.range) - sizeOf(right.range))[0];
}

function comparePositions(left: Position, right: Position): number {
  return left.line - right.line || left.column - right.column;
}
