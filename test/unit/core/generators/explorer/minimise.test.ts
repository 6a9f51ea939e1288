import assert from 'node:assert/strict';
import { minimise } from '../../../../../src/core/generators/explorer/minimise.ts';
import { createPool } from '../../../../../src/core/generators/explorer/pool.ts';
import type { Parameter } from '../../../../../src/core/generators/explorer/shape.ts';
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
});
