import assert from 'node:assert/strict';
import { batchArms } from '../../../../../src/core/generators/model/batch-arms.ts';
import { target } from '../../../../support/messages-api/shipping-request.ts';

function inFunction(name: string, first: number, count: number): ReturnType<typeof target>[] {
  const enclosing = { name, range: { start: { line: first, column: 0 }, end: { line: first + 50, column: 1 } } };
  return Array.from({ length: count }, (_, index) => ({
    ...target(first + index, `if@${first + index}:2/0`, { label: 'else', condition: 'x' }),
    enclosing,
  }));
}

describe('batches of arms', () => {
  it('keeps the arms of a function together and fills a request with small functions', () => {
    const batches = batchArms([
      ...inFunction('c', 300, 3),
      ...inFunction('a', 1, 5),
      ...inFunction('b', 100, 3),
      ...inFunction('d', 400, 2),
    ]);
    assert.deepEqual(
      batches.map((batch) => batch.map(({ branch }) => branch.line)),
      [
        [1, 2, 3, 4, 5, 100, 101, 102],
        [300, 301, 302, 400, 401],
      ],
    );
  });

  it('splits a function with more than eight', () => {
    assert.deepEqual(
      batchArms(inFunction('a', 1, 18)).map((batch) => batch.length),
      [8, 8, 2],
    );
  });
});
