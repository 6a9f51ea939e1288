import type { CommandLine, Logger, ProcessOptions, ProcessOutcome, ProcessRunner } from '../core/ports.ts';
import type { PreparedCommand } from '../node/prepare-command.ts';
import type { TaskParams } from '../protocol/messages.ts';
import type { Timers } from './timers.ts';

/** The client's side of a task. */
export interface TaskClient {
  run(task: TaskParams): Promise<{ readonly exitCode: number | null; readonly problem?: string }>;
  end(id: string): Promise<void>;
  /** Tells when a task has a process; the result stops it. */
  onStarted(listener: (started: { readonly id: string; readonly pid: number }) => void): () => void;
}

export interface TaskRunnerOptions {
  readonly client: TaskClient;
  readonly prepare: (command: CommandLine, options: ProcessOptions) => Promise<PreparedCommand>;
  /** Ends a run with everything that it started. */
  readonly stop: (pid: number, tag: string) => Promise<void>;
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** How long the client may take to confirm that a task has ended before the run is settled without it. */
const confirmationMs = 800;

/**
 * Runs commands as tasks of the client. The output stays in the client's terminal, so outcomes carry none. An end
 * that nobody here asked for and that has no exit code is a cancel by the user when the process had started.
 */
export function createTaskProcessRunner(options: TaskRunnerOptions): ProcessRunner {
  return {
    async run(command, request) {
      if (request.signal.aborted) return { status: 'cancelled' };
      let prepared: PreparedCommand;
      try {
        prepared = await options.prepare(command, request);
      } catch (error) {
        return { status: 'failed-to-start', reason: error instanceof Error ? error.message : String(error) };
      }
      const { tag, ...rest } = prepared;
      const shown = request.shown === undefined ? {} : { shownFor: request.shown.framework };
      return await runTask(options, { id: options.newId(), label: `Branchlight: ${request.label}`, ...rest, ...shown }, tag, request);
    },
  };
}

async function runTask(options: TaskRunnerOptions, task: TaskParams, tag: string, request: ProcessOptions): Promise<ProcessOutcome> {
  const startedAt = options.now();
  let pid: number | undefined;
  let ending: 'cancelled' | 'timed-out' | undefined;
  let killing: Promise<void> | undefined;
  let giveUp: (() => void) | undefined;

  const kill = async (): Promise<void> => {
    try {
      await Promise.all([options.client.end(task.id), pid === undefined ? undefined : options.stop(pid, tag)]);
      // Everything of it is gone: how long its terminal takes to notice is nothing to wait for.
      if (pid !== undefined) giveUp?.();
    } catch (error) {
      options.logger.error(`"${task.label}" could not be ended.`, error);
    }
  };
  const end = (reason: 'cancelled' | 'timed-out'): void => {
    if (ending !== undefined) return;
    ending = reason;
    killing = kill();
    const stop = options.timers.after(confirmationMs, () => giveUp?.());
    void answer.finally(stop);
  };

  const stopListening = options.client.onStarted((started) => {
    if (started.id !== task.id) return;
    pid = started.pid;
    // Cancelled before there was a process: it must not outlive the run.
    if (ending !== undefined) killing = kill();
  });
  const answer = options.client.run(task).then(
    (result) => result,
    (error: unknown) => ({ exitCode: null, problem: error instanceof Error ? error.message : String(error) }),
  );
  void answer.finally(stopListening);
  const gaveUp = new Promise<{ readonly exitCode: null; readonly problem?: string }>((resolve) => {
    giveUp = () => resolve({ exitCode: null });
  });
  const onAbort = (): void => end('cancelled');
  request.signal.addEventListener('abort', onAbort, { once: true });
  if (request.signal.aborted) end('cancelled');
  const stopTimeout = options.timers.after(request.timeoutMs, () => end('timed-out'));

  const result = await Promise.race([answer, gaveUp]);
  await killing;
  stopTimeout();
  request.signal.removeEventListener('abort', onAbort);
  const durationMs = options.now() - startedAt;
  if (ending === 'cancelled') return { status: 'cancelled' };
  if (ending === 'timed-out') return { status: 'timed-out', outputTail: '', durationMs };
  if (result.exitCode !== null) return { status: 'exited', code: result.exitCode, outputTail: '', durationMs };
  if (pid !== undefined && result.problem === undefined) return { status: 'cancelled' };
  return { status: 'failed-to-start', reason: result.problem ?? 'The editor did not start the task.' };
}
