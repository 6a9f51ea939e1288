import assert from 'node:assert/strict';
import { armLines, codes, fileOf, lineCounts, readFixture, readText } from './read-fixture.ts';

const money = 'C:\\work\\Shop\\Money.cs';

describe('coverlet reader', () => {
  it('reads decisions by their offset and arms by their path', () => {
    const report = readFixture('by-hand/coverlet.json');
    assert.equal(report.format?.id, 'coverlet');
    assert.deepEqual(report.problems, []);
    const file = fileOf(report, money);
    assert.deepEqual(armLines(file.branches), [
      '8 arm 1 of 2: hit 1×',
      '8 arm 2 of 2: hit 2×',
      '10 arm 1 of 2: hit 2×',
      '10 arm 2 of 2: not-taken 0×',
      '10 arm 1 of 2: not-taken 0×',
      '10 arm 2 of 2: hit 2×',
      '21 arm 1 of 3: never-evaluated 0×',
      '21 arm 2 of 3: never-evaluated 0×',
      '21 arm 3 of 3: never-evaluated 0×',
    ]);
    assert.equal(file.functions[0]?.name, 'Shop.Money::Discount(System.Int32,System.Boolean)');
    assert.equal(file.functions[0]?.count, 3);
  });

  it('sums a line that stands in a method and in a lambda', () => {
    assert.deepEqual(lineCounts(fileOf(readFixture('by-hand/coverlet.json'), money)), [
      '7: 3',
      '8: 3',
      '9: 1',
      '10: 2',
      '12: 7',
      '20: 0',
      '21: 0',
    ]);
  });

  it('gives branches the keys that the LCOV of the same run gives them', () => {
    const keys = (text: string): readonly string[] =>
      readText(text).files.flatMap((file) => file.load().branches.flatMap((branch) => branch.arms.map((arm) => `${arm.key} ${arm.state}`)));
    const branch = (Offset: number, Path: number, Hits: number): object => ({ Line: 3, Offset, EndOffset: 9, Path, Ordinal: 0, Hits });
    const Branches = [branch(5, 0, 1), branch(5, 1, 0), branch(8, 0, 0), branch(8, 1, 2)];
    const json = JSON.stringify({ 'a.dll': { '/a.cs': { A: { 'void A::m()': { Lines: { 3: 2 }, Branches } } } } });
    const lcov = 'SF:/a.cs\nBRDA:3,5,0,1\nBRDA:3,5,1,0\nBRDA:3,8,0,0\nBRDA:3,8,1,2\nDA:3,2\nend_of_record\n';
    assert.deepEqual(keys(json), keys(lcov));
  });

  it('names what is no record', () => {
    const report = readText('{"a.dll":{"/a.cs":{"A":{"m":{"Lines":{"0":1,"2":"x","3":1},"Branches":[{"Line":0},null]}}},"/b.cs":[]}}');
    assert.deepEqual(codes(report.problems), [
      'report/bad-record',
      'report/bad-record',
      'report/bad-record',
      'report/bad-record',
      'report/foreign-file',
    ]);
    assert.deepEqual(lineCounts(fileOf(report, '/a.cs')), ['3: 1']);
  });
});
