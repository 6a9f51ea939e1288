import { spawn, type ChildProcess } from 'node:child_process';
import type { CommandLine, ProcessOptions, ProcessOutcome, ProcessRunner } from '../core/ports.ts';
import type { Confinement } from './confine.ts';
import { prepareCommand, type PreparedCommand } from './prepare-command.ts';
import { stopRun } from './stop-run.ts';

/** Output kept of a run, in characters, from its end. */
const tailLength = 64_000;
/** How long the streams of a dead process may stay open (held by something that escaped) before the run is over anyway. */
const drainMs = 500;

/** Runs commands as child processes in a process group of their own, without a terminal. */
export function createChildProcessRunner(options: {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly confinement: Confinement;
  /** Sees output as it arrives, for a host that shows it. */
  readonly onOutput?: (text: string) => void;
}): ProcessRunner {
  return {
    async run(command: CommandLine, processOptions: ProcessOptions): Promise<ProcessOutcome> {
      if (processOptions.signal.aborted) return { status: 'cancelled' };
      const prepared = await prepareCommand(command, processOptions, options);
      // Aborted while the confinement was probed.
      if (isAborted(processOptions.signal)) return { status: 'cancelled' };
      return runPrepared(prepared, processOptions, options.onOutput);
    },
  };
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function runPrepared(
  prepared: PreparedCommand,
  options: ProcessOptions,
  onOutput: ((text: string) => void) | undefined,
): Promise<ProcessOutcome> {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(prepared.file, prepared.args, {
      cwd: prepared.cwd,
      env: prepared.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const tail = keepTail(child, onOutput);
    let stopped: 'timed-out' | 'cancelled' | undefined;
    let stopping: Promise<void> = Promise.resolve();
    let settled = false;

    function stop(why: 'timed-out' | 'cancelled'): void {
      stopped ??= why;
      if (child.pid !== undefined) stopping = stopRun(child.pid, prepared.tag);
    }
    function settle(outcome: ProcessOutcome): void {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      options.signal.removeEventListener('abort', onAbort);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(outcome);
    }
    const onAbort = (): void => stop('cancelled');
    const timer = setTimeout(() => stop('timed-out'), options.timeoutMs);
    options.signal.addEventListener('abort', onAbort, { once: true });

    child.once('error', (error) => settle({ status: 'failed-to-start', reason: startFailure(prepared, error) }));
    const finish = (code: number | null, signal: NodeJS.Signals | null): void => {
      const durationMs = Math.round(performance.now() - started);
      const outcome = (): ProcessOutcome => {
        if (stopped === 'cancelled') return { status: 'cancelled' };
        if (stopped === 'timed-out') return { status: 'timed-out', outputTail: tail(), durationMs };
        return { status: 'exited', code: code ?? signalCode(signal), outputTail: tail(), durationMs };
      };
      stopping.then(
        () => settle(outcome()),
        (error: unknown) => settle({ status: 'failed-to-start', reason: `The run could not be stopped: ${String(error)}` }),
      );
    };
    child.once('exit', (code, signal) => {
      // What the run left behind in its group must not outlive it.
      if (child.pid !== undefined && process.platform !== 'win32') killGroup(child.pid);
      setTimeout(() => finish(code, signal), drainMs).unref();
    });
    child.once('close', (code, signal) => finish(code, signal));
  });
}

function keepTail(child: ChildProcess, onOutput: ((text: string) => void) | undefined): () => string {
  let text = '';
  const take = (chunk: string): void => {
    text = (text + chunk).slice(-tailLength);
    onOutput?.(chunk);
  };
  child.stdout?.setEncoding('utf8').on('data', take);
  child.stderr?.setEncoding('utf8').on('data', take);
  return () => text;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/** As a shell reports a death by signal: 128 + its number. */
function signalCode(signal: NodeJS.Signals | null): number {
  return signal === 'SIGKILL' ? 137 : signal === 'SIGTERM' ? 143 : 134;
}

function startFailure(prepared: PreparedCommand, error: Error): string {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
    ? `"${prepared.file}" was not found, or the folder ${prepared.cwd} is gone.`
    : `"${prepared.file}" could not be started: ${error.message}`;
}
