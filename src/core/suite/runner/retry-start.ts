import type { Timers } from '../../ports.ts';
import type { RunStep } from './run-step.ts';

/** How long to wait before each further try, in ms. */
const pauses = [100, 400, 1600];

/** Starts a command again when the machine was only too busy to start it. What has run is never run again. */
export function retryStart(run: RunStep, timers: Timers): RunStep {
  return async (command, options) => {
    for (const pause of pauses) {
      const outcome = await run(command, options);
      if (outcome.status !== 'failed-to-start' || outcome.passing !== true || options.signal.aborted) return outcome;
      await new Promise<void>((resolve) => void timers.after(pause, resolve));
    }
    return run(command, options);
  };
}
