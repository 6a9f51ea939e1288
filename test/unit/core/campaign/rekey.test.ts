import assert from 'node:assert/strict';
import { rekeySelection } from '../../../../src/core/campaign/rekey.ts';
import { countBranch } from '../../../../src/core/coverage/count-branch.ts';
import type { MeasuredFile } from '../../../../src/core/coverage/session.ts';

/** A file whose only branch is the `if` on `line`. */
function measured(text: string, line: number): MeasuredFile {
  const arms = ['if', 'else'].map((label, index) => ({ key: `if@${line}:0/${index}`, label, state: 'not-taken' as const }));
  const range = { start: { line, column: 0 }, end: { line, column: 9 } };
  return {
    path: '/a.ts',
    coverage: { path: '/a.ts', lines: new Map(), functions: [], branches: [{ kind: 'if', certainty: 'exact', line, range, arms }] },
    source: undefined,
    measuredText: text,
    stale: undefined,
  };
}

const before = measured('a\nif (x) y\nz\n', 2);

describe('a selection in a newer measurement', () => {
  it('is the same when the text is the same', () => {
    const selection = { kind: 'arms', keys: ['if@2:0/1'] } as const;
    assert.equal(rekeySelection(selection, before, measured('a\nif (x) y\nz\n', 2)), selection);
  });

  it('follows an arm that moved', () => {
    const after = measured('a\nnew\nnew\nif (x) y\nz\n', 4);
    assert.deepEqual(rekeySelection({ kind: 'arms', keys: ['if@2:0/1'] }, before, after), { kind: 'arms', keys: ['if@4:0/1'] });
    assert.deepEqual(rekeySelection({ kind: 'line', line: 2, column: 0 }, before, after), { kind: 'line', line: 4, column: 0 });
  });

  it('takes the arm that stands where an edited one stood', () => {
    const after = measured('a\nif (x && more) y\nz\n', 2);
    assert.deepEqual(rekeySelection({ kind: 'arms', keys: ['if@2:0/1'] }, before, after), { kind: 'arms', keys: ['if@2:0/1'] });
  });

  it('takes every arm of the line for one that the older report only counted', () => {
    const counted = countBranch({ line: 2, total: 2, taken: 1, evaluated: true });
    const only = { ...before, coverage: { ...before.coverage, branches: [counted] } };
    const all = { kind: 'arms', keys: ['if@2:0/0', 'if@2:0/1'] };
    assert.deepEqual(rekeySelection({ kind: 'arms', keys: ['count@2/0'] }, only, before), all);
    const moved = measured('a\nnew\nif (x) y\nz\n', 3);
    assert.deepEqual(rekeySelection({ kind: 'arms', keys: ['count@2/0'] }, only, moved), { kind: 'arms', keys: ['if@3:0/0', 'if@3:0/1'] });
  });

  it('lets go of an arm that was edited away', () => {
    const after = measured('a\nz\nif (other) y\n', 3);
    assert.deepEqual(rekeySelection({ kind: 'arms', keys: ['if@2:0/1'] }, before, after), { kind: 'arms', keys: [] });
  });
});
