import assert from 'node:assert/strict';
import typescript from 'typescript';
import { harvestConstants } from '../../../src/explorer-worker/constants.ts';

function numbersOf(text: string): readonly number[] {
  return harvestConstants([typescript.createSourceFile('/a.ts', text, typescript.ScriptTarget.ESNext, true)]).numbers;
}

describe('constants of the code', () => {
  it('include what is not a number and what has no end only where the code asks for it', () => {
    assert.deepEqual(numbersOf('if (x > 3) y();'), [3]);
    assert.deepEqual(numbersOf('if (Number.isNaN(x)) y();'), [Number.NaN]);
    assert.deepEqual(numbersOf('if (x !== x) y();'), [Number.NaN]);
    assert.deepEqual(numbersOf('if (!isFinite(x)) y();'), [Number.POSITIVE_INFINITY, Number.NaN]);
    assert.deepEqual(numbersOf('if (x === Number.NEGATIVE_INFINITY) y();'), [Number.NEGATIVE_INFINITY]);
  });
});
