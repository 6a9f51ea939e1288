import assert from 'node:assert/strict';
import type { ModelFailure } from '../../../../../src/core/generators/model/model-client.ts';
import { retryDelay } from '../../../../../src/core/generators/model/retry-schedule.ts';

function schedule(failure: ModelFailure, random: number): number[] {
  const delays: number[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const delay = retryDelay(attempt, failure, random);
    if (delay === undefined) return delays;
    delays.push(delay);
  }
}

describe('retry schedule', () => {
  const message = '';

  it('doubles from one second, drawn between half and the whole', () => {
    assert.deepEqual(schedule({ kind: 'overloaded', message }, 0), [500, 1000, 2000, 4000]);
    assert.deepEqual(schedule({ kind: 'server', message }, 0.999_999), [1000, 2000, 4000, 8000]);
  });

  it('keeps to the wait that the server names, never shorter', () => {
    assert.deepEqual(schedule({ kind: 'rate-limited', message, retryAfterMs: 8000 }, 0), [8000, 8000, 8000, 8000]);
    assert.deepEqual(retryDelay(1, { kind: 'rate-limited', message, retryAfterMs: 8000 }, 1), 10_000);
    assert.equal(retryDelay(1, { kind: 'overloaded', message, retryAfterMs: 0 }, 0.5), 0);
  });

  it('does not wait longer than a minute', () => {
    assert.equal(retryDelay(1, { kind: 'rate-limited', message, retryAfterMs: 60_001 }, 0), undefined);
  });

  it('tries a broken line three times, a silent server twice, and never again what will not pass', () => {
    assert.equal(schedule({ kind: 'unreachable', message }, 0.5).length, 2);
    assert.equal(schedule({ kind: 'interrupted', message }, 0.5).length, 2);
    assert.equal(schedule({ kind: 'timeout', message }, 0.5).length, 1);
    for (const kind of ['unauthorized', 'forbidden', 'billing', 'model-not-found', 'bad-request', 'too-large'] as const) {
      assert.deepEqual(schedule({ kind, message }, 0.5), [], kind);
    }
    assert.deepEqual(schedule({ kind: 'no-key' }, 0.5), []);
  });
});
