import assert from 'node:assert/strict';
import type { RunEvent } from '../../../../src/core/run-event.ts';
import { createBaselineMemory } from '../../../../src/core/verify/baseline-memory.ts';
import type { Baseline } from '../../../../src/core/verify/verification.ts';

const noon = Date.UTC(2026, 0, 15, 12, 3);

function makeBench() {
  const events: RunEvent[] = [];
  const disk = new Map([['/p/a.ts', 'a']]);
  let now = noon;
  let runs = 0;
  let visible = true;
  const memory = createBaselineMemory({
    inputs: { read: async () => (visible ? new Map(disk) : undefined), identityOf: (text) => text },
    clock: { now: () => now },
  });
  const run = async (): Promise<Baseline> => {
    runs += 1;
    const test = { file: '/p/a.test.ts', title: `run ${runs}`, status: 'passed' as const, durationMs: 1 };
    return { tests: [test], coverage: new Map(), durationMs: 5 };
  };
  return {
    memory,
    disk,
    events,
    run,
    pass: (ms: number) => void (now += ms),
    hide: () => void (visible = false),
    /** The run that a click on `key` gets its baseline from. */
    click: async (key = 'vitest') => (await memory.recall(key, run, (event) => events.push(event)))?.tests[0]?.title,
  };
}

describe('the memory of baselines', () => {
  it('gives the last run back while nothing has changed, and says of when it is', async () => {
    const { click, events, pass } = makeBench();
    assert.equal(await click(), 'run 1');
    assert.deepEqual(events, []);
    pass(60_000);
    assert.equal(await click(), 'run 1');
    assert.deepEqual(events, [{ kind: 'baseline-reused', measuredAt: noon, passed: 1 }]);
  });

  it('measures again after a file was changed, added or removed', async () => {
    const { click, disk } = makeBench();
    await click();
    disk.set('/p/a.ts', 'b');
    assert.equal(await click(), 'run 2');
    disk.set('/p/b.ts', '');
    assert.equal(await click(), 'run 3');
    disk.delete('/p/b.ts');
    assert.equal(await click(), 'run 4');
    assert.equal(await click(), 'run 4');
  });

  it('knows the old text when it comes back', async () => {
    const { click, disk } = makeBench();
    await click();
    disk.set('/p/a.ts', 'b');
    disk.set('/p/a.ts', 'a');
    assert.equal(await click(), 'run 1');
  });

  it('keeps suites apart: another version or another command is another suite', async () => {
    const { click } = makeBench();
    await click('vitest 3');
    assert.equal(await click('vitest 4'), 'run 2');
    assert.equal(await click('vitest 3'), 'run 1');
  });

  it('does not keep a run during which a file was saved', async () => {
    const { memory, disk, run, click } = makeBench();
    const measured = await memory.recall(
      'vitest',
      async () => {
        disk.set('/p/a.ts', 'saved meanwhile');
        return run();
      },
      () => undefined,
    );
    assert.equal(measured?.tests[0]?.title, 'run 1');
    assert.equal(await click(), 'run 2');
  });

  it('measures every time when the inputs cannot all be seen', async () => {
    const { click, hide } = makeBench();
    await click();
    hide();
    assert.equal(await click(), 'run 2');
    assert.equal(await click(), 'run 3');
  });

  it('keeps nothing of a run that was cancelled or failed', async () => {
    const { memory, click, events } = makeBench();
    await click();
    assert.equal(await memory.renew('vitest', async () => undefined), undefined);
    assert.equal(await click(), 'run 2');
    await assert.rejects(
      memory.renew('vitest', () => Promise.reject(new Error('red'))),
      /red/,
    );
    assert.equal(await click(), 'run 3');
    assert.deepEqual(events, []);
  });

  it('measures when a person asks for it, and again after a run that was in doubt', async () => {
    const { memory, run, click } = makeBench();
    await click();
    assert.equal((await memory.renew('vitest', run))?.tests[0]?.title, 'run 2');
    assert.equal(await click(), 'run 2');
    memory.forget('vitest');
    assert.equal(await click(), 'run 3');
  });

  describe('after a proposal is accepted', () => {
    const accepted = { path: '/p/new.test.ts', text: 'it' };

    it('takes the run that had the new file in place', async () => {
      const { memory, disk, run, click } = makeBench();
      await click();
      const next = await memory.foresee('vitest', accepted, await run());
      assert.ok(next);
      disk.set(accepted.path, accepted.text);
      memory.fulfil(next);
      assert.equal(await click(), 'run 2');
    });

    it('measures when something else changed meanwhile', async () => {
      const { memory, disk, run, click } = makeBench();
      await click();
      const next = await memory.foresee('vitest', accepted, await run());
      assert.ok(next);
      disk.set(accepted.path, accepted.text).set('/p/a.ts', 'b');
      memory.fulfil(next);
      assert.equal(await click(), 'run 3');
    });

    it('foresees nothing when the tree changed during the cover run', async () => {
      const { memory, disk, run, click } = makeBench();
      await click();
      disk.set('/p/a.ts', 'b');
      assert.equal(await memory.foresee('vitest', accepted, await run()), undefined);
    });
  });
});
