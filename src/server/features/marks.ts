import type { Mark } from '../../protocol/messages.ts';
import { toWireLine, toWireRange } from '../paths.ts';
import type { PlacedArm, PlacedBranch, PlacedFile } from '../placed-file.ts';

/** Everything to draw in a document, by line and column. */
export function marksOf(file: PlacedFile): readonly Mark[] {
  return file.branches.flatMap((branch) => branch.missing.map((arm) => markOf(branch, arm)));
}

export function markOf(branch: PlacedBranch, { arm, range, label }: PlacedArm): Mark {
  return {
    arm: arm.key,
    line: toWireLine(branch.line),
    range: toWireRange(range),
    label,
    state: arm.state === 'hit' ? 'unknown' : arm.state,
    certainty: branch.branch.certainty,
    ...(branch.stale === undefined ? {} : { stale: branch.stale }),
  };
}
