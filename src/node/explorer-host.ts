import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { ExplorationHost, ExplorationJob, ExplorationReport, Finding } from '../core/generators/explorer/exploration.ts';
import { phases, type Near, type Position, type WorkerJob, type WorkerMessage } from '../core/generators/explorer/messages.ts';
import { decodeValue, encodeValue } from '../core/generators/explorer/value.ts';
import type { Scratch } from '../core/ports.ts';
import { assetPath } from './assets.ts';
import { explorerCommand } from './explorer/explorer-command.ts';

export interface ExplorerHostOptions {
  readonly scratch: Scratch;
  /** Of our own process; the child sees an allow-listed part. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the worker's bundle, for a build that stands elsewhere than `dist/`. */
  readonly worker?: string;
}

interface Limits {
  readonly call: number;
  readonly importing: number;
  readonly starting: number;
}

/** Longest time without a sign of life, in milliseconds. */
const silenceMs: Limits = { call: 2000, importing: 10_000, starting: 60_000 };
const pollMs = 100;
const mostRestarts = 20;

interface State {
  readonly findings: Finding[];
  readonly near: Map<string, Near>;
  readonly quarantine: Position[];
  calls: number;
  firstEntry: number;
}

type Ending =
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'hung'; readonly position: Position; readonly reason: string }
  | { readonly kind: 'failed'; readonly stack: string };

/** Explores in child processes of the project's own Node: guarded, watched from outside, started again when a call does not come back. */
export function createExplorerHost(options: ExplorerHostOptions): ExplorationHost {
  return {
    async explore(job, { signal, onProgress }): Promise<ExplorationReport> {
      const state: State = { findings: [], near: new Map(), quarantine: [], calls: 0, firstEntry: 0 };
      const directory = await options.scratch.create('explorer');
      const positionFile = join(directory, 'position');
      let restarts = 0;
      for (;;) {
        if (signal.aborted) break;
        await writeFile(positionFile, new Uint8Array(8).fill(0xff));
        const ending = await runOnce(options, job, positionFile, state, signal, onProgress);
        if (ending.kind === 'done' || ending.kind === 'cancelled') break;
        if (ending.kind === 'failed') {
          const [first = ''] = ending.stack.split('\n');
          for (const arm of job.arms)
            report(state, { arm, code: 'cannot-load', detail: `the explorer itself failed with ${first}`, fitness: 2e6 });
          break;
        }
        if (!isSearching(ending.position)) {
          for (const arm of job.arms) report(state, { arm, code: 'cannot-load', detail: ending.reason, fitness: 2e6 });
          break;
        }
        restarts += 1;
        state.quarantine.push(ending.position);
        const inEntry = state.quarantine.filter((position) => position.entry === ending.position.entry).length;
        state.firstEntry = inEntry > 3 ? ending.position.entry + 1 : ending.position.entry;
        if (restarts > mostRestarts) break;
      }
      return { findings: state.findings, unreached: unreachedOf(job, state), calls: state.calls, restarts };
    },
  };
}

function isSearching(position: Position): boolean {
  return position.entry < phases.idle;
}

function report(state: State, near: Near): void {
  const known = state.near.get(near.arm);
  if (known === undefined || near.fitness < known.fitness) state.near.set(near.arm, near);
}

function unreachedOf(job: ExplorationJob, state: State): ExplorationReport['unreached'] {
  const found = new Set(state.findings.flatMap((finding) => finding.arms));
  return job.arms
    .filter((arm) => !found.has(arm))
    .map((arm) => {
      const near = state.near.get(arm);
      if (near !== undefined) return { arm, code: near.code, detail: near.detail };
      const hung = state.quarantine.length > 0;
      return { arm, code: 'timeout', detail: hung ? 'calls of the code did not come back' : 'the search was stopped before it got there' };
    });
}

async function runOnce(
  options: ExplorerHostOptions,
  job: ExplorationJob,
  positionFile: string,
  state: State,
  signal: AbortSignal,
  onProgress: (done: number, total: number, message: string) => void,
): Promise<Ending> {
  const worker = options.worker ?? assetPath('explorer-worker.cjs');
  const { args, env } = await explorerCommand({
    interpreter: job.interpreter,
    worker,
    writable: dirname(positionFile),
    environment: options.environment,
  });
  const child = spawn(job.interpreter, args, { cwd: job.projectRoot, env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], windowsHide: true });
  const workerJob: WorkerJob = {
    ...job,
    positionFile,
    resume: { firstEntry: state.firstEntry, quarantine: state.quarantine, solved: state.findings.flatMap((finding) => finding.arms) },
  };
  return await watch(child, workerJob, state, signal, onProgress);
}

function watch(
  child: ChildProcess,
  job: WorkerJob,
  state: State,
  signal: AbortSignal,
  onProgress: (done: number, total: number, message: string) => void,
): Promise<Ending> {
  const descriptor = openSync(job.positionFile, 'r');
  let errors = '';
  let ending: Ending | undefined;
  let last = readPosition(descriptor);
  let since = performance.now();
  const settle = (next: Ending): void => {
    ending ??= next;
    child.kill('SIGKILL');
  };
  const poll = setInterval(() => {
    const position = readPosition(descriptor);
    if (position.entry !== last.entry || position.call !== last.call) {
      last = position;
      since = performance.now();
    } else if (performance.now() - since > limitFor(position)) {
      settle({
        kind: 'hung',
        position,
        reason: position.entry === phases.importing ? 'importing the file does not come back' : 'a call does not come back',
      });
    }
  }, pollMs);
  const onAbort = (): void => settle({ kind: 'cancelled' });
  signal.addEventListener('abort', onAbort, { once: true });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors = (errors + chunk).slice(-4000);
  });
  child.on('message', (text: string) => {
    const message = decodeValue(text) as WorkerMessage;
    switch (message.type) {
      case 'ready':
        child.send(encodeValue(job));
        break;
      case 'progress':
        if (message.message !== '')
          onProgress(new Set(state.findings.flatMap((finding) => finding.arms)).size, job.arms.length, message.message);
        break;
      case 'finding':
        state.findings.push(message.finding);
        break;
      case 'near':
        for (const near of message.near) report(state, near);
        break;
      case 'done':
        state.calls += message.calls;
        settle({ kind: 'done' });
        break;
      case 'failed':
        settle({ kind: 'failed', stack: message.stack });
        break;
    }
  });
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      clearInterval(poll);
      signal.removeEventListener('abort', onAbort);
      closeSync(descriptor);
    };
    child.once('error', (error) => {
      if (child.pid !== undefined) return;
      finish();
      reject(
        new AppError('explorer/cannot-start', `The explorer could not start ${job.interpreter}: ${error.message}`, {
          hint: 'Set branchlight.node.path to a Node of version 20.19 or newer.',
          cause: error,
        }),
      );
    });
    child.once('close', (code) => {
      const position = readPosition(descriptor);
      finish();
      if (ending !== undefined) resolve(ending);
      else if (isSearching(position)) resolve({ kind: 'hung', position, reason: `the process ended with code ${String(code)}` });
      else if (position.entry === phases.importing) resolve({ kind: 'hung', position, reason: `importing the file ends the process` });
      else resolve({ kind: 'failed', stack: `exit code ${String(code)}\n${errors}` });
    });
    if (signal.aborted) onAbort();
  });
}

function limitFor(position: Position): number {
  if (isSearching(position)) return silenceMs.call;
  return position.entry === phases.importing ? silenceMs.importing : silenceMs.starting;
}

function readPosition(descriptor: number): Position {
  const words = new Uint32Array(2);
  readSync(descriptor, words, 0, 8, 0);
  return { entry: words[0] ?? 0, call: words[1] ?? 0 };
}
