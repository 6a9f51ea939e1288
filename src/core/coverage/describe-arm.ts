import { takenArms, type Arm, type Branch } from './coverage-map.ts';

/**
 * What is drawn beside a dark arm: `else never taken`, `right of ?? never evaluated`, `line 12 → exit never taken`. An arm
 * that the report only counted gives the count of its branch: `1 of 4 outcomes not taken`. A hit arm gives `else taken 3×`.
 */
export function describeArm(branch: Branch, arm: Arm): string {
  if (branch.certainty === 'count' && arm.state !== 'hit') return describeCount(branch, arm);
  switch (arm.state) {
    case 'hit':
      return `${arm.label} ${verbOf(branch)}${arm.count === undefined ? '' : ` ${arm.count}×`}`;
    case 'unknown':
      return `${arm.label} perhaps never ${verbOf(branch)}`;
    case 'not-taken':
      return `${arm.label} never ${verbOf(branch)}`;
    case 'never-evaluated':
      return `${arm.label} never evaluated`;
  }
}

function describeCount(branch: Branch, arm: Arm): string {
  const missing = branch.arms.length - takenArms(branch);
  return `${missing} of ${branch.arms.length} outcomes ${arm.state === 'never-evaluated' ? 'never evaluated' : 'not taken'}`;
}

/** An operand is evaluated, a default value used, a lone block run; every other arm is taken. */
function verbOf(branch: Branch): string {
  if (branch.kind === 'binary-expr') return 'evaluated';
  if (branch.kind === 'default-arg') return 'used';
  return (branch.kind === 'unknown' || branch.kind === 'block') && branch.arms.length === 1 ? 'run' : 'taken';
}
