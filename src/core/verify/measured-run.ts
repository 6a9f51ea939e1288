import type { RunEvent } from '../run-event.ts';
import type { SuiteOutcome, TestResult } from '../suite/framework.ts';
import { runSuite, type SuitePorts, type SuiteRequest } from '../suite/run-suite.ts';
import type { Clock } from '../ports.ts';

export function isRed(test: TestResult): boolean {
  return test.status === 'failed' || test.status === 'error';
}

/** Counts of one run as events and receipts carry them. */
export function countTests(tests: readonly TestResult[]): { readonly passed: number; readonly failed: number; readonly skipped: number } {
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: tests.filter(isRed).length,
    skipped: tests.filter((test) => test.status === 'skipped').length,
  };
}

/** Runs the suite once and tells the stream of events when it starts and how it ends. */
export async function runAnnounced(
  request: Omit<SuiteRequest, 'onCommand'>,
  ports: SuitePorts & { readonly clock: Clock },
  emit: (event: RunEvent) => void,
): Promise<SuiteOutcome> {
  const { label } = request.run;
  const started = ports.clock.now();
  const outcome = await runSuite({ ...request, onCommand: (command) => emit({ kind: 'suite-started', label, command }) }, ports);
  const { passed, failed } = outcome.status === 'completed' ? countTests(outcome.tests) : { passed: 0, failed: 0 };
  emit({ kind: 'suite-finished', label, status: outcome.status, passed, failed, durationMs: Math.round(ports.clock.now() - started) });
  return outcome;
}
