import assert from 'node:assert/strict';
import type { Arm, Branch, ConditionCoverage, FileCoverage } from '../../../../src/core/coverage/coverage-map.ts';
import { mergeCoverage, mergeFiles } from '../../../../src/core/coverage/merge.ts';

function branch(key: string, states: readonly Arm['state'][]): Branch {
  const arms = states.map((state, index): Arm => ({
    key: `${key}/${index}`,
    label: `arm ${index}`,
    state,
    count: state === 'hit' ? 1 : 0,
  }));
  return { kind: 'if', certainty: 'exact', line: 1, arms };
}

function map(...branches: readonly Branch[]): ReadonlyMap<string, FileCoverage> {
  return new Map([['a.ts', { path: 'a.ts', lines: new Map([[1, 2]]), functions: [{ name: 'f', line: 1, count: 1 }], branches }]]);
}

describe('merge', () => {
  it('a hit anywhere is a hit, counts and lines are summed', () => {
    const merged = mergeCoverage([map(branch('if@1:0', ['hit', 'not-taken'])), map(branch('if@1:0', ['hit', 'hit']))]).get('a.ts');
    assert.deepEqual(
      merged?.branches[0]?.arms.map((arm) => `${arm.state} ${arm.count}`),
      ['hit 2', 'hit 1'],
    );
    assert.equal(merged?.lines.get(1), 4);
    assert.equal(merged?.functions[0]?.count, 2);
  });

  it('a decision that ran in one of them was evaluated', () => {
    const merged = mergeCoverage([map(branch('if@1:0', ['never-evaluated'])), map(branch('if@1:0', ['not-taken']))]).get('a.ts');
    assert.equal(merged?.branches[0]?.arms[0]?.state, 'not-taken');
  });

  it('loses no branch where another tool collapses those with the same first arm', () => {
    const merged = mergeCoverage([
      map(branch('binary-expr@1:0', ['hit', 'hit', 'not-taken']), branch('cond-expr@1:0', ['hit', 'not-taken'])),
      map(branch('if@1:0', ['not-taken'])),
    ]).get('a.ts');
    assert.deepEqual(
      merged?.branches.map((one) => one.arms.length),
      [3, 2, 1],
    );
  });

  it('leaves what it was given as it was', () => {
    const input = map(branch('if@1:0', ['hit']));
    const before = structuredClone(input);
    mergeCoverage([input, input]);
    assert.deepEqual(input, before);
  });

  it('a condition decided when any run saw it decide; one that only one report knows is kept', () => {
    const measured = (...conditions: readonly ConditionCoverage[]): FileCoverage => {
      return { path: 'a.c', lines: new Map(), functions: [], branches: [], conditions };
    };
    const one = { line: 3, decision: 0, index: 0, whenTrue: true, whenFalse: false };
    const other = { line: 3, decision: 0, index: 0, expression: 'a > b', whenTrue: false, whenFalse: true };
    const alone = { line: 2, decision: 0, index: 1, whenTrue: false, whenFalse: false };
    const expected = [alone, { ...other, whenTrue: true }];
    assert.deepEqual(mergeFiles(measured(one), measured(other, alone)).conditions, expected);
    assert.deepEqual(mergeFiles(measured(alone, other), measured(one)).conditions, expected);
    assert.equal('conditions' in mergeFiles(measured(), measured()), false);
  });
});
