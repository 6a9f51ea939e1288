import assert from 'node:assert/strict';
import type { FullObservation, Observation, Seen } from '../../../../../src/core/generators/explorer/exploration.ts';
import type { Value } from '../../../../../src/core/generators/explorer/value.ts';
import { keepingOnly, viewsOf, withoutKept, wouldFail } from '../../../../../src/core/generators/explorer/would-fail.ts';

const nothing: Value = { kind: 'undefined' };
const one: Value = { kind: 'number', value: 1 };
const record = (...entries: readonly (readonly [string, Value])[]): Value => ({ kind: 'object', entries });
const list = (...items: readonly Value[]): Value => ({ kind: 'array', items });
const seen = (value: Value): Seen => ({ kind: 'value', value });
const rest = { async: false, iterated: false, changed: [], receiver: [], kept: { changed: [], receiver: [] } };

function returned(value: Value, more: Partial<FullObservation> = {}): FullObservation {
  return { outcome: { kind: 'returned', seen: seen(value) }, ...rest, ...more };
}

function threw(message: string, className = 'Error'): FullObservation {
  return { outcome: { kind: 'threw', className, message, deliberate: true }, ...rest };
}

function strict(observation: FullObservation): Observation {
  return { ...withoutKept(observation), strict: true };
}

describe('whether a test would fail', () => {
  it('is so when something else is seen, or nothing', () => {
    assert.equal(wouldFail(returned(record(['a', one])), returned(record(['a', one]))), false);
    assert.equal(wouldFail(returned(record(['a', one])), returned(record(['b', one]))), true);
    assert.equal(wouldFail(returned(one), undefined), true);
  });

  it('is not so for a key without a value, which toEqual does not see', () => {
    assert.equal(wouldFail(returned(record()), returned(record(['a', nothing]))), false);
    assert.equal(wouldFail(strict(returned(record())), returned(record(['a', nothing]))), true);
    assert.equal(wouldFail(returned(record(['a', nothing])), returned(record())), true);
  });

  it('is not so for the same, however strict', () => {
    assert.equal(wouldFail(strict(returned(record(['a', one]))), returned(record(['a', one]))), false);
    assert.equal(wouldFail(returned(record(['a', nothing])), returned(record(['a', nothing]))), false);
  });

  it('is not so for another order of keys or members', () => {
    assert.equal(wouldFail(returned(record(['a', one], ['b', one])), returned(record(['b', one], ['a', one]))), false);
    const set = (...items: readonly Value[]): Value => ({ kind: 'set', items });
    assert.equal(wouldFail(returned(set(one, nothing)), returned(set(nothing, one))), false);
    assert.equal(wouldFail(returned(list(one, nothing)), returned(list(nothing, one))), true);
  });

  it('is not so for fields that toMatchObject does not look at', () => {
    const instance = (...entries: readonly (readonly [string, Value])[]): FullObservation => ({
      outcome: { kind: 'returned', seen: { kind: 'instance', className: 'A', fields: record(...entries), hasFields: true } },
      ...rest,
    });
    assert.equal(wouldFail(instance(['a', one]), instance(['a', one], ['b', one])), false);
    assert.equal(wouldFail(instance(['a', one], ['b', one]), instance(['a', one])), true);
  });

  it('is not so for an error whose message holds the one that is asserted', () => {
    assert.equal(wouldFail(threw('odd'), threw('odd number', 'RangeError')), false);
    assert.equal(wouldFail(threw('odd number'), threw('odd')), true);
    assert.equal(wouldFail(threw('odd'), returned(nothing)), true);
  });

  it('is not so for a change of what is not asserted', () => {
    const changed = [{ index: 0, after: seen(list(one)) }];
    assert.equal(wouldFail(returned(one), returned(one, { changed })), false);
  });

  it('looks at an asserted argument that the other call leaves as it was', () => {
    const cleared = returned(nothing, { changed: [{ index: 0, after: seen(record()) }] });
    const untouched = returned(nothing, { kept: { changed: [{ index: 0, after: seen(record(['a', nothing])) }], receiver: [] } });
    assert.equal(wouldFail(cleared, untouched), false);
    assert.equal(wouldFail(strict(cleared), untouched), true);
  });

  it('is so for a call that throws where all that is held is that it comes back', () => {
    const silent = returned(nothing, { quiet: true });
    assert.equal(wouldFail(silent, threw('no')), true);
    assert.equal(wouldFail(silent, returned(one)), false);
  });
});

describe('what a test may say of a call', () => {
  const size = { field: 'size', after: seen(one) };
  const kept = returned(nothing, { quiet: true, kept: { changed: [], receiver: [size, { field: 'name', after: seen(nothing) }] } });
  const other = returned(nothing, { quiet: true, receiver: [{ field: 'size', after: seen(list()) }] });

  it('includes what stays as it was only where the others change it', () => {
    assert.deepEqual(viewsOf(kept, [kept, undefined]).kept, []);
    const [view] = viewsOf(kept, [other]).kept;
    assert.deepEqual(view?.receiver, [{ ...size, kept: true }]);
    assert.equal(view !== undefined && wouldFail(view, other), true);
    assert.equal(view !== undefined && wouldFail(view, kept), false);
  });

  it('leaves out what does not stay the same every time', () => {
    const again = returned(nothing, { quiet: true, kept: { changed: [], receiver: [{ field: 'name', after: seen(nothing) }] } });
    assert.deepEqual(
      keepingOnly(kept, again).kept.receiver.map(({ field }) => field),
      ['name'],
    );
  });
});
