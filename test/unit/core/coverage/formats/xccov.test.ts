import assert from 'node:assert/strict';
import { armLines, codes, fileOf, lineCounts, readFixture, readText } from './read-fixture.ts';

const money = '/project/Sources/Money.swift';

describe('xccov reader', () => {
  it('report: functions are blocks, a file of two targets is one, and the way to lines is said', () => {
    const report = readFixture('by-hand/xccov-report.json');
    assert.equal(report.format?.id, 'xccov-report');
    assert.deepEqual(armLines(fileOf(report, money).branches), [
      '4 Money.discount(_:member:): hit 3×',
      '6 closure #1 in Money.discount(_:member:): not-taken 0×',
      '12 Money.init(): hit 1×',
      '18 Money.name.getter: hit 2×',
    ]);
    assert.deepEqual(report.files[0]?.totals, {
      branches: { covered: 0, total: 0 },
      lines: { covered: 9, total: 14 },
      blocks: { covered: 3, total: 4 },
    });
    assert.match(report.problems[0]?.message ?? '', /--archive --json/);
  });

  it('archive: counts of lines, and the parts of a line that never ran', () => {
    const report = readFixture('by-hand/xccov-archive.json');
    assert.equal(report.format?.id, 'xccov-archive');
    const file = fileOf(report, money);
    assert.deepEqual(lineCounts(file), ['2: 3', '3: 3', '4: 0']);
    assert.deepEqual(armLines(file.branches), ['3 block: not-taken 0×', '3 block: hit 2×']);
    assert.deepEqual(file.branches[0]?.range, { start: { line: 3, column: 21 }, end: { line: 3, column: 33 } });
    assert.deepEqual(report.problems, []);
  });

  it('names entries that are none', () => {
    const report = readText('{"/a.swift":[{"isExecutable":true,"line":0},{"isExecutable":true,"line":2,"executionCount":-1},7]}');
    assert.deepEqual(lineCounts(fileOf(report, '/a.swift')), ['2: 0']);
    assert.deepEqual(codes(report.problems), ['report/bad-record', 'report/bad-record']);
  });
});
