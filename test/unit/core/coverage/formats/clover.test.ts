import assert from 'node:assert/strict';
import { armLines, codes, fileOf, lineCounts, readFixture, readText } from './read-fixture.ts';

const money = 'C:\\work\\shop\\Money.java';

function armsOf(line: string, root: string, project = '<project name="All files">'): readonly string[] {
  return armLines(fileOf(readText(`<coverage ${root}>${project}<file path="a.js">${line}</file></project></coverage>`), 'a.js').branches);
}

describe('Clover reader', () => {
  it('Clover itself: how often each condition of a line was true and false', () => {
    const report = readFixture('by-hand/clover.xml');
    assert.equal(report.format?.id, 'clover');
    assert.deepEqual(report.problems, []);
    const file = fileOf(report, money);
    assert.deepEqual(armLines(file.branches), [
      '4 true: hit 1×',
      '4 false: hit 2×',
      '7 true: not-taken 0×',
      '7 false: hit 2×',
      '7 true (condition 2 of the line): never-evaluated 0×',
      '7 false (condition 2 of the line): never-evaluated 0×',
    ]);
    assert.equal(file.branches[0]?.certainty, 'polarity');
    assert.deepEqual(lineCounts(file), ['3: 3', '4: 3', '5: 1', '7: 2', '8: 0', '10: 2']);
    assert.deepEqual(file.functions, [{ name: 'discount(int,boolean) : int', line: 3, count: 3 }]);
  });

  it('takes the name of a file that has no path, and no file of gcovr that is none', () => {
    const { files } = readFixture('by-hand/clover.xml');
    assert.deepEqual(
      files.map((file) => file.path),
      [money, 'Plain.java'],
    );
  });

  it("Istanbul's writer: arms taken and missed, never true and false", () => {
    const report = readFixture('made/nyc/clover.xml');
    const { branches } = fileOf(report, '/project/hints.cjs');
    assert.deepEqual(
      branches.map((branch) => `${branch.line} ${branch.certainty}: ${branch.taken ?? branch.arms[0]?.state} of ${branch.arms.length}`),
      ['5 count: hit of 1', '11 count: hit of 1', '21 count: 1 of 2', '26 count: hit of 1', '30 count: 2 of 7'],
    );
    assert.deepEqual(report.problems, []);
    assert.equal(readFixture('made/c8/clover.xml').format?.id, 'clover');
  });

  it('a fully covered line of Istanbul is fully covered, also without its project name', () => {
    const line = '<line num="5" type="cond" count="7" truecount="4" falsecount="0"/>';
    const hits = [1, 2, 3, 4].map((arm) => `5 outcome ${arm} of 4: hit`);
    assert.deepEqual(armsOf(line, 'generated="1" clover="3.2.0"'), hits);
    assert.deepEqual(armsOf(line, 'generated="1"', '<project>'), hits);
  });

  it("ReportGenerator's writer counts outcomes too", () => {
    const line = '<line num="5" type="cond" truecount="1" falsecount="1"/>';
    assert.deepEqual(armsOf(line, 'generated="1760552705" clover="4.3.1"'), ['5 outcome 1 of 2: unknown', '5 outcome 2 of 2: unknown']);
    assert.deepEqual(armsOf(line, 'generated="1547410716458" clover="4.3.1"'), ['5 true: hit 1×', '5 false: hit 1×']);
  });

  it('PHPUnit: lines and methods, no conditions, files below the project', () => {
    const text =
      '<?xml version="1.0"?><coverage generated="1700000000"><project timestamp="1"><file name="/app/A.php"><class name="A"/>' +
      '<line num="3" type="method" name="go" visibility="public" count="2"/><line num="5" type="stmt" count="0"/></file></project></coverage>';
    const file = fileOf(readText(text), '/app/A.php');
    assert.deepEqual(lineCounts(file), ['3: 2', '5: 0']);
    assert.deepEqual(file.functions, [{ name: 'go', line: 3, count: 2 }]);
    assert.deepEqual(file.branches, []);
  });

  it('names what cannot be used, and reads up to a tear', () => {
    const torn = readText(
      '<coverage clover="4" generated="1"><project><line num="1"/><file path="a"><line num="0"/><line num="1" type="stmt" count="-2"/><line num="2" type="stmt" count="3"/><li',
    );
    assert.deepEqual(codes(torn.problems), ['report/bad-record', 'report/bad-record', 'report/bad-count', 'report/truncated']);
    assert.deepEqual(lineCounts(fileOf(torn, 'a')), ['1: 0', '2: 3']);
  });

  it('keeps 10,000 arms of a line', () => {
    assert.equal(armsOf('<line num="5" type="cond" count="7" truecount="4" falsecount="900000000"/>', 'clover="3.2.0"').length, 10_000);
  });
});
