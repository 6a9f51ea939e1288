import assert from 'node:assert/strict';
import { armLines, codes, fileOf, lineCounts, readFixture, readText } from './read-fixture.ts';

describe('SonarQube generic reader', () => {
  it('counts the outcomes of a line and never names one', () => {
    const report = readFixture('by-hand/sonar-generic.xml');
    assert.equal(report.format?.id, 'sonar-generic');
    assert.deepEqual(report.problems, []);
    const file = fileOf(report, 'src/shop/money.c');
    assert.deepEqual(armLines(file.branches), [
      '4 outcome 1 of 4: unknown',
      '4 outcome 2 of 4: unknown',
      '4 outcome 3 of 4: unknown',
      '4 outcome 4 of 4: unknown',
      '5 outcome 1 of 2: never-evaluated',
      '5 outcome 2 of 2: never-evaluated',
      '6 outcome 1 of 2: hit',
      '6 outcome 2 of 2: hit',
    ]);
    assert.equal(file.branches[0]?.taken, 3);
    assert.deepEqual(lineCounts(file), ['3: 1', '4: 1', '5: 0', '6: 1']);
    assert.equal(report.files.length, 2);
  });

  it('names what cannot be used', () => {
    const report = readText(
      '<coverage version="1"><lineToCover/><file path="a"><lineToCover lineNumber="1" covered="yes"/><lineToCover lineNumber="2" covered="true" branchesToCover="2" coveredBranches="7"/></file><file/></coverage>',
    );
    assert.deepEqual(codes(report.problems), ['report/bad-record', 'report/bad-record', 'report/bad-count', 'report/bad-record']);
    assert.deepEqual(armLines(fileOf(report, 'a').branches), ['2 outcome 1 of 2: hit', '2 outcome 2 of 2: hit']);
  });
});
