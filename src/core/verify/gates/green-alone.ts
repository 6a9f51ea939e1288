import type { SuiteOutcome, TestResult } from '../../suite/framework.ts';
import { isRed } from '../measured-run.ts';

export type AloneResult =
  | { readonly green: true; readonly evidence: string }
  | { readonly green: false; readonly reason: string; readonly assertionFailed: boolean };

/** What a confined run of one test by itself says of it; `durationMs`: what it cost, of a batch its share. */
export function judgeAlone(outcome: SuiteOutcome, durationMs: number): AloneResult {
  switch (outcome.status) {
    case 'cancelled':
      return { green: false, reason: 'the run was cancelled', assertionFailed: false };
    case 'timed-out':
      return {
        green: false,
        reason: `it did not end within ${Math.round(outcome.durationMs / 1000)} s: an endless loop, or it waits for something that never comes`,
        assertionFailed: false,
      };
    case 'failed-to-start':
      return { green: false, reason: outcome.error.message, assertionFailed: false };
    case 'completed':
      return judgeCompleted(outcome, durationMs);
  }
}

function judgeCompleted(outcome: Extract<SuiteOutcome, { status: 'completed' }>, durationMs: number): AloneResult {
  const [refused] = outcome.refused ?? [];
  if (refused !== undefined) return { green: false, reason: `it tried to ${refused}`, assertionFailed: false };
  const red = outcome.tests.find(isRed);
  if (red !== undefined) return { green: false, reason: `it is red: ${shortMessage(red)}`, assertionFailed: red.status === 'failed' };
  const [error] = outcome.errors;
  if (error !== undefined) return { green: false, reason: error.slice(0, 600), assertionFailed: false };
  const passed = outcome.tests.filter((test) => test.status === 'passed');
  if (passed.length === 0) return { green: false, reason: 'the runner did not find it, or skipped it', assertionFailed: false };
  return { green: true, evidence: `green by itself (${(durationMs / 1000).toFixed(1)} s)` };
}

/** The failure without the stack frames of the runner. */
export function shortMessage(test: TestResult): string {
  const lines = (test.message ?? 'no message').split('\n').filter((line) => !/^\s+at /.test(line) && line.trim() !== '');
  return lines.slice(0, 4).join(' ').slice(0, 400);
}
