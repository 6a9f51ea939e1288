import type { Arm, ArmState, Branch } from './coverage-map.ts';
import { mostArmsOnLine } from './formats/numbers.ts';

/** What a report that only counts says of the branches of one line. */
export interface CountedLine {
  readonly line: number;
  /** All outcomes; at most 10,000 are kept. */
  readonly total: number;
  /** How many of them were taken; held between 0 and `total`. */
  readonly taken: number;
  /** The line ran. */
  readonly evaluated: boolean;
}

/**
 * The branch of a report that only counts. When all outcomes were taken, or none, the state of each is known; in between
 * only the number is: then every arm is `unknown`, and no arm is ever named.
 */
export function countBranch({ line, total, taken, evaluated }: CountedLine): Branch {
  const arms = Math.min(Math.max(total, 0), mostArmsOnLine);
  const hits = Math.min(Math.max(taken, 0), arms);
  const state: ArmState = hits === arms ? 'hit' : hits > 0 ? 'unknown' : evaluated ? 'not-taken' : 'never-evaluated';
  return {
    kind: 'unknown',
    certainty: 'count',
    line,
    ...(state === 'unknown' ? { taken: hits } : {}),
    arms: Array.from({ length: arms }, (_, index): Arm => ({
      key: `count@${line}/${index}`,
      label: `outcome ${index + 1} of ${arms}`,
      state,
    })),
  };
}
