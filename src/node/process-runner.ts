import { spawn, type ChildProcess } from 'node:child_process';
import type { CommandLine, ProcessRunner } from '../core/ports.ts';
import { keepTail, type Tail } from '../core/suite/runner/keep-tail.ts';
import { limitTime } from '../core/suite/runner/limit-time.ts';
import { retryStart } from '../core/suite/runner/retry-start.ts';
import type { RunStep, StepOutcome } from '../core/suite/runner/run-step.ts';
import type { Confinement } from './confine.ts';
import { prepareCommand, type PreparedCommand } from './prepare-command.ts';
import { stopRun, sweepRun } from './stop-run.ts';
import { systemTimers } from './system-timers.ts';

/** How long the streams of a dead process may stay open (held by something that escaped) before the run is over anyway. */
const drainMs = 500;
/** What a machine answers that is out of processes, memory or file handles, or still writes the program. */
const passingErrors: ReadonlySet<string> = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM', 'ETXTBSY']);

/** Runs commands as child processes in a process group of their own, without a terminal. */
export function createChildProcessRunner(options: {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly confinement: Confinement;
  /** Sees output as it arrives, for a host that shows it. */
  readonly onOutput?: (text: string) => void;
}): ProcessRunner {
  const run: RunStep = async (command: CommandLine, { signal, ...request }) => {
    if (signal.aborted) return neverStarted;
    const prepared = await prepareCommand(command, request, options);
    // Aborted while the confinement was probed.
    return isAborted(signal) ? neverStarted : runPrepared(prepared, signal, options.onOutput);
  };
  return limitTime(retryStart(run, systemTimers), systemTimers);
}

const neverStarted: StepOutcome = { status: 'cancelled', outputTail: '', durationMs: 0 };

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function runPrepared(prepared: PreparedCommand, signal: AbortSignal, onOutput: ((text: string) => void) | undefined): Promise<StepOutcome> {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(prepared.file, prepared.args, {
      cwd: prepared.cwd,
      env: prepared.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const tail = readOutput(child, onOutput);
    let stopping: Promise<void> | undefined;
    let settled = false;

    function settle(outcome: StepOutcome): void {
      if (settled) return;
      settled = true;
      signal.removeEventListener('abort', onAbort);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(outcome);
    }
    const onAbort = (): void => {
      stopping = child.pid === undefined ? Promise.resolve() : stopRun(child.pid, prepared.tag);
    };
    signal.addEventListener('abort', onAbort, { once: true });

    child.once('error', (error) => settle(startFailure(prepared, error)));
    const finish = (code: number | null, name: NodeJS.Signals | null): void => {
      const durationMs = Math.round(performance.now() - started);
      const outcome: StepOutcome =
        stopping === undefined
          ? { status: 'exited', code: code ?? signalCode(name), outputTail: tail.text(), durationMs }
          : { status: 'cancelled', outputTail: tail.text(), durationMs };
      (stopping ?? sweepRun(prepared.tag)).then(
        () => settle(outcome),
        (error: unknown) => settle({ status: 'failed-to-start', reason: `The run could not be stopped: ${String(error)}` }),
      );
    };
    child.once('exit', (code, name) => {
      // What the run left behind in its group must not outlive it.
      if (child.pid !== undefined && process.platform !== 'win32') killGroup(child.pid);
      setTimeout(() => finish(code, name), drainMs).unref();
    });
    child.once('close', (code, name) => finish(code, name));
  });
}

function readOutput(child: ChildProcess, onOutput: ((text: string) => void) | undefined): Tail {
  const tail = keepTail();
  const take = (chunk: string): void => {
    tail.add(chunk);
    onOutput?.(chunk);
  };
  child.stdout?.setEncoding('utf8').on('data', take);
  child.stderr?.setEncoding('utf8').on('data', take);
  return tail;
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

function startFailure(prepared: PreparedCommand, error: NodeJS.ErrnoException): StepOutcome {
  const reason =
    error.code === 'ENOENT'
      ? `"${prepared.file}" was not found, or the folder ${prepared.cwd} is gone.`
      : `"${prepared.file}" could not be started: ${error.message}`;
  return { status: 'failed-to-start', reason, ...(passingErrors.has(error.code ?? '') ? { passing: true } : {}) };
}
