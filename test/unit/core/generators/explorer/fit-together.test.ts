import assert from 'node:assert/strict';
import { fitsTogether, fitTogether } from '../../../../../src/core/generators/explorer/fit-together.ts';
import type { Parameter } from '../../../../../src/core/generators/explorer/shape.ts';
import type { Value } from '../../../../../src/core/generators/explorer/value.ts';

const one: Value = { kind: 'number', value: 1 };
const text = (value: string): Value => ({ kind: 'string', value });
const list = (...items: readonly Value[]): Value => ({ kind: 'array', items });
const record = (...keys: readonly string[]): Value => ({ kind: 'object', entries: keys.map((key) => [key, one] as const) });

/** As of `pick<T extends object, K extends keyof T>(from: T, keys: K[])`. */
const parameters: readonly Parameter[] = [
  { name: 'from', shape: { kind: 'object', properties: [], index: { kind: 'unknown' } }, optional: false, rest: false },
  { name: 'keys', shape: { kind: 'array', element: { kind: 'string' } }, optional: false, rest: false, keysOf: 'from' },
];

describe('arguments that name keys of another argument', () => {
  it('take those that it has, each once', () => {
    assert.deepEqual(fitTogether([record('a', 'b'), list(text('x'), text('b'), text('b'))], parameters)[1], list(text('a'), text('b')));
    assert.deepEqual(fitTogether([record(), list(one)], parameters)[1], list());
  });

  it('take a number for a key that is one, as the type has it', () => {
    assert.deepEqual(fitTogether([record('1'), list(text('x'))], parameters)[1], list(one));
  });

  it('are told from those that do not fit', () => {
    assert.equal(fitsTogether([record('a'), list(text('a'))], parameters), true);
    assert.equal(fitsTogether([record('a'), list(text('b'))], parameters), false);
    assert.equal(fitsTogether([record(), list(one)], parameters), false);
  });
});
