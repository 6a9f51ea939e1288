import type { ArmKey } from '../../coverage/coverage-map.ts';
import type { SuiteOutcome, TestResult } from '../../suite/framework.ts';
import { describePlace, lostArms, armsByKey } from '../arms.ts';
import { nameOf } from '../baseline.ts';
import { isRed } from '../measured-run.ts';
import type { Baseline } from '../verification.ts';
import { shortMessage } from './green-alone.ts';

export type WholeResult =
  | { readonly ok: true }
  /** Tests of the new file that are to blame by themselves. */
  | { readonly ok: false; readonly culprits: ReadonlyMap<string, string> }
  /** Something else broke; any new test may be the cause. `mayBeFlaky`: worth one more try as it is. */
  | { readonly ok: false; readonly culprits?: undefined; readonly reason: string; readonly mayBeFlaky: boolean };

export interface NewTest {
  readonly id: string;
  readonly isIt: (test: TestResult) => boolean;
  readonly arms: readonly ArmKey[];
}

/** Whether the suite is as green and as lit as before, with the new tests green and their arms taken. */
export function judgeWhole(outcome: SuiteOutcome, baseline: Baseline, tests: readonly NewTest[], sourceFile: string): WholeResult {
  if (outcome.status === 'cancelled') return { ok: false, reason: 'the run was cancelled', mayBeFlaky: false };
  if (outcome.status === 'timed-out') return { ok: false, reason: 'with it the whole suite does not end in time', mayBeFlaky: false };
  if (outcome.status === 'failed-to-start') return { ok: false, reason: outcome.error.message, mayBeFlaky: false };

  const culprits = new Map<string, string>();
  const now = armsByKey(outcome.coverage?.get(sourceFile));
  for (const test of tests) {
    const results = outcome.tests.filter(test.isIt);
    const red = results.find(isRed);
    if (red !== undefined) culprits.set(test.id, `red within the whole suite: ${shortMessage(red)}`);
    else if (!results.some((result) => result.status === 'passed')) culprits.set(test.id, 'it did not run within the whole suite');
    else if (!test.arms.some((key) => now.get(key)?.arm.state === 'hit'))
      culprits.set(test.id, 'within the whole suite its arm is still dark');
  }
  if (culprits.size > 0) return { ok: false, culprits };

  const broken = brokenTest(outcome.tests, baseline.tests);
  if (broken !== undefined) return { ok: false, reason: broken, mayBeFlaky: true };
  const [error] = outcome.errors;
  if (error !== undefined)
    return { ok: false, reason: `with it the suite fails outside its tests: ${error.slice(0, 400)}`, mayBeFlaky: true };
  const [lost] = lostArms(baseline.coverage, outcome.coverage ?? new Map());
  if (lost !== undefined) {
    return { ok: false, reason: `with it ${describePlace(lost.place)} of ${lost.file} is no longer taken`, mayBeFlaky: true };
  }
  return { ok: true };
}

/** A test that was green and is not any more. Parametrised tests of one name are counted. */
function brokenTest(after: readonly TestResult[], before: readonly TestResult[]): string | undefined {
  const key = (test: TestResult): string => JSON.stringify([test.file, test.group, test.title]);
  const green = new Map<string, number>();
  for (const test of after) if (test.status === 'passed') green.set(key(test), (green.get(key(test)) ?? 0) + 1);
  for (const test of before) {
    if (test.status !== 'passed') continue;
    const left = green.get(key(test)) ?? 0;
    if (left === 0) {
      const red = after.find((candidate) => key(candidate) === key(test) && isRed(candidate));
      return `with it "${nameOf(test)}" in ${test.file} ${red === undefined ? 'no longer runs' : `is red: ${shortMessage(red)}`}`;
    }
    green.set(key(test), left - 1);
  }
  return undefined;
}
