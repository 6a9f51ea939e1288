import assert from 'node:assert/strict';
import type { CommandLine, ProcessOptions, ProcessOutcome } from '../../../src/core/ports.ts';
import type { TaskParams } from '../../../src/protocol/messages.ts';
import { createTaskProcessRunner, type TaskRunnerOptions } from '../../../src/server/task-process-runner.ts';

type Answer = { readonly exitCode: number | null; readonly problem?: string };

const command: CommandLine = { file: 'node', args: ['vitest.mjs'], cwd: '/shop', env: { CI: '1' } };

function stage(given: Partial<TaskRunnerOptions> = {}) {
  const events: string[] = [];
  const waits: { readonly ms: number; readonly run: () => void }[] = [];
  let answer: (given: Answer) => void = () => undefined;
  let started: (pid: number) => void = () => undefined;
  let task: TaskParams | undefined;
  const abort = new AbortController();
  const runner = createTaskProcessRunner({
    client: {
      run(params) {
        task = params;
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
      end(id) {
        events.push(`end ${id}`);
        return Promise.resolve();
      },
      onStarted(listener) {
        started = (pid) => listener({ id: 'task-1', pid });
        return () => events.push('stopped listening');
      },
    },
    prepare: ({ file, args, cwd, env }) => Promise.resolve({ file: '/usr/bin/bwrap', args: [file, ...args], cwd, env, tag: 'run-7' }),
    stop(pid, tag) {
      events.push(`stop ${pid} of ${tag}`);
      return Promise.resolve();
    },
    sweep(tag) {
      events.push(`sweep ${tag}`);
      return Promise.resolve();
    },
    newId: () => 'task-1',
    now: () => 0,
    timers: {
      after(ms, run) {
        const wait = { ms, run };
        waits.push(wait);
        return () => {
          const index = waits.indexOf(wait);
          if (index >= 0) waits.splice(index, 1);
        };
      },
    },
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: (message) => events.push(message) },
    ...given,
  });
  const options: ProcessOptions = { label: 'whole suite', timeoutMs: 60_000, signal: abort.signal, confinement: 'confined' };
  return {
    events,
    abort,
    run: (): Promise<ProcessOutcome> => runner.run(command, options),
    task: () => task,
    answer: (given: Answer) => answer(given),
    started: (pid: number) => started(pid),
    elapse: (ms: number) => waits.filter((wait) => wait.ms === ms).forEach((wait) => wait.run()),
    waits,
  };
}

/** Lets everything that is ready to run do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('createTaskProcessRunner', () => {
  it('gives the prepared command to the client and takes its exit code', async () => {
    const { run, task, answer, started, waits } = stage();
    const outcome = run();
    await settle();
    assert.deepEqual(task(), {
      id: 'task-1',
      label: 'Branchlight: whole suite',
      file: '/usr/bin/bwrap',
      args: ['node', 'vitest.mjs'],
      cwd: '/shop',
      env: { CI: '1' },
    });
    started(42);
    answer({ exitCode: 1 });
    assert.deepEqual(await outcome, { status: 'exited', code: 1, outputTail: '', durationMs: 0 });
    assert.deepEqual(waits, [], 'no timer is left');
  });

  it('kills the whole tree on cancel', async () => {
    const { run, started, abort, answer, events } = stage();
    const outcome = run();
    await settle();
    started(42);
    abort.abort();
    await settle();
    assert.deepEqual(events, ['end task-1', 'stop 42 of run-7']);
    answer({ exitCode: null });
    assert.deepEqual(await outcome, { status: 'cancelled' });
  });

  it('is over as soon as nothing of the cancelled run is left, whatever its terminal says', async () => {
    let gone: () => void = () => undefined;
    const { run, started, abort } = stage({ stop: () => new Promise((resolve) => (gone = resolve)) });
    let outcome: ProcessOutcome | undefined;
    void run().then((ended) => (outcome = ended));
    await settle();
    started(42);
    abort.abort();
    await settle();
    assert.equal(outcome, undefined, 'not before');
    gone();
    await settle();
    assert.deepEqual(outcome, { status: 'cancelled' });
  });

  it('does not wait for ever for a client that never confirms', async () => {
    const { run, abort, elapse } = stage();
    const outcome = run();
    await settle();
    abort.abort();
    await settle();
    elapse(800);
    assert.deepEqual(await outcome, { status: 'cancelled' });
  });

  it('kills a process that starts after the cancel', async () => {
    const { run, started, abort, elapse, events } = stage();
    const outcome = run();
    await settle();
    abort.abort();
    await settle();
    elapse(800);
    await outcome;
    started(42);
    await settle();
    assert.ok(events.includes('stop 42 of run-7'), events.join());
  });

  it('ends a run that takes too long', async () => {
    const { run, started, elapse, answer, events } = stage();
    const outcome = run();
    await settle();
    started(42);
    elapse(60_000);
    answer({ exitCode: 0 });
    assert.deepEqual(await outcome, { status: 'timed-out', outputTail: '', durationMs: 0 });
    assert.ok(events.includes('stop 42 of run-7'));
  });

  it('takes a task that the user ended for cancelled', async () => {
    const { run, started, answer } = stage();
    const outcome = run();
    await settle();
    started(42);
    answer({ exitCode: null });
    assert.deepEqual(await outcome, { status: 'cancelled' });
  });

  it('tells why a task did not start', async () => {
    const { run, answer } = stage();
    const outcome = run();
    await settle();
    answer({ exitCode: null, problem: 'node was not found' });
    assert.deepEqual(await outcome, { status: 'failed-to-start', reason: 'node was not found' });
  });

  it('starts nothing after a cancel', async () => {
    const { run, abort, task } = stage();
    abort.abort();
    assert.deepEqual(await run(), { status: 'cancelled' });
    assert.equal(task(), undefined);
  });

  it('tells why a command could not be prepared', async () => {
    const { run } = stage({ prepare: () => Promise.reject(new Error('bubblewrap is broken')) });
    assert.deepEqual(await run(), { status: 'failed-to-start', reason: 'bubblewrap is broken' });
  });
});
