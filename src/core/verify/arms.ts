import { isDark, type Arm, type ArmKey, type Branch, type CoverageMap, type FileCoverage } from '../coverage/coverage-map.ts';
import { placeOf } from '../coverage/place-of.ts';

export interface ArmPlace {
  readonly branch: Branch;
  readonly arm: Arm;
}

export function armsByKey(file: FileCoverage | undefined): ReadonlyMap<ArmKey, ArmPlace> {
  const result = new Map<ArmKey, ArmPlace>();
  for (const branch of file?.branches ?? []) for (const arm of branch.arms) result.set(arm.key, { branch, arm });
  return result;
}

/** Arms that `after` has taken and `before` had dark, or did not speak of because nothing loaded the file. */
export function newlyTaken(before: FileCoverage | undefined, after: FileCoverage | undefined): readonly ArmPlace[] {
  const known = armsByKey(before);
  return [...armsByKey(after).values()].filter(({ arm }) => {
    if (arm.state !== 'hit') return false;
    const earlier = known.get(arm.key);
    return earlier === undefined ? before === undefined : isDark(earlier.arm);
  });
}

/** Arms that were taken before and are dark now, in any file. */
export function lostArms(before: CoverageMap, after: CoverageMap): readonly { readonly file: string; readonly place: ArmPlace }[] {
  const lost: { readonly file: string; readonly place: ArmPlace }[] = [];
  for (const [file, earlier] of before) {
    const now = armsByKey(after.get(file));
    for (const place of armsByKey(earlier).values()) {
      const current = now.get(place.arm.key);
      if (place.arm.state === 'hit' && (current === undefined || isDark(current.arm))) lost.push({ file, place });
    }
  }
  return lost;
}

/** `else of line 12`: the line where its mark is drawn. */
export function describePlace({ branch, arm }: ArmPlace): string {
  return /\bline \d/.test(arm.label) ? arm.label : `${arm.label} of line ${placeOf(branch, arm).start.line}`;
}
