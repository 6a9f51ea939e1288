import { noCost, type Unsolved, type Cost } from '../generators/generator.ts';
import type { Proposal, Verdict } from '../verify/verdict.ts';
import type { Baseline } from '../verify/verification.ts';

/** What one cover run came to. The tree is as it was before the run in every case. */
export interface CoverOutcome {
  readonly status: 'proposed' | 'nothing-found' | 'nothing-dark' | 'cancelled';
  /** Set when at least one test passed every gate. */
  readonly proposal: Proposal | undefined;
  readonly verdicts: readonly Verdict[];
  /** Asked arms that no accepted test takes, each with the last word on it. */
  readonly unsolved: readonly Unsolved[];
  readonly asked: number;
  readonly covered: number;
  readonly cost: Cost;
  /** The whole suite with the proposal's file in place; undefined without a proposal. */
  readonly after: Baseline | undefined;
}

/** The outcome of a run that ended before anything was generated. */
export function emptyOutcome(status: 'nothing-dark' | 'cancelled'): CoverOutcome {
  return { status, proposal: undefined, verdicts: [], unsolved: [], asked: 0, covered: 0, cost: noCost, after: undefined };
}
