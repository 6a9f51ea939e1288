import assert from 'node:assert/strict';
import { placeLines } from '../../../src/server/line-placement.ts';

/** `3→5`, `3→5*` touched, `3→gone` */
function moves(before: readonly string[], after: readonly string[]): string {
  const placed = placeLines(before.join('\n'), after.join('\n'));
  return before
    .map((_, index) => {
      const found = placed.toCurrent(index + 1);
      return `${index + 1}→${found === undefined ? 'gone' : `${found.line}${found.touched ? '*' : ''}`}`;
    })
    .join(' ');
}

describe('placeLines', () => {
  it('leaves an unchanged text where it is', () => {
    assert.equal(moves(['a', 'b'], ['a', 'b']), '1→1 2→2');
  });

  it('moves with lines inserted and removed above', () => {
    assert.equal(moves(['a', 'b', 'c'], ['new', 'a', 'b', 'c']), '1→2 2→3 3→4');
    assert.equal(moves(['a', 'b', 'c'], ['b', 'c']), '1→gone 2→1 3→2');
  });

  it('knows an edited line as the same line, touched', () => {
    assert.equal(moves(['a', 'if (qty > 100) {', 'c'], ['a', 'if (qty > 99) {', 'c']), '1→1 2→2* 3→3');
  });

  it('finds an edited line again below one that was inserted with it', () => {
    assert.equal(moves(['a', 'if (qty > 100) {', 'c'], ['a', 'const limit = 100;', 'if (qty > limit) {', 'c']), '1→1 2→3* 3→4');
  });

  it('does not take another line for a removed one', () => {
    assert.equal(moves(['a', 'if (x) return 1;', 'log(x);', 'c'], ['a', 'log(y);', 'c']), '1→1 2→gone 3→2* 4→3');
  });

  it('takes a white-space change at the end for no change', () => {
    assert.equal(moves(['a', 'b'], ['a', 'b  ']), '1→1 2→2');
  });

  it('maps back, also from lines that are new', () => {
    const placed = placeLines('a\nb\nc', 'a\nnew\nb\nc');
    assert.deepEqual(
      [1, 2, 3, 4].map((line) => placed.nearestMeasured(line)),
      [1, 1, 2, 3],
    );
  });

  it('has a place for everything when the whole text is replaced', () => {
    const placed = placeLines('a\nb\nc', 'x');
    assert.equal(placed.nearestCurrent(3), 1);
    assert.equal(placed.nearestMeasured(1), 1);
  });
});
