import assert from 'node:assert/strict';
import type { Mark } from '../../../../src/protocol/messages.ts';
import { groupByLine } from '../../../../src/client/marks/line-marks.ts';

function mark(line: number, label: string, more: Partial<Mark> = {}): Mark {
  const place = { line, character: 0 };
  return { arm: `${line}/${label}`, line, range: { start: place, end: place }, label, state: 'not-taken', certainty: 'exact', ...more };
}

/** As the editor shows it: `3 not-taken: else never taken`. */
function drawn(marks: readonly Mark[]): readonly string[] {
  return groupByLine(marks).map((line) => `${line.line + 1} ${line.look}: ${line.text}`);
}

describe('Marks of a line', () => {
  it('stand in one label a line, by line', () => {
    assert.deepEqual(drawn([mark(9, "case 'EUR' never taken"), mark(2, 'else never taken'), mark(9, 'default never taken')]), [
      '3 not-taken: else never taken',
      "10 not-taken: case 'EUR' never taken · default never taken",
    ]);
  });

  it('count equal labels', () => {
    const marks = [mark(0, 'right of && never taken', { arm: 'a' }), mark(0, 'right of && never taken', { arm: 'b' })];
    assert.deepEqual(drawn(marks), ['1 not-taken: right of && never taken ×2']);
  });

  it('look never evaluated only when no decision of the line ran', () => {
    const never = mark(4, 'then never evaluated', { state: 'never-evaluated' });
    assert.deepEqual(drawn([never]), ['5 never-evaluated: then never evaluated']);
    assert.deepEqual(drawn([never, mark(4, 'right of ?? never taken')]), ['5 not-taken: then never evaluated · right of ?? never taken']);
  });

  it('look count-only where the report names no arm', () => {
    assert.deepEqual(drawn([mark(0, '1 of 4 outcomes not taken', { state: 'unknown', certainty: 'count' })]), [
      '1 count-only: 1 of 4 outcomes not taken',
    ]);
  });

  it('look stale only when every arm of the line is', () => {
    const old = mark(1, 'else never taken', { stale: 'line changed' });
    assert.deepEqual(drawn([old]), ['2 stale: else never taken']);
    assert.deepEqual(drawn([old, mark(1, 'then never taken')]), ['2 not-taken: else never taken · then never taken']);
  });

  it('cut a label that would run out of the window', () => {
    const [line] = groupByLine(Array.from({ length: 40 }, (_, index) => mark(0, `case ${index} never taken`)));
    assert.equal(line?.text.length, 160);
    assert.match(line?.text ?? '', /…$/);
  });
});
