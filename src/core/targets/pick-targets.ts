import type { Arm, Branch, Position, Range } from '../coverage/coverage-map.ts';
import { missingArms } from '../coverage/missing-arms.ts';
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
    missingArms(branch).map((arm): Candidate => ({ branch, arm, place: placeOf(branch, arm) })),
  );
  const describe = describer(file.source);
  return chosen(dark, selection)
    .toSorted((left, right) => comparePositions(left.place.start, right.place.start) || comparePositions(right.place.end, left.place.end))
    .map(({ branch, arm }) => ({ file: file.path, branch, arm, ...describe(branch, arm) }));
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

/** What the source says around an arm; everything is looked up, nothing searched, because a file may have thousands. */
function describer(source: SourceModel | undefined): (branch: Branch, arm: Arm) => Pick<Target, 'condition' | 'enclosing'> {
  const byKey = new Map<string, string>();
  const byLine = new Map<number, string>();
  for (const one of [...(source?.branches ?? []), ...(source?.ignoredBranches ?? [])]) {
    if (!byLine.has(one.range.start.line)) byLine.set(one.range.start.line, one.condition);
    for (const arm of [...one.arms, ...(one.ignoredArms ?? [])]) byKey.set(arm.key, one.condition);
  }
  const named = (source?.functions ?? [])
    .filter(({ name }) => name !== '<anonymous>')
    .toSorted((left, right) => comparePositions(left.range.start, right.range.start));
  return (branch, arm) => ({
    condition: byKey.get(arm.key) ?? (arm.key.startsWith('arc@') ? byLine.get(branch.line) : undefined),
    enclosing: innermost(named, branch),
  });
}

/** Of functions in the order of their starts, the last that starts before the decision and ends after it. */
function innermost(functions: readonly SourceFunction[], branch: Branch): SourceFunction | undefined {
  const start = branch.range?.start ?? { line: branch.line, column: Number.MAX_SAFE_INTEGER };
  let low = 0;
  let high = functions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = functions[middle];
    if (candidate !== undefined && comparePositions(candidate.range.start, start) <= 0) low = middle + 1;
    else high = middle;
  }
  const end = branch.range?.start ?? { line: branch.line, column: 0 };
  for (let index = low - 1; index >= 0; index -= 1) {
    const candidate = functions[index];
    if (candidate !== undefined && comparePositions(end, candidate.range.end) < 0) return candidate;
  }
  return undefined;
}

function comparePositions(left: Position, right: Position): number {
  return left.line - right.line || left.column - right.column;
}
