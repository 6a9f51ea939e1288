import { isDark, takenArms, type Arm, type Branch } from './coverage-map.ts';

/**
 * The arms of a branch that a person is shown as missing. Of a branch that is only counted, one stands for all that are:
 * which of them are dark is not known, or does not matter because all are.
 */
export function missingArms(branch: Branch): readonly Arm[] {
  if (branch.certainty !== 'count') return branch.arms.filter((arm) => isDark(arm) || arm.state === 'unknown');
  return takenArms(branch) < branch.arms.length ? branch.arms.slice(0, 1) : [];
}
