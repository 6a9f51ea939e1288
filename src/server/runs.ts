import type { CancellationToken } from 'vscode-languageserver';

/** The cover runs that are under way. */
export interface Runs {
  /** Runs `work` with a signal that follows the token, and that {@link cancelAll} aborts. */
  run<Result>(token: CancellationToken, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  cancelAll(): void;
}

export function createRuns(): Runs {
  const running = new Set<AbortController>();
  return {
    async run(token, work) {
      const controller = new AbortController();
      running.add(controller);
      const listening = token.onCancellationRequested(() => controller.abort());
      if (token.isCancellationRequested) controller.abort();
      try {
        return await work(controller.signal);
      } finally {
        listening.dispose();
        running.delete(controller);
      }
    },
    cancelAll() {
      for (const controller of running) controller.abort();
    },
  };
}
