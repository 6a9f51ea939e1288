import type { SuiteOutcome } from '../suite/framework.ts';
import type { Bench } from './trial.ts';

/** A run of a few unit tests that takes this much longer than runs took before does not end. */
const patienceMs = 15_000;
/** What a further test file may add to a run: the start of a worker. */
const patiencePerFileMs = 1000;

/**
 * The longest that a run of trial files may take, in milliseconds. The yardstick is what runs really took: the baseline, which
 * may be of a calmer hour, and the slowest run of this verification, which met the machine as busy as it is now.
 */
export function timeLimit({ input, options, slowestMs }: Bench, files: number): number {
  const usual = Math.max(input.baseline.durationMs, slowestMs);
  return Math.min(options.timeoutMs, patienceMs + 3 * usual + (files - 1) * patiencePerFileMs);
}

/** Notes how long a run took that came to its end. */
export function noteDuration(bench: Bench, outcome: SuiteOutcome): void {
  if (outcome.status === 'completed') bench.slowestMs = Math.max(bench.slowestMs, outcome.durationMs);
}
