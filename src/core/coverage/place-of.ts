import type { Arm, Branch, Range } from './coverage-map.ts';

/**
 * Where the mark of an arm is drawn: at the arm's own code if it has any (a case, an explicit else, one side of `?:`, an
 * operand), else at the decision (an implicit else, a loop's exit, the taken side of an `if`).
 */
export function placeOf(branch: Branch, arm: Arm): Range {
  const decision = branch.range ?? { start: { line: branch.line, column: 0 }, end: { line: branch.line, column: 0 } };
  if (arm.range === undefined) return decision;
  const index = branch.arms.indexOf(arm);
  const drawnAtDecision =
    (branch.kind === 'if' || branch.kind === 'loop') && (index === 0 || arm.label === 'if' || arm.label === 'loop body');
  return drawnAtDecision ? decision : arm.range;
}
