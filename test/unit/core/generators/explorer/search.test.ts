import assert from 'node:assert/strict';
import { measureComparison } from '../../../../../src/core/generators/explorer/distance.ts';
import { createPool } from '../../../../../src/core/generators/explorer/pool.ts';
import { createRandom } from '../../../../../src/core/generators/explorer/random.ts';
import { search, type SearchResult } from '../../../../../src/core/generators/explorer/search.ts';
import type { Parameter } from '../../../../../src/core/generators/explorer/shape.ts';
import type { Value } from '../../../../../src/core/generators/explorer/value.ts';

const number = (name: string): Parameter => ({ name, shape: { kind: 'number' }, optional: false, rest: false });

/** Searches for arguments that make `distance` 0. */
function find(parameters: readonly Parameter[], distance: (args: readonly number[]) => number, seed = 1): Promise<SearchResult> {
  return search({
    parameters,
    goals: [{ arm: 0, chain: [0] }],
    seeds: [],
    pool: createPool({ numbers: [], strings: [], keys: [] }),
    random: createRandom(seed),
    execute: (args: readonly Value[]) => {
      const numbers = args.map((arg) => (arg.kind === 'number' ? arg.value : 0));
      return { distance: () => distance(numbers), lacks: () => 0, operands: [] };
    },
    patience: 3000,
    maxCalls: 30_000,
    expired: () => false,
  });
}

describe('search', () => {
  it('follows the distance to a number that nothing in the code names', async () => {
    const result = await find([number('n')], ([n = 0]) => measureComparison('===', n, 48_611, n === 48_611).whenTrue);
    assert.deepEqual(result.found.get(0)?.args, [{ kind: 'number', value: 48_611 }]);
  });

  it('makes the same calls for the same seed', async () => {
    const twice = await Promise.all(
      [5, 5].map((seed) => find([number('a'), number('b')], ([a = 0, b = 0]) => (a - b > 70_000 ? 0 : 0.9), seed)),
    );
    assert.deepEqual(twice[0]?.found, twice[1]?.found);
    assert.equal(twice[0]?.calls, twice[1]?.calls);
  });

  it('stops at a plateau and says how near it came', async () => {
    const result = await find([number('n')], () => 0.5);
    assert.equal(result.stopped, 'plateau');
    assert.equal(result.nearest.get(0)?.fitness, 0.5);
  });
});
