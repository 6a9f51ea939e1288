import type { SuiteOutcome, TestResult } from '../../suite/framework.ts';
import { shortMessage } from './green-alone.ts';
import { isRed } from '../measured-run.ts';

/** Why one test did not survive a shuffled run of its whole file; undefined when it did. */
export function judgeShuffled(outcome: SuiteOutcome, label: string, isIt: (test: TestResult) => boolean): string | undefined {
  switch (outcome.status) {
    case 'cancelled':
      return 'the run was cancelled';
    case 'timed-out':
      return `the run ${label} did not end`;
    case 'failed-to-start':
      return `the run ${label} failed: ${outcome.error.message}`;
    case 'completed': {
      const [refused] = outcome.refused ?? [];
      if (refused !== undefined) return `a test of its file tried to ${refused}`;
      const own = outcome.tests.filter(isIt);
      const red = own.find(isRed);
      if (red !== undefined) return `flaky: green by itself, red in the run ${label}: ${shortMessage(red)}`;
      if (!own.some((test) => test.status === 'passed'))
        return `it did not run in the run ${label}: ${outcome.errors[0] ?? 'it was not found'}`;
      return outcome.errors[0] === undefined ? undefined : `the run ${label} failed outside its tests: ${outcome.errors[0].slice(0, 300)}`;
    }
  }
}
