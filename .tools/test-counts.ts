/** How the ending of a suite becomes a count of tests: nothing that went wrong may look green. */

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What went wrong beside the tests themselves. */
  readonly problem?: string;
}

export type Ending =
  | { readonly how: 'exited'; readonly code: number }
  | { readonly how: 'hung'; readonly minutes: number }
  | { readonly how: 'not-started'; readonly reason: string };

/** `summary` is the text of the suite's summary file, undefined when it left none. */
export function countOf(kind: 'check' | 'mocha', ending: Ending, summary: string | undefined): Count {
  if (ending.how === 'not-started') return failure(`could not be started: ${ending.reason}`);
  if (kind === 'check') {
    if (ending.how === 'hung') return failure(`ended after ${ending.minutes} minutes without an answer`);
    return ending.code === 0 ? { passed: 1, failed: 0, skipped: 0 } : failure(`exit code ${ending.code}`);
  }
  const counted = summary === undefined ? undefined : readSummary(summary);
  if (ending.how === 'hung') return failure(`ended after ${ending.minutes} minutes without an answer`, counted);
  if (counted === undefined) return failure(`left no summary (exit code ${ending.code})`);
  if (ending.code !== 0 && counted.failed === 0) return failure(`exit code ${ending.code} although no test failed`, counted);
  if (counted.passed + counted.failed + counted.skipped === 0) return failure('ran no test');
  return counted;
}

export function addUp(counts: readonly Count[]): Count {
  return counts.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      skipped: sum.skipped + each.skipped,
    }),
    nothing,
  );
}

/** `12 passed, 0 failed`, with `, 3 skipped` if any. */
export function sumLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const nothing: Count = { passed: 0, failed: 0, skipped: 0 };

function failure(problem: string, counted: Count = nothing): Count {
  return { ...counted, failed: counted.failed + 1, problem };
}

function readSummary(text: string): Count | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { passed, failed, skipped } = value as Record<string, unknown>;
  return isCount(passed) && isCount(failed) && isCount(skipped) ? { passed, failed, skipped } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
