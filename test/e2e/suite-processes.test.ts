import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessOutcome } from '../../src/core/ports.ts';
import { createConfinement } from '../../src/node/confine.ts';
import { isAlive } from '../../src/node/kill-tree.ts';
import { createChildProcessRunner } from '../../src/node/process-runner.ts';

/** Starts a child in its group, one in a session of its own, and one that is orphaned there; writes all three ids down. */
const family = `
const { spawn } = require('node:child_process');
const { appendFileSync } = require('node:fs');
const note = (pid) => appendFileSync(process.argv[1], pid + '\\n');
const sleep = ['-e', 'setInterval(() => {}, 1000)'];
note(spawn(process.execPath, sleep, { stdio: 'ignore' }).pid);
note(spawn(process.execPath, sleep, { stdio: 'ignore', detached: true }).pid);
const middle = spawn(process.execPath, ['-e', \`
  const child = require('node:child_process').spawn(process.execPath, \${JSON.stringify(sleep)}, { stdio: 'ignore', detached: true });
  require('node:fs').appendFileSync(\${JSON.stringify(process.argv[1])}, child.pid + '\\\\n');
  child.unref();
\`], { stdio: 'ignore' });
middle.on('exit', () => { console.log('ready'); });
setInterval(() => {}, 1000);
`;

describe('child process runner', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'branchlight-run-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function start(how: {
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
    readonly onReady?: () => void;
  }): Promise<ProcessOutcome> {
    const runner = createChildProcessRunner({
      environment: { ...process.env, ANTHROPIC_API_KEY: 'secret', NPM_TOKEN: 'secret' },
      confinement: createConfinement({ guards: { node: '', python: '' }, force: 'guard' }),
      onOutput: (text) => {
        if (text.includes('ready')) how.onReady?.();
      },
    });
    return runner.run(
      { file: process.execPath, args: ['-e', family, join(folder, 'pids')], cwd: folder, env: {} },
      { label: 'family', confinement: 'open', timeoutMs: how.timeoutMs, signal: how.signal },
    );
  }

  async function survivors(): Promise<readonly number[]> {
    const pids = (await readFile(join(folder, 'pids'), 'utf8')).trim().split('\n').map(Number);
    assert.equal(pids.length, 3);
    const alive = await Promise.all(pids.map((pid) => isAlive(pid)));
    return pids.filter((_, index) => alive[index]);
  }

  it('kills the whole tree when it is cancelled, also what detached itself', async function () {
    if (process.platform !== 'linux') {
      console.log('    skipped: an orphan in a session of its own can only be found on Linux');
      this.skip();
    }
    const controller = new AbortController();
    const outcome = await start({ timeoutMs: 60_000, signal: controller.signal, onReady: () => controller.abort() });
    assert.deepEqual(outcome, { status: 'cancelled' });
    assert.deepEqual(await survivors(), []);
  });

  it('says that a program is not there', async () => {
    const runner = createChildProcessRunner({
      environment: process.env,
      confinement: createConfinement({ guards: { node: '', python: '' }, force: 'guard' }),
    });
    const outcome = await runner.run(
      { file: 'no-such-program', args: [], cwd: folder, env: {} },
      { label: 'x', confinement: 'open', timeoutMs: 1000, signal: new AbortController().signal },
    );
    assert.deepEqual(outcome, { status: 'failed-to-start', reason: `"no-such-program" was not found, or the folder ${folder} is gone.` });
  });
});
