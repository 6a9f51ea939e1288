import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Branch, CoverageMap, FileCoverage } from '../../../src/core/coverage/coverage-map.ts';
import { arcsOfRow } from '../../../src/core/coverage/formats/cobertura-arcs.ts';
import { mergeCoverage } from '../../../src/core/coverage/merge.ts';

const targets = ['8', '12', '20', 'exit'];

/** One run of a decision that has so many targets: which of them it took, and whether its report names those too. */
const run = fc.record({ taken: fc.subarray(targets), names: fc.boolean() });

function branchOf(taken: readonly string[], names: boolean): Branch {
  const missing = targets.filter((target) => !taken.includes(target));
  const hits = taken.length > 0 ? 1 : 0;
  if (!names) {
    const branch = arcsOfRow({ line: 6, hits, total: targets.length, covered: taken.length, noteFrom: 0, noteTo: 0 }, missing.join(','));
    return branch ?? assert.fail('it has outcomes');
  }
  return {
    kind: 'unknown',
    certainty: 'arc',
    line: 6,
    arms: targets.map((target) => ({
      key: `arc@6->${target}`,
      label: `line 6 → ${target}`,
      state: taken.includes(target) ? 'hit' : hits > 0 ? 'not-taken' : 'never-evaluated',
    })),
  };
}

function mapOf({ taken, names }: { readonly taken: readonly string[]; readonly names: boolean }): CoverageMap {
  const file: FileCoverage = { path: 'a.py', lines: new Map(), functions: [], branches: [branchOf(taken, names)] };
  return new Map([['a.py', file]]);
}

describe('arcs that only say what they missed', () => {
  it('merge to what was taken in any run, in whatever order and grouping', () => {
    fc.assert(
      fc.property(run, run, run, (one, two, three) => {
        const maps = [one, two, three].map(mapOf);
        const [first, second, third] = maps as [CoverageMap, CoverageMap, CoverageMap];
        const merged = mergeCoverage(maps);
        const arms = merged.get('a.py')?.branches[0]?.arms ?? [];
        const taken = new Set([...one.taken, ...two.taken, ...three.taken]);
        assert.equal(arms.length, targets.length);
        assert.equal(arms.filter(({ state }) => state === 'hit').length, taken.size);
        for (const { key, state } of arms) {
          const target = key.slice('arc@6->'.length);
          if (targets.includes(target)) assert.equal(state === 'hit', taken.has(target), target);
        }
        assert.deepEqual(mergeCoverage([third, first, second]), merged);
        assert.deepEqual(mergeCoverage([mergeCoverage([first, second]), third]), merged);
        assert.deepEqual(mergeCoverage([first, mergeCoverage([second, third])]), merged);
      }),
      { numRuns: 500 },
    );
  });
});
