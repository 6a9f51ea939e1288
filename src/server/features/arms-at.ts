import type { WirePosition } from '../../protocol/messages.ts';
import { toPosition } from '../paths.ts';
import { contains, nearestFirst, type MissingArm, type PlacedFile } from '../placed-file.ts';

/** The dark arms drawn or decided on a line, innermost around `position` first. */
export function armsOnLine(file: PlacedFile, position: WirePosition): readonly MissingArm[] {
  const place = toPosition(position);
  const found = file.missing.filter((arm) => arm.range.start.line === place.line || arm.branch.range.start.line === place.line);
  return nearestFirst(found, (arm) => arm.range, place);
}

/** The dark arms that a person at `position` means: {@link armsOnLine}, and if there are none those whose own code is around it. */
export function armsAt(file: PlacedFile, position: WirePosition): readonly MissingArm[] {
  const onLine = armsOnLine(file, position);
  if (onLine.length > 0) return onLine;
  const place = toPosition(position);
  const around = file.missing.filter((arm) => arm.arm.range !== undefined && contains(arm.range, place));
  return nearestFirst(around, (arm) => arm.range, place);
}
