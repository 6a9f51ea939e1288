import type { ArmKey, Branch } from '../coverage/coverage-map.ts';
import { mapLines } from '../coverage/line-map.ts';
import { placeOf } from '../coverage/place-of.ts';
import type { MeasuredFile } from '../coverage/session.ts';
import type { Selection } from '../targets/target.ts';

/**
 * The same selection in a newer measurement of a file whose text may have changed in between. Lines follow the text; an arm is the
 * one with the same label at the same place of the moved line; on an edited line, the one that stands where it stood. What
 * was edited away is not selected.
 */
export function rekeySelection(selection: Selection, before: MeasuredFile | undefined, after: MeasuredFile): Selection {
  if (before === undefined) return selection;
  if (before.measuredText === undefined || after.measuredText === undefined || before.measuredText === after.measuredText)
    return byLine(selection, before, after);
  const lines = mapLines(before.measuredText, after.measuredText);
  switch (selection.kind) {
    case 'file':
      return selection;
    case 'line':
      return { ...selection, line: lines.toCurrent(selection.line) ?? selection.line };
    case 'range': {
      const { start, end } = selection.range;
      return {
        kind: 'range',
        range: {
          start: { line: lines.toCurrent(start.line) ?? start.line, column: start.column },
          end: { line: lines.toCurrent(end.line) ?? end.line, column: end.column },
        },
      };
    }
    case 'arms':
      return { kind: 'arms', keys: selection.keys.flatMap((key) => movedKey(key, before, after, (line) => lines.toCurrent(line))) };
  }
}

/** In the same text, an arm that the older report could not name means every arm of its line that the newer measurement names. */
function byLine(selection: Selection, before: MeasuredFile, after: MeasuredFile): Selection {
  if (selection.kind !== 'arms') return selection;
  const known = new Set(after.coverage.branches.flatMap((branch) => branch.arms.map((arm) => arm.key)));
  if (selection.keys.every((key) => known.has(key))) return selection;
  return {
    kind: 'arms',
    keys: selection.keys.flatMap((key) => {
      const branch = before.coverage.branches.find((one) => one.arms.some((arm) => arm.key === key));
      if (known.has(key) || branch === undefined || !isUnnamed(branch)) return [key];
      return armsOnLine(after, branch.line);
    }),
  };
}

function isUnnamed(branch: Branch): boolean {
  return branch.certainty === 'count' || branch.certainty === 'none' || branch.kind === 'unknown';
}

function armsOnLine(after: MeasuredFile, line: number): readonly ArmKey[] {
  return after.coverage.branches.filter((branch) => branch.line === line).flatMap((branch) => branch.arms.map((arm) => arm.key));
}

function movedKey(
  key: ArmKey,
  before: MeasuredFile,
  after: MeasuredFile,
  toCurrent: (line: number) => number | undefined,
): readonly ArmKey[] {
  for (const branch of before.coverage.branches) {
    const index = branch.arms.findIndex((arm) => arm.key === key);
    const arm = branch.arms[index];
    if (arm === undefined) continue;
    const place = placeOf(branch, arm).start;
    const line = toCurrent(place.line);
    if (isUnnamed(branch)) return line === undefined ? [] : armsOnLine(after, line);
    return after.coverage.branches.flatMap((other) => {
      const moved = other.arms[index];
      if (moved === undefined || other.kind !== branch.kind || moved.label !== arm.label) return [];
      const at = placeOf(other, moved).start;
      return at.line === (line ?? place.line) && at.column === place.column ? [moved.key] : [];
    });
  }
  return [];
}
