import type { ArmState, Branch } from '../coverage-map.ts';

/** A condition of which a report says how often it was true and false, and only the line. */
export interface PolarityCondition {
  readonly line: number;
  /** Conditions of the line that stand before it in the report. */
  readonly nth: number;
  readonly whenTrue: number;
  readonly whenFalse: number;
}

/** A branch of certainty `polarity`: its arms are `true` and `false`. */
export function polarityBranch({ line, nth, whenTrue, whenFalse }: PolarityCondition): Branch {
  const dark: ArmState = whenTrue > 0 || whenFalse > 0 ? 'not-taken' : 'never-evaluated';
  const note = nth === 0 ? '' : ` (condition ${nth + 1} of the line)`;
  return {
    kind: 'unknown',
    certainty: 'polarity',
    line,
    arms: [
      { key: `polarity@${line}#${nth}/0`, label: `true${note}`, state: whenTrue > 0 ? 'hit' : dark, count: whenTrue },
      { key: `polarity@${line}#${nth}/1`, label: `false${note}`, state: whenFalse > 0 ? 'hit' : dark, count: whenFalse },
    ],
  };
}
