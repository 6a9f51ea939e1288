import type { CommandLine, Logger, ProcessOptions, ProcessRunner, Timers } from '../core/ports.ts';
import { limitTime } from '../core/suite/runner/limit-time.ts';
import type { RunStep, StepOutcome } from '../core/suite/runner/run-step.ts';
import type { PreparedCommand } from '../node/prepare-command.ts';
import type { TaskParams } from '../protocol/messages.ts';

/** The client's side of a task. */
export interface TaskClient {
  run(task: TaskParams): Promise<{ readonly exitCode: number | null; readonly problem?: string }>;
  end(id: string): Promise<void>;
  /** Tells when a task has a process; the result stops it. */
  onStarted(listener: (started: { readonly id: string; readonly pid: number }) => void): () => void;
}

export interface TaskRunnerOptions {
  readonly client: TaskClient;
  readonly prepare: (command: CommandLine, options: Omit<ProcessOptions, 'timeoutMs'>) => Promise<PreparedCommand>;
  /** Ends a run with everything that it started. */
  readonly stop: (pid: number, tag: string) => Promise<void>;
  /** Ends what a run that is over has left behind. */
  readonly sweep: (tag: string) => Promise<void>;
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
  const run: RunStep = async (command, request) => {
    if (request.signal.aborted) return cancelled(0);
    let prepared: PreparedCommand;
    try {
      prepared = await options.prepare(command, request);
    } catch (error) {
      return { status: 'failed-to-start', reason: error instanceof Error ? error.message : String(error) };
    }
    const { tag, ...rest } = prepared;
    const shown = request.shown === undefined ? {} : { shownFor: request.shown.framework };
    return await runTask(options, { id: options.newId(), label: `Branchlight: ${request.label}`, ...rest, ...shown }, tag, request.signal);
  };
  return limitTime(run, options.timers);
}

/** The output stays in the client's terminal. */
function cancelled(durationMs: number): StepOutcome {
  return { status: 'cancelled', outputTail: '', durationMs };
}

async function runTask(options: TaskRunnerOptions, task: TaskParams, tag: string, signal: AbortSignal): Promise<StepOutcome> {
  const startedAt = options.now();
  let pid: number | undefined;
  let isEnding = false;
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
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    killing = kill();
    const stop = options.timers.after(confirmationMs, () => giveUp?.());
    void answer.finally(stop);
  };

  const stopListening = options.client.onStarted((started) => {
    if (started.id !== task.id) return;
    pid = started.pid;
    // Cancelled before there was a process: it must not outlive the run.
    if (isEnding) killing = kill();
  });
  const answer = options.client.run(task).then(
    (result) => result,
    (error: unknown) => ({ exitCode: null, problem: error instanceof Error ? error.message : String(error) }),
  );
  void answer.finally(stopListening);
  const gaveUp = new Promise<{ readonly exitCode: null; readonly problem?: string }>((resolve) => {
    giveUp = () => resolve({ exitCode: null });
  });
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();

  const result = await Promise.race([answer, gaveUp]);
  await (killing ?? options.sweep(tag));
  signal.removeEventListener('abort', end);
  const durationMs = options.now() - startedAt;
  if (isEnding) return cancelled(durationMs);
  if (result.exitCode !== null) return { status: 'exited', code: result.exitCode, outputTail: '', durationMs };
  if (pid !== undefined && result.problem === undefined) return cancelled(durationMs);
  return { status: 'failed-to-start', reason: result.problem ?? 'The editor did not start the task.' };
}
