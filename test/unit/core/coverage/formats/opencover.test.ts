import assert from 'node:assert/strict';
import { armLines, codes, fileOf, lineCounts, readFixture, readText } from './read-fixture.ts';

const money = 'C:\\work\\Shop\\Money.cs';

describe('OpenCover reader', () => {
  const report = readFixture('by-hand/opencover.xml');

  it('reads decisions by their offset, also those of old versions that have no line', () => {
    assert.equal(report.format?.id, 'opencover');
    assert.deepEqual(report.problems, []);
    assert.deepEqual(armLines(fileOf(report, money).branches), [
      '8 arm 1 of 2: hit 1×',
      '8 arm 2 of 2: hit 2×',
      '10 arm 1 of 2: not-taken 0×',
      '10 arm 2 of 2: hit 2×',
      '20 arm 1 of 2: never-evaluated 0×',
      '20 arm 2 of 2: never-evaluated 0×',
    ]);
  });

  it('counts all lines of a statement, none of hidden code', () => {
    assert.deepEqual(lineCounts(fileOf(report, money)), ['7: 3', '8: 3', '9: 3', '10: 2', '20: 0']);
    assert.deepEqual(
      report.files.map((file) => file.path),
      [money, 'C:\\work\\Shop\\Empty&.cs'],
    );
  });

  it('names methods', () => {
    assert.deepEqual(fileOf(report, money).functions, [
      { name: 'Shop.Money::Discount(System.Int32)', line: 7, endLine: 10, count: 3 },
      { name: 'Shop.Money::get_Name()', line: 20, endLine: 20, count: 0 },
    ]);
  });

  it('numbers of files hold within their module', () => {
    const module = (name: string, vc: number): string =>
      `<Module><Files><File uid="1" fullPath="${name}"/></Files><Classes><Class><Methods><Method><Name>A::m()</Name>` +
      `<SequencePoints><SequencePoint vc="${vc}" sl="1" el="1" fileid="1"/></SequencePoints></Method></Methods></Class></Classes></Module>`;
    const two = readText(
      `<CoverageSession><Modules>${module('a.cs', 1)}${module('b.cs', 0)}${module('a.cs', 4)}</Modules></CoverageSession>`,
    );
    assert.deepEqual(lineCounts(fileOf(two, 'a.cs')), ['1: 5']);
    assert.deepEqual(lineCounts(fileOf(two, 'b.cs')), ['1: 0']);
  });

  it('names what cannot be used', () => {
    const method =
      '<Method><SequencePoint vc="1" sl="-4" fileid="1"/><SequencePoint vc="1" sl="4" el="2" fileid="9"/><BranchPoint sl="x" vc="0"/>';
    const bad = readText(`<CoverageSession><Modules><Module><Files><File uid="1" fullPath="a.cs"/></Files>${method}`);
    assert.deepEqual(codes(bad.problems), ['report/bad-record', 'report/bad-record', 'report/truncated', 'report/bad-record']);
    assert.deepEqual(lineCounts(fileOf(bad, 'a.cs')), []);
  });
});
