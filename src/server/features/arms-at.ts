import type { Mark, WirePosition } from '../../protocol/messages.ts';
import { toPosition } from '../paths.ts';
import { branchesOnLine, compare, contains, type PlacedFile } from '../placed-file.ts';
import { markOf } from './marks.ts';

/**
 * The dark arms that a person at `position` means: those decided on its line, innermost first; if there are none,
 * those whose own code is around it, innermost first.
 */
export function armsAt(file: PlacedFile, position: WirePosition): readonly Mark[] {
  const place = toPosition(position);
  const decided = branchesOnLine(file, place).flatMap((branch) => branch.missing.map((arm) => markOf(branch, arm)));
  if (decided.length > 0) return decided;
  return file.branches
    .flatMap((branch) => branch.missing.map((arm) => ({ branch, arm })))
    .filter(({ arm }) => arm.arm.range !== undefined && contains(arm.range, place))
    .sort((a, b) => compare(b.arm.range.start, a.arm.range.start))
    .map(({ branch, arm }) => markOf(branch, arm));
}
