import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { mapLines } from '../../../src/core/coverage/line-map.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 }).map((lines) => lines.join('\n'));

describe('line map', () => {
  it('pairs only equal lines, keeps their order, and both directions agree', () => {
    fc.assert(
      fc.property(text, text, (measured, current) => {
        const map = mapLines(measured, current);
        const before = measured.split('\n');
        const after = current.split('\n');
        let last = 0;
        for (let line = 1; line <= before.length; line += 1) {
          const now = map.toCurrent(line);
          if (now === undefined) continue;
          assert.equal(after[now - 1], before[line - 1]);
          assert.equal(map.toMeasured(now), line);
          assert.ok(now > last);
          last = now;
        }
        assert.equal(map.changed.length + before.length - map.removed.length, after.length);
        assert.equal(map.identical, measured === current);
      }),
    );
  });
});
