import assert from 'node:assert/strict';
import { compareListings, totalOf } from '../../../.tools/demo/tables.ts';
import type { Listing } from '../../../src/cli/reporters/reporter.ts';

function listing(files: Readonly<Record<string, readonly [number, number]>>): Listing {
  return {
    root: '/shop',
    reports: [],
    explanation: undefined,
    files: Object.entries(files).map(([file, [covered, total]]) => ({ file, covered, total, stale: undefined, arms: [] })),
  };
}

describe('the tables of the demo', () => {
  it('puts before and after side by side, with what was gained and the total', () => {
    const before = listing({ 'src/vat.ts': [9, 36], 'src/cart.ts': [10, 20], 'src/types.ts': [0, 0] });
    const after = listing({ 'src/cart.ts': [20, 20], 'src/vat.ts': [9, 36], 'src/types.ts': [0, 0] });
    assert.equal(
      compareListings(before, after),
      [
        '  file                 before          after',
        '  src/cart.ts   10/20  50.0 %  20/20 100.0 %  +10',
        '  src/types.ts    no branches    no branches',
        '  src/vat.ts     9/36  25.0 %   9/36  25.0 %',
        '  total         19/56  33.9 %  29/56  51.8 %  +10',
      ].join('\n'),
    );
    assert.deepEqual(totalOf(after), { covered: 29, total: 56 });
  });

  it('does not hide a file that the second measurement lost', () => {
    assert.match(compareListings(listing({ 'a.ts': [1, 2] }), listing({})), /^ {2}a\.ts +1\/2 +50\.0 % +–$/m);
  });
});
