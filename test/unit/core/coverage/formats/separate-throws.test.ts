import assert from 'node:assert/strict';
import { separateThrows } from '../../../../../src/core/coverage/formats/separate-throws.ts';

/** `n` normal return, `e` exception, `a`, `b`, … arms of a decision; `.` behind one: control does not fall through to it. */
function separated(text: string): string {
  const arms = text.split(' ').map((word) => ({
    word: word.charAt(0),
    throws: word.startsWith('e'),
    fallthrough: word.endsWith('.') ? false : undefined,
  }));
  return separateThrows(arms)
    .map((group) => group.arms.map((arm) => arm.word).join('') + (group.isThrow ? '!' : ''))
    .join(' ');
}

describe('ways out of calls', () => {
  it('are put apart from the decisions of a line', () => {
    assert.equal(separated('a b'), 'ab');
    assert.equal(separated('n e'), 'ne!');
    assert.equal(separated('e'), 'e!');
    assert.equal(separated('n e n e'), 'ne! ne!');
    assert.equal(separated('n e a b n e'), 'ne! ab ne!');
    assert.equal(separated('a b c n e'), 'abc ne!');
    assert.equal(separated('a. b. e n'), 'ab en!');
  });

  it('never take an arm of a decision with them', () => {
    assert.equal(separated('a b e'), 'ab e!');
    assert.equal(separated('e a b'), 'e! ab');
    assert.equal(separated('a. b. c. e e'), 'abc e! e!');
  });
});
