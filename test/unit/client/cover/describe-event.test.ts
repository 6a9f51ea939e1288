import assert from 'node:assert/strict';
import type { RunEvent } from '../../../../src/core/run-event.ts';
import { describeEvent } from '../../../../src/client/cover/describe-event.ts';

const cost = { inputTokens: 1200, outputTokens: 300, usd: 0.0123 };
const free = { inputTokens: 0, outputTokens: 0, usd: 0 };

const run: readonly RunEvent[] = [
  { kind: 'started', file: 'src/price.ts', targets: [{ arm: 'if@3:2/1', line: 3, label: 'else' }] },
  { kind: 'suite-started', label: 'whole suite', command: ['node', 'vitest', 'run'] },
  { kind: 'suite-finished', label: 'whole suite', status: 'completed', passed: 24, failed: 0, durationMs: 1840 },
  { kind: 'generating', generator: 'explorer', targets: 1 },
  { kind: 'progress', message: '12 of 40 arms found', done: 12, total: 40 },
  { kind: 'generated', generator: 'anthropic', candidates: 2, unsolved: 1, cost, durationMs: 3000 },
  {
    kind: 'gate',
    candidate: 'a',
    title: 'takes else',
    result: { gate: 'green-alone', passed: true, evidence: 'alone green', durationMs: 5 },
  },
  { kind: 'gate', candidate: 'b', title: 'fails', result: { gate: 'stable', passed: false, reason: 'red in run 2', durationMs: 5 } },
  { kind: 'verdict', candidate: 'a', title: 'takes else', accepted: true, reason: 'every gate passed' },
  { kind: 'unsolved', generator: 'explorer', unsolved: { arm: 'if@9:2/1', code: 'plateau', reason: 'no input was found' } },
  { kind: 'finished', covered: 1, asked: 2, cost: free, durationMs: 640 },
];

describe('Log of a cover run', () => {
  it('reads as sentences', () => {
    assert.deepEqual(
      run.map((event) => describeEvent(event).log),
      [
        'Cover src/price.ts: else (line 3)',
        'whole suite: node vitest run',
        'whole suite: 24 passed in 1.8 s',
        'explorer: looking for tests of 1 arm',
        '12 of 40 arms found',
        'anthropic: 2 candidates, 1 unsolved in 3.0 s, 1500 tokens, $0.0123',
        '  ✓ takes else: alone green: alone green',
        '  ✗ fails: stable: red in run 2',
        'Proven: takes else: every gate passed',
        'explorer did not reach if@9:2/1: no input was found',
        'Finished: 1 of 2 arms in 640 ms',
      ],
    );
  });

  it('says of when a baseline is that was not measured again', () => {
    const measuredAt = new Date(2026, 0, 15, 12, 3, 44).getTime();
    const text = describeEvent({ kind: 'baseline-reused', measuredAt, passed: 14 });
    assert.equal(text.log, 'baseline: reused the run of 12:03, nothing has changed since');
  });

  it('says in the notification what is being done', () => {
    const shown = run.flatMap((event) => describeEvent(event).progress ?? []);
    assert.deepEqual(shown, [
      '1 dark arm',
      'whole suite…',
      'Searching inputs for 1 arm…',
      '12 of 40 arms found',
      'Proving: alone green',
      'Proving: stable',
    ]);
  });

  it('knows how far a generator is', () => {
    assert.equal(describeEvent({ kind: 'progress', message: 'x', done: 12, total: 40 }).fraction, 0.3);
    assert.equal(describeEvent({ kind: 'progress', message: 'x', done: 1, total: 0 }).fraction, undefined);
  });

  it('warns of a suite that did not run to its end', () => {
    const text = describeEvent({
      kind: 'suite-finished',
      label: 'whole suite',
      status: 'timed-out',
      passed: 0,
      failed: 0,
      durationMs: 300_000,
    });
    assert.equal(text.level, 'warn');
    assert.equal(text.log, 'whole suite: timed out in 300.0 s');
  });
});
