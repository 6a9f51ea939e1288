import type { ProcessRunner, Timers } from '../../ports.ts';
import type { RunStep } from './run-step.ts';

/** A runner that ends what takes longer than its time limit, as a cancel would, and tells the two apart. */
export function limitTime(run: RunStep, timers: Timers): ProcessRunner {
  return {
    async run(command, { timeoutMs, ...options }) {
      const stop = new AbortController();
      let isOver = false;
      const cancel = (): void => stop.abort();
      options.signal.addEventListener('abort', cancel, { once: true });
      if (options.signal.aborted) cancel();
      const release = timers.after(timeoutMs, () => {
        isOver = !stop.signal.aborted;
        stop.abort();
      });
      const outcome = await run(command, { ...options, signal: stop.signal });
      release();
      options.signal.removeEventListener('abort', cancel);
      if (outcome.status === 'failed-to-start') return { status: outcome.status, reason: outcome.reason };
      if (outcome.status === 'exited') return outcome;
      return isOver ? { ...outcome, status: 'timed-out' } : { status: 'cancelled' };
    },
  };
}
