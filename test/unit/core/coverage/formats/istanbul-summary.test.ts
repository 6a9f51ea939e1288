import assert from 'node:assert/strict';
import { codes, readFixture, readText } from './read-fixture.ts';

describe('Istanbul summary reader', () => {
  it('gives the figures of each file, and says what is missing for marks', () => {
    const report = readFixture('made/nyc/coverage-summary.json');
    assert.equal(report.format?.id, 'istanbul-summary');
    assert.deepEqual(
      report.files.map((file) => [file.path, file.totals.branches, file.totals.lines]),
      [
        ['/project/hints.cjs', { covered: 10, total: 17 }, { covered: 8, total: 9 }],
        ['/project/run.cjs', { covered: 0, total: 0 }, { covered: 7, total: 7 }],
      ],
    );
    assert.deepEqual(report.files[0]?.load().branches, []);
    assert.deepEqual(codes(report.problems), ['report/only-totals']);
  });

  it('says when the files do not come to the total, and never believes more than all', () => {
    const entry = (covered: number): object => ({
      lines: { total: 3, covered, skipped: 0, pct: 'Unknown' },
      branches: { total: 0, covered: 0 },
    });
    const report = readText(JSON.stringify({ total: entry(3), '/a.js': entry(2), '/b.js': {}, __proto__: 1 }));
    assert.deepEqual(codes(report.problems), ['report/foreign-file', 'report/only-totals', 'report/totals-differ']);
    assert.deepEqual(readText(JSON.stringify({ '/a.js': entry(9) })).files[0]?.totals.lines, { covered: 3, total: 3 });
  });
});
