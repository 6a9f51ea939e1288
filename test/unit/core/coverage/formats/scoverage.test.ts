import assert from 'node:assert/strict';
import { armLines, codes, fileOf, lineCounts, readFixture, readText } from './read-fixture.ts';

describe('scoverage reader', () => {
  it('each statement that begins an arm is a branch of one arm, in the order of the text', () => {
    const report = readFixture('by-hand/scoverage.xml');
    assert.equal(report.format?.id, 'scoverage');
    assert.deepEqual(report.problems, []);
    const file = fileOf(report, 'C:\\work\\Money.scala');
    assert.deepEqual(armLines(file.branches), ['5 block: hit 3×', '5 block: not-taken 0×', '13 block: never-evaluated 0×']);
    assert.deepEqual(report.files[0]?.totals.branches, { covered: 1, total: 3 });
  });

  it('leaves out what was taken out of the measurement', () => {
    assert.deepEqual(lineCounts(fileOf(readFixture('by-hand/scoverage.xml'), 'C:\\work\\Money.scala')), ['4: 3', '5: 3', '12: 0', '13: 0']);
  });

  it('takes the file of the class where a statement has none, and names what it cannot use', () => {
    const report = readText(
      '<scoverage><class filename="a.scala"><statement line="2" invocation-count="1"/><statement line="0" invocation-count="1"/></class></scoverage>',
    );
    assert.deepEqual(lineCounts(fileOf(report, 'a.scala')), ['2: 1']);
    assert.deepEqual(codes(report.problems), ['report/bad-record']);
  });
});
