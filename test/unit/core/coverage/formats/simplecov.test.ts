import assert from 'node:assert/strict';
import { readSimplecovTuple } from '../../../../../src/core/coverage/formats/simplecov-tuple.ts';
import { armLines, codes, fileOf, lineCounts, readFixture, readText } from './read-fixture.ts';

describe('SimpleCov readers', () => {
  it('resultset: the arms of all suites together, in the words of Ruby', () => {
    const report = readFixture('made/simplecov/resultset.json');
    assert.equal(report.format?.id, 'simplecov-resultset');
    assert.deepEqual(report.problems, []);
    const file = fileOf(report, '/project/arms.rb');
    assert.deepEqual(armLines(file.branches).slice(0, 17), [
      '4 then: hit 2×',
      '4 else: hit 2×',
      '6 then: hit 1×',
      '6 else: hit 1×',
      '13 then: hit 1×',
      '13 else: not-taken 0×',
      '13 then: hit 1×',
      '13 else: not-taken 0×',
      '16 when 1 of 2: hit 1×',
      '16 when 2 of 2: not-taken 0×',
      '16 else: not-taken 0×',
      '24 in 1 of 2: hit 1×',
      '24 in 2 of 2: hit 1×',
      '24 else: not-taken 0×',
      '36 body: hit 3×',
      '37 body: not-taken 0×',
      '40 else: not-taken 0×',
    ]);
    assert.equal(file.lines.get(4), 4);
    assert.deepEqual(report.files[0]?.totals.branches, { covered: 11, total: 28 });
  });

  it('resultset: an else that is not written has no place of its own, a written one has', () => {
    const { branches } = fileOf(readFixture('made/simplecov/resultset.json'), '/project/arms.rb');
    const without = branches.find((branch) => branch.line === 47);
    assert.deepEqual(without?.range?.start, { line: 47, column: 4 });
    assert.deepEqual(
      without?.arms.map((arm) => `${arm.label} ${arm.range?.start.line}`),
      ['then 48', 'else undefined'],
    );
    assert.deepEqual(
      branches.filter((branch) => branch.line === 43).map((branch) => branch.arms[0]?.state),
      ['never-evaluated', 'never-evaluated'],
    );
  });

  it('resultset: names are never run as code', () => {
    assert.equal(readSimplecovTuple('[:if, 0, 1, 2, 3, system("rm -rf /")]'), undefined);
    assert.equal(readSimplecovTuple('[:if, 0, 1, 2, 3]'), undefined);
    assert.equal(readSimplecovTuple('[:if, 0, 99999999999, 2, 3, 4]'), undefined);
    assert.deepEqual(readSimplecovTuple('[:"&.", 6, 13, 25, 13, 36]')?.type, '&.');
    const text =
      '{"RSpec":{"coverage":{"/a.rb":{"lines":[1],"branches":{"[:if, 0, `id`]":{},"[:if, 0, 1, 0, 1, 9]":{"x":1}}}},"timestamp":1}}';
    const report = readText(text);
    assert.deepEqual(codes(report.problems), ['report/bad-record', 'report/bad-record']);
    assert.deepEqual(fileOf(report, '/a.rb').branches, []);
  });

  it('resultset: lines may be missing, ignored, or be all there is', () => {
    const old = readText('{"RSpec":{"coverage":{"/a.rb":[null,1,0,"x"]},"timestamp":1}}');
    assert.deepEqual(lineCounts(fileOf(old, '/a.rb')), ['2: 1', '3: 0']);
    assert.deepEqual(codes(old.problems), ['report/bad-record']);
    const bare = readText(
      '{"RSpec":{"coverage":{"/a.rb":{"lines":null,"branches":{"[:while, 0, 1, 0, 2, 3]":{"[:body, 1, 2, 0, 2, 3]":0}}}}}}',
    );
    assert.deepEqual(armLines(fileOf(bare, '/a.rb').branches), ['1 body: never-evaluated 0×']);
    assert.deepEqual(lineCounts(fileOf(readText('{"R":{"coverage":{"/a.rb":{"lines":["ignored",1]}}}}'), '/a.rb')), ['2: 1']);
  });

  it('resultset: the time of a suite may stand first', () => {
    const report = readText('{"RSpec":{"timestamp":1720000000,"coverage":{"/a.rb":{"lines":[1,0]}}}}');
    assert.deepEqual(lineCounts(fileOf(report, '/a.rb')), ['1: 1', '2: 0']);
  });

  it('resultset: methods by their class', () => {
    const text =
      '{"R":{"coverage":{"/a.rb":{"lines":[1],"methods":{"[Shop, :price, 3, 2, 5, 5]":2,"[\\"#<Class:Shop>\\", :\\"a?\\", 7, 2, 7, 9]":0}}}}}';
    assert.deepEqual(fileOf(readText(text), '/a.rb').functions, [
      { name: 'Shop#price', line: 3, endLine: 5, count: 2 },
      { name: '#<Class:Shop>#a?', line: 7, endLine: 7, count: 0 },
    ]);
  });

  it('coverage.json: arms that stand in a row are put together to their decisions', () => {
    const report = readFixture('by-hand/simplecov-coverage.json');
    assert.equal(report.format?.id, 'simplecov-json');
    const file = fileOf(report, 'lib/shop.rb');
    assert.deepEqual(armLines(file.branches), [
      '3 then: hit 1×',
      '3 else: not-taken 0×',
      '7 else: not-taken 0×',
      '7 then: hit 1×',
      '8 when 1 of 2: hit 1×',
      '8 when 2 of 2: not-taken 0×',
      '8 else: not-taken 0×',
      '10 body: never-evaluated 0×',
    ]);
    assert.deepEqual(report.files[0]?.totals, {
      branches: { covered: 3, total: 8 },
      lines: { covered: 6, total: 8 },
      blocks: { covered: 0, total: 0 },
    });
  });
});
