import assert from 'node:assert/strict';
import type { CommandLine, Timers } from '../../../../../src/core/ports.ts';
import { keepTail } from '../../../../../src/core/suite/runner/keep-tail.ts';
import { limitTime } from '../../../../../src/core/suite/runner/limit-time.ts';
import { retryStart } from '../../../../../src/core/suite/runner/retry-start.ts';
import type { RunStep, StepOutcome } from '../../../../../src/core/suite/runner/run-step.ts';

const command: CommandLine = { file: 'node', args: [], cwd: '/w', env: {} };
const done: StepOutcome = { status: 'exited', code: 0, outputTail: 'ok', durationMs: 7 };

/** Timers that run when they are told. */
function manualTimers(): Timers & { elapse(): void; waiting(): number } {
  let waits: (() => void)[] = [];
  return {
    after(_ms, run) {
      waits.push(run);
      return () => {
        waits = waits.filter((wait) => wait !== run);
      };
    },
    elapse() {
      for (const run of waits.splice(0)) run();
    },
    waiting: () => waits.length,
  };
}

/** A process that ends when it is stopped. */
const endless: RunStep = (_command, { signal }) =>
  new Promise((resolve) => {
    const stopped = (): void => resolve({ status: 'cancelled', outputTail: 'still going', durationMs: 50 });
    if (signal.aborted) stopped();
    else signal.addEventListener('abort', stopped);
  });

function options(signal: AbortSignal = new AbortController().signal) {
  return { label: 'a run', signal, confinement: 'open' as const };
}

describe('a time limit', () => {
  it('stops what takes longer, and says what it had printed', async () => {
    const timers = manualTimers();
    const outcome = limitTime(endless, timers).run(command, { ...options(), timeoutMs: 50 });
    timers.elapse();
    assert.deepEqual(await outcome, { status: 'timed-out', outputTail: 'still going', durationMs: 50 });
  });

  it('is not what a cancel is told as, also when both come', async () => {
    const timers = manualTimers();
    const abort = new AbortController();
    const outcome = limitTime(endless, timers).run(command, { ...options(abort.signal), timeoutMs: 50 });
    abort.abort();
    timers.elapse();
    assert.deepEqual(await outcome, { status: 'cancelled' });
    assert.deepEqual(await limitTime(endless, timers).run(command, { ...options(abort.signal), timeoutMs: 50 }), { status: 'cancelled' });
  });

  it('leaves nothing waiting behind a run that ends by itself', async () => {
    const timers = manualTimers();
    assert.deepEqual(await limitTime(() => Promise.resolve(done), timers).run(command, { ...options(), timeoutMs: 50 }), done);
    assert.equal(timers.waiting(), 0);
  });
});

describe('a machine that is busy for a moment', () => {
  const busy: StepOutcome = { status: 'failed-to-start', reason: 'no process left', passing: true };
  const missing: StepOutcome = { status: 'failed-to-start', reason: 'no such program' };
  const impatient: Timers = {
    after(_ms, run) {
      run();
      return () => undefined;
    },
  };

  async function tries(...outcomes: readonly StepOutcome[]): Promise<readonly [count: number, last: StepOutcome]> {
    let count = 0;
    const run: RunStep = () => Promise.resolve(outcomes[Math.min(count++, outcomes.length - 1)] ?? done);
    const last = await retryStart(run, impatient)(command, options());
    return [count, last];
  }

  it('is asked again', async () => {
    assert.deepEqual(await tries(busy, busy, done), [3, done]);
    assert.deepEqual(await tries(busy), [4, busy]);
  });

  it('is not asked again for what is not there, or what has run', async () => {
    assert.deepEqual(await tries(missing, done), [1, missing]);
    assert.deepEqual(await tries({ ...done, code: 1 }, done), [1, { ...done, code: 1 }]);
  });
});

describe('the end of an output', () => {
  it('stays small however much is printed', () => {
    const tail = keepTail();
    for (let index = 0; index < 1000; index += 1) tail.add(`${'x'.repeat(1000)}\n`);
    tail.add('the end');
    assert.ok(tail.text().length <= 64_000);
    assert.ok(tail.text().endsWith('x\nthe end'));
  });
});
