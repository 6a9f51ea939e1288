import assert from 'node:assert/strict';
import { minimise } from '../../../../../src/core/generators/explorer/minimise.ts';
import { createPool } from '../../../../../src/core/generators/explorer/pool.ts';
import { fits, type Parameter } from '../../../../../src/core/generators/explorer/shape.ts';
import type { Value } from '../../../../../src/core/generators/explorer/value.ts';

const pool = createPool({ numbers: [1000], strings: ['EUR'], keys: [] });
const number: Parameter = { name: 'n', shape: { kind: 'number' }, optional: false, rest: false };
const text: Parameter = { name: 's', shape: { kind: 'string' }, optional: false, rest: false };
const numberOf = (value: Value | undefined): number => (value?.kind === 'number' ? value.value : Number.NaN);
const textOf = (value: Value | undefined): string => (value?.kind === 'string' ? value.value : '');

describe('minimise', () => {
  it('ends at the boundary that stands in the code', async () => {
    const keeps = (args: readonly Value[]): boolean => numberOf(args[0]) > 1000;
    const found = await minimise([{ kind: 'number', value: 734_912.25 }], { parameters: [number], pool, keeps, maxTries: 200 });
    assert.deepEqual(found, [{ kind: 'number', value: 1001 }]);
  });

  it('prefers a word of the code to an odd one', async () => {
    const keeps = (args: readonly Value[]): boolean => textOf(args[0]).length === 3;
    const found = await minimise([{ kind: 'string', value: '~\u0001é' }], { parameters: [text], pool, keeps, maxTries: 200 });
    assert.deepEqual(found, [{ kind: 'string', value: 'EUR' }]);
  });

  it('renames what stands in several places in all of them', async () => {
    const keeps = (args: readonly Value[]): boolean => textOf(args[0]) === textOf(args[1]) && textOf(args[0]) !== '';
    const odd: Value = { kind: 'string', value: '€' };
    assert.deepEqual(await minimise([odd, odd], { parameters: [text, text], pool, keeps, maxTries: 200 }), [
      { kind: 'string', value: 'a' },
      { kind: 'string', value: 'a' },
    ]);
  });

  it('never leaves the declared type', async () => {
    const option = (value: string) => ({ kind: 'literal', value: { kind: 'string', value } }) as const;
    const currency: Parameter = {
      name: 'c',
      shape: { kind: 'union', options: [option('USD'), option('CHF')] },
      optional: false,
      rest: false,
    };
    const found = await minimise([{ kind: 'string', value: 'USD' }], { parameters: [currency], pool, keeps: () => true, maxTries: 200 });
    assert.ok(['USD', 'CHF'].includes(textOf(found[0])));
  });

  const anything: Parameter = { name: 'x', shape: { kind: 'unknown' }, optional: true, rest: false };
  const one: Value = { kind: 'number', value: 1 };

  it('gives objects plain keys, also where another argument names them', async () => {
    const record: Parameter = {
      name: 'o',
      shape: { kind: 'object', properties: [], index: { kind: 'number' } },
      optional: false,
      rest: false,
    };
    const has = (args: readonly Value[]): boolean => args[0]?.kind === 'object' && args[0].entries.some(([key]) => key === textOf(args[1]));
    const args: readonly Value[] = [
      { kind: 'object', entries: [['constructor', one]] },
      { kind: 'string', value: 'constructor' },
    ];
    assert.deepEqual(await minimise(args, { parameters: [record, text], pool, keeps: has, maxTries: 200 }), [
      { kind: 'object', entries: [['a', one]] },
      { kind: 'string', value: 'a' },
    ]);
  });

  it('writes no undefined before other arguments unless it has to', async () => {
    const args: readonly Value[] = [{ kind: 'undefined' }, one];
    const optional = { ...text, optional: true };
    const second = (given: readonly Value[]): boolean => numberOf(given[1]) === 1;
    const options = { parameters: [optional, number], pool, maxTries: 200 };
    assert.deepEqual(await minimise(args, { ...options, keeps: second }), [{ kind: 'string', value: 'a' }, one]);
    const needed = (given: readonly Value[]): boolean => second(given) && given[0]?.kind === 'undefined';
    assert.deepEqual(await minimise(args, { ...options, keeps: needed }), args);
  });

  it('takes a number for a list where anything goes', async () => {
    const keeps = (args: readonly Value[]): boolean => args[0]?.kind !== 'undefined';
    assert.deepEqual(await minimise([{ kind: 'array', items: [] }], { parameters: [anything], pool, keeps, maxTries: 200 }), [one]);
  });

  it('makes no call twice', async () => {
    const seen: string[] = [];
    const keeps = (args: readonly Value[]): boolean => {
      seen.push(JSON.stringify(args));
      return textOf(args[0]).includes('//');
    };
    await minimise([{ kind: 'string', value: ' ab://cd' }], { parameters: [text], pool, keeps, maxTries: 400 });
    assert.equal(new Set(seen).size, seen.length);
  });
});

describe('fits', () => {
  it('looks at what a callback gives back', () => {
    const predicate = { kind: 'function', returns: { kind: 'boolean' }, parameters: 1 } as const;
    const giving = (returns: Value): Value => ({ kind: 'function', returns, parameters: 1 });
    assert.equal(fits(giving({ kind: 'boolean', value: true }), predicate), true);
    assert.equal(fits(giving({ kind: 'undefined' }), predicate), false);
  });

  it('looks at what an instance was made with and what was called on it', () => {
    const number = { kind: 'number' } as const;
    const amount: Parameter = { name: 'n', shape: number, optional: false, rest: false };
    const ref = { file: undefined, path: ['Cart'] };
    const cart = {
      kind: 'instance',
      ref,
      parameters: [{ ...amount, optional: true }],
      mutators: [{ name: 'add', parameters: [amount] }],
    } as const;
    const added = (arg: Value): Value => ({ kind: 'instance', ref, args: [], calls: [{ method: 'add', args: [arg] }] });
    assert.equal(fits(added({ kind: 'number', value: 1 }), cart), true);
    assert.equal(fits(added({ kind: 'string', value: 'a' }), cart), false);
    assert.equal(fits({ kind: 'instance', ref, args: [{ kind: 'string', value: 'a' }], calls: [] }, cart), false);
  });
});
