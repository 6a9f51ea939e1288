import assert from 'node:assert/strict';
import { mapLines } from '../../../../src/core/coverage/line-map.ts';
import { staleFile } from '../../../../src/core/coverage/stale.ts';

describe('line map', () => {
  it('moves with lines that were put in and taken out', () => {
    const map = mapLines('a\nb\nc\nd\n', 'new\na\nc\nD\n');
    assert.deepEqual(
      [1, 2, 3, 4].map((line) => map.toCurrent(line)),
      [2, undefined, 3, undefined],
    );
    assert.deepEqual(
      [1, 2, 3, 4].map((line) => map.toMeasured(line)),
      [undefined, 1, 3, undefined],
    );
    assert.deepEqual(map.changed, [1, 4]);
    assert.deepEqual(map.removed, [2, 4]);
  });

  it('line ends and white space at the end are no change', () => {
    assert.equal(mapLines('a\r\nb  \r\n', 'a\nb\n').identical, true);
  });

  it('a line beyond the text has no counterpart', () => {
    assert.equal(mapLines('a', 'a').toCurrent(99), undefined);
  });

  it('two edits far apart in 20,000 lines leave every other line in place', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}`);
    const edited = lines.toSpliced(10, 1, 'x', 'y').toSpliced(19_000, 3);
    const map = mapLines(lines.join('\n'), edited.join('\n'));
    assert.equal(map.toCurrent(15_000), 15_001);
    assert.deepEqual(map.changed, [11, 12]);
    assert.equal(map.removed.length, 4);
  });

  it('a text with nothing in common is changed as a whole', () => {
    const left = Array.from({ length: 5000 }, (_, index) => `l${index}`).join('\n');
    const right = Array.from({ length: 5000 }, (_, index) => `r${index}`).join('\n');
    assert.equal(mapLines(left, right).changed.length, 5000);
  });
});

describe('reasons for staleness', () => {
  it('says how long after the measurement the file was changed', () => {
    assert.match(staleFile(0, 180_000, false) ?? '', /changed 3 min after the coverage was measured/);
    assert.equal(staleFile(10, 5, false), undefined);
    assert.equal(staleFile(0, 180_000, true), undefined);
  });
});
