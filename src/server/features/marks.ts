import type { Mark } from '../../protocol/messages.ts';
import { toWireLine, toWireRange } from '../paths.ts';
import type { MissingArm, PlacedFile } from '../placed-file.ts';

/** Everything to draw in a document, by line and column. */
export function marksOf(file: PlacedFile): readonly Mark[] {
  return file.missing.map(markOf);
}

export function markOf({ arm, branch, range, label, stale }: MissingArm): Mark {
  return {
    arm: arm.key,
    line: toWireLine(range.start.line),
    range: toWireRange(range),
    label,
    // Marks are made of arms that are not hit; the type of an arm cannot say so.
    state: arm.state === 'hit' ? 'unknown' : arm.state,
    certainty: branch.branch.certainty,
    ...(stale === undefined ? {} : { stale }),
  };
}
