import type { ArmKey, FileCoverage } from '../../coverage/coverage-map.ts';
import { describePlace, newlyTaken, type ArmPlace } from '../arms.ts';

export type ArmResult =
  | { readonly taken: true; readonly arms: readonly ArmPlace[]; readonly evidence: string }
  | { readonly taken: false; readonly reason: string };

/**
 * Whether a run of one test takes an arm that was asked for and was dark. `credited` are arms that an earlier test of
 * the same file already takes: nobody is credited twice.
 */
export function judgeArms(
  before: FileCoverage | undefined,
  alone: FileCoverage | undefined,
  wanted: ReadonlySet<ArmKey>,
  credited: ReadonlyMap<ArmKey, string>,
): ArmResult {
  if (alone === undefined) return { taken: false, reason: 'it never loads the file under test' };
  const gained = newlyTaken(before, alone);
  const asked = gained.filter(({ arm }) => wanted.has(arm.key));
  const fresh = asked.filter(({ arm }) => !credited.has(arm.key));
  if (fresh.length > 0) return { taken: true, arms: fresh, evidence: `takes ${fresh.map(describePlace).join(', ')}` };
  const [repeated] = asked;
  if (repeated !== undefined) {
    return { taken: false, reason: `"${credited.get(repeated.arm.key) ?? ''}" already takes ${describePlace(repeated)}` };
  }
  return {
    taken: false,
    reason:
      gained.length > 0
        ? `it takes ${gained.map(describePlace).join(', ')}, but no arm that was asked for`
        : 'the arm is still dark after it ran',
  };
}
