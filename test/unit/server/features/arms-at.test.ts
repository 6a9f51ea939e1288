import assert from 'node:assert/strict';
import { armsAt } from '../../../../src/server/features/arms-at.ts';
import { placedPrice } from './open-folders.ts';

function found(line: number, character: number): string[] {
  return armsAt(placedPrice(), { line: line - 1, character }).map(({ label }) => label);
}

describe('armsAt', () => {
  it('finds the arms of the line, the one under the cursor first', () => {
    assert.deepEqual(found(5, 14), ['left of ?? never evaluated', 'right of ?? never evaluated']);
    assert.deepEqual(found(5, 23), ['right of ?? never evaluated', 'left of ?? never evaluated']);
  });

  it('finds an arm on its own line and on the line of its decision', () => {
    assert.deepEqual(found(10, 0), ["case 'EUR' never taken"]);
    assert.deepEqual(found(9, 0), ["case 'EUR' never taken"]);
  });

  it('finds the dark arm that the cursor stands in', () => {
    assert.deepEqual(found(11, 8), ["case 'EUR' never taken"]);
  });

  it('finds nothing elsewhere', () => {
    assert.deepEqual(found(3, 4), []);
    assert.deepEqual(found(16, 0), []);
  });
});
