import type { Timers } from '../core/ports.ts';

export interface Debounced {
  /** Runs the action once, when no further call came for the wait. */
  readonly schedule: () => void;
  readonly cancel: () => void;
}

/** An action that waits for a pause of `milliseconds` in the calls. */
export function debounce(timers: Timers, milliseconds: number, action: () => void): Debounced {
  let cancel: (() => void) | undefined;
  return {
    schedule() {
      cancel?.();
      cancel = timers.after(milliseconds, () => {
        cancel = undefined;
        action();
      });
    },
    cancel() {
      cancel?.();
      cancel = undefined;
    },
  };
}
