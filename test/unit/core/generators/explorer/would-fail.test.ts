import assert from 'node:assert/strict';
import type { Observation } from '../../../../../src/core/generators/explorer/exploration.ts';
import type { Value } from '../../../../../src/core/generators/explorer/value.ts';
import { wouldFail } from '../../../../../src/core/generators/explorer/would-fail.ts';

const nothing: Value = { kind: 'undefined' };
const one: Value = { kind: 'number', value: 1 };
const record = (...entries: readonly (readonly [string, Value])[]): Value => ({ kind: 'object', entries });

function returned(value: Value, strict = false): Observation {
  const outcome = { kind: 'returned', seen: { kind: 'value', value } } as const;
  return { outcome, async: false, iterated: false, changed: [], receiver: [], ...(strict ? { strict } : {}) };
}

describe('whether a test would fail', () => {
  it('is so when something else is seen, or nothing', () => {
    assert.equal(wouldFail(returned(record(['a', one])), returned(record(['a', one]))), false);
    assert.equal(wouldFail(returned(record(['a', one])), returned(record(['b', one]))), true);
    assert.equal(wouldFail(returned(one), undefined), true);
  });

  it('is not so for a key without a value, which toEqual does not see', () => {
    assert.equal(wouldFail(returned(record()), returned(record(['a', nothing]))), false);
    assert.equal(wouldFail(returned(record(), true), returned(record(['a', nothing]))), true);
    assert.equal(wouldFail(returned(record(['a', nothing])), returned(record())), true);
  });

  it('is not so for the same, however strict', () => {
    assert.equal(wouldFail(returned(record(['a', one]), true), returned(record(['a', one]))), false);
    assert.equal(wouldFail(returned(record(['a', nothing])), returned(record(['a', nothing]))), false);
  });
});
