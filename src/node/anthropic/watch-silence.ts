export interface SilenceWatch {
  /** Fires when nothing was heard for the given time. */
  readonly signal: AbortSignal;
  /** Something was heard. */
  reset(): void;
  stop(): void;
}

/** A signal that fires after `ms` milliseconds without a {@link SilenceWatch.reset}. */
export function watchSilence(ms: number): SilenceWatch {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error(`Nothing came for ${ms} ms.`)), ms);
  return { signal: controller.signal, reset: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}
