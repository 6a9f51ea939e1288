import assert from 'node:assert/strict';
import { armLines, codes, fileOf, lineCounts, readFixture, readText } from './read-fixture.ts';

const money = 'C:\\work\\Shop\\Money.cs';

describe('dotCover reader', () => {
  it('shows statements as blocks with their place', () => {
    const report = readFixture('by-hand/dotcover.xml');
    assert.equal(report.format?.id, 'dotcover');
    assert.deepEqual(report.problems, []);
    const file = fileOf(report, money);
    assert.deepEqual(armLines(file.branches), ['7 block: hit', '8 block: hit', '8 block: not-taken', '10 block: hit']);
    assert.deepEqual(file.branches[2]?.range, { start: { line: 8, column: 30 }, end: { line: 9, column: 19 } });
    assert.deepEqual(lineCounts(file), ['7: 1', '8: 1', '9: 0', '10: 1']);
    assert.deepEqual(file.functions, [{ name: 'Discount(System.Int32):System.Int32', line: 7, endLine: 10, count: 1 }]);
    assert.deepEqual(report.files[0]?.totals.blocks, { covered: 3, total: 4 });
  });

  it('says which report is needed when there are only figures, and names files that the report does not', () => {
    assert.match(readText('<Root ReportType="Xml" CoveredStatements="1"/>').problems[0]?.message ?? '', /DetailedXml/);
    const report = readText(
      '<Root ReportType="DetailedXml"><Statement FileIndex="3" Line="2" Covered="True"/><Statement Line="x"/></Root>',
    );
    assert.deepEqual(codes(report.problems), ['report/bad-record', 'report/bad-record']);
  });
});

describe('Microsoft code coverage reader', () => {
  it('shows ranges as blocks, and of a range that ran in part does not say which part', () => {
    const report = readFixture('by-hand/dynamic-code-coverage.xml');
    assert.equal(report.format?.id, 'dynamic-code-coverage');
    assert.deepEqual(report.problems, []);
    const file = fileOf(report, money);
    assert.deepEqual(armLines(file.branches), ['7 block: hit', '8 part of the block: unknown', '9 block: not-taken']);
    assert.deepEqual(lineCounts(file), ['7: 1', '8: 1', '9: 0', '10: 0']);
    assert.deepEqual(file.functions, [{ name: 'Money.Discount(int)', line: 7, endLine: 10, count: 1 }]);
  });

  it('numbers of files hold within their module', () => {
    assert.deepEqual(lineCounts(fileOf(readFixture('by-hand/dynamic-code-coverage.xml'), 'C:\\work\\Other\\Program.cs')), ['3: 0']);
  });

  it('names what cannot be used, and never fills the memory by a torn line number', () => {
    const range = '<range source_id="0" start_line="1" end_line="9999999" start_column="1" end_column="2" covered="yes"/>';
    const report = readText(
      `<results><modules><module><function name="f">${range}<range covered="maybe"/></function><source_file id="0" path="a.cs"/></module></modules></results>`,
    );
    assert.deepEqual(lineCounts(fileOf(report, 'a.cs')), ['1: 1']);
    assert.deepEqual(codes(report.problems), ['report/bad-record']);
  });
});
