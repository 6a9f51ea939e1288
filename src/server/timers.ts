/** Time as the server uses it; tests pass timers that run when told. */
export interface Timers {
  /** Runs `run` once after `milliseconds`; the result cancels it. */
  after(milliseconds: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  after(milliseconds, run) {
    const handle = setTimeout(run, milliseconds);
    return () => clearTimeout(handle);
  },
};

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
