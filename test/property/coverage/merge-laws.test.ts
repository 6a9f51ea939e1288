import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { takenArms, type Arm, type Branch, type CoverageMap, type FileCoverage } from '../../../src/core/coverage/coverage-map.ts';
import { countBranch } from '../../../src/core/coverage/count-branch.ts';
import { mergeCoverage } from '../../../src/core/coverage/merge.ts';

const state = fc.constantFrom<Arm['state'][]>('hit', 'not-taken', 'never-evaluated', 'unknown');
const count = fc.option(fc.oneof(fc.nat(5), fc.constant(Number.MAX_SAFE_INTEGER)), { nil: undefined });

const branch: fc.Arbitrary<Branch> = fc
  .record({
    kind: fc.constantFrom<Branch['kind'][]>('if', 'switch', 'unknown'),
    line: fc.integer({ min: 1, max: 3 }),
    column: fc.nat(1),
    states: fc.array(fc.tuple(state, count), { minLength: 1, maxLength: 3 }),
    ranged: fc.boolean(),
  })
  .map(({ kind, line, column, states, ranged }) => ({
    kind,
    certainty: 'exact',
    line,
    arms: states.map(([one, times], index) => ({
      key: `${kind}@${line}:${column}/${index}`,
      label: `arm ${index}`,
      state: one,
      ...(times === undefined ? {} : { count: times }),
    })),
    ...(ranged ? { range: { start: { line, column }, end: { line: line + states.length, column: 1 } } } : {}),
  }));

/** What a report that only counts says of a line; there is one for each line. */
const counted: fc.Arbitrary<Branch> = fc
  .record({ line: fc.integer({ min: 1, max: 2 }), total: fc.integer({ min: 1, max: 4 }), taken: fc.nat(4), evaluated: fc.boolean() })
  .map(countBranch);

const measured: fc.Arbitrary<FileCoverage> = fc.record({
  path: fc.constant('a'),
  lines: fc
    .dictionary(fc.constantFrom('1', '2', '3'), fc.nat(9))
    .map((lines) => new Map(Object.entries(lines).map(([line, times]) => [Number(line), times]))),
  functions: fc.array(fc.record({ name: fc.constantFrom('f', 'g'), line: fc.integer({ min: 1, max: 2 }), count: fc.nat(3) }), {
    maxLength: 2,
  }),
  branches: fc.uniqueArray(fc.oneof(branch, counted), { maxLength: 5, selector: (one) => one.arms[0]?.key.split('/')[0] }),
});

const tests = fc.uniqueArray(fc.constantFrom('t', 'u', 'v'), { minLength: 1 }).map((names) => names.sort());

const file: fc.Arbitrary<FileCoverage> = fc
  .tuple(measured, fc.option(fc.dictionary(fc.constantFrom('1', '2', '3'), tests)))
  .map(([one, contexts]) =>
    contexts === null ? one : { ...one, contexts: new Map(Object.entries(contexts).map(([line, names]) => [Number(line), names])) },
  );

const map: fc.Arbitrary<CoverageMap> = fc
  .dictionary(fc.constantFrom('a', 'b'), file)
  .map((files) => new Map(Object.entries(files).map(([path, one]) => [path, { ...one, path }])));

describe('laws of merge', () => {
  it('the order of the maps does not matter', () => {
    fc.assert(fc.property(map, map, (left, right) => assert.deepEqual(mergeCoverage([left, right]), mergeCoverage([right, left]))));
  });

  it('neither does how they are grouped', () => {
    fc.assert(
      fc.property(map, map, map, (one, two, three) => {
        const all = mergeCoverage([one, two, three]);
        assert.deepEqual(mergeCoverage([mergeCoverage([one, two]), three]), all);
        assert.deepEqual(mergeCoverage([one, mergeCoverage([two, three])]), all);
      }),
    );
  });

  it('nothing is lost: every arm and line of the parts is in the whole, and what was hit stays hit', () => {
    fc.assert(
      fc.property(fc.array(map, { maxLength: 4 }), (maps) => {
        const merged = mergeCoverage(maps);
        for (const part of maps) {
          for (const [path, one] of part) {
            const wholes = merged.get(path)?.branches ?? [];
            const arms = new Map(wholes.flatMap((whole) => whole.arms.map((arm) => [arm.key, { arm, whole }])));
            for (const own of one.branches) {
              for (const arm of own.arms) {
                const found = arms.get(arm.key);
                assert.ok(found);
                // Of what is only counted, the number stays: of more outcomes it is not known which.
                if (own.certainty === 'count') assert.ok(takenArms(found.whole) >= takenArms(own));
                else if (arm.state === 'hit') assert.equal(found.arm.state, 'hit');
              }
            }
            for (const [line, times] of one.lines) assert.ok((merged.get(path)?.lines.get(line) ?? -1) >= times);
          }
        }
      }),
    );
  });
});
