import type { ArmState, Branch } from '../coverage-map.ts';

/** The n-th branch of a line, as formats write it that know neither columns nor what an arm is. */
export interface OrdinalBranch {
  readonly line: number;
  /** How many branches of the line stand before it in the report. */
  readonly nth: number;
  /** How often each arm was taken. */
  readonly counts: readonly number[];
  /** How often the line ran; undefined where the report says nothing of the line. */
  readonly lineCount: number | undefined;
}

/** Keys are those that LCOV gives the same branch, so that both reports of one tool can be merged. */
export function ordinalBranch({ line, nth, counts, lineCount }: OrdinalBranch): Branch {
  const decisionRan = (lineCount ?? 0) > 0 || counts.some((count) => count > 0);
  const dark: ArmState = decisionRan ? 'not-taken' : 'never-evaluated';
  return {
    kind: 'unknown',
    certainty: 'exact',
    line,
    arms: counts.map((count, index) => ({
      key: `branch@${line}#${nth}/${index}`,
      label: counts.length === 1 ? 'block' : `arm ${index + 1} of ${counts.length}`,
      state: count > 0 ? 'hit' : dark,
      count,
    })),
  };
}
