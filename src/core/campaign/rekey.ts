import type { ArmKey } from '../coverage/coverage-map.ts';
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
  if (before?.measuredText === undefined || after.measuredText === undefined || before.measuredText === after.measuredText)
    return selection;
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
    return after.coverage.branches.flatMap((other) => {
      const moved = other.arms[index];
      if (moved === undefined || other.kind !== branch.kind || moved.label !== arm.label) return [];
      const at = placeOf(other, moved).start;
      return at.line === (line ?? place.line) && at.column === place.column ? [moved.key] : [];
    });
  }
  return [];
}
