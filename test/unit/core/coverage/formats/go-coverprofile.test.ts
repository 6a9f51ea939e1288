import assert from 'node:assert/strict';
import { describeArm } from '../../../../../src/core/coverage/describe-arm.ts';
import { drain } from '../../../../../src/core/coverage/formats/indexed-report.ts';
import { indexReport, readReport } from '../../../../../src/core/coverage/read-report.ts';
import { summarise } from '../../../../../src/core/coverage/summary.ts';
import { madeReport } from '../made-reports.ts';

const shop = 'example.org/shop/shop.go';
const money = 'example.org/shop/money/money.go';

function read(text: string): ReturnType<typeof readReport> {
  return readReport(new TextEncoder().encode(text), 'cover.out');
}

/** What a person would read of each block. */
function blocks(report: ReturnType<typeof readReport>, path: string): readonly string[] {
  const branches = report.coverage.get(path)?.branches ?? [];
  return branches.flatMap((branch) => branch.arms.map((arm) => `${branch.line} ${describeArm(branch, arm)}`));
}

describe('Go coverprofile reader', () => {
  it('reads blocks with their places, and no branches', () => {
    const report = readReport(madeReport('go/count.out'), 'count.out');
    assert.deepEqual(report.problems, []);
    assert.deepEqual([...report.coverage.keys()], [shop, money]);
    assert.deepEqual(blocks(report, money), ['5 block run 1×', '6 block run 1×', '9 block never run']);
    const branch = report.coverage.get(shop)?.branches[1];
    assert.equal(branch?.certainty, 'none');
    assert.deepEqual(branch?.range, { start: { line: 15, column: 21 }, end: { line: 17, column: 2 } });
    const totals = drain(indexReport(madeReport('go/count.out'), '')).files.map((file) => file.totals);
    // Checked by hand against `go tool cover -html`.
    assert.deepEqual(totals[0], {
      branches: { covered: 0, total: 0 },
      lines: { covered: 14, total: 20 },
      blocks: { covered: 11, total: 18 },
    });
  });

  it('gives a line the highest count of its blocks', () => {
    const lines = readReport(madeReport('go/count.out'), '').coverage.get(shop)?.lines;
    assert.deepEqual(
      [15, 16, 17, 19, 20, 21, 34].map((line) => [line, lines?.get(line)]),
      [
        [15, 2],
        [16, 0],
        [17, 0],
        [19, 6],
        [20, 6],
        [21, 5],
        [34, 0],
      ],
    );
    assert.equal(lines?.has(18), true);
    assert.equal(lines?.has(22), false);
  });

  it('says how often only where the profile does', () => {
    const report = readReport(madeReport('go/set.out'), '');
    assert.deepEqual(blocks(report, money), ['5 block run', '6 block run', '9 block never run']);
  });

  it('puts the blocks of several test binaries together: summed, or either in mode set', () => {
    const report = readReport(madeReport('go/coverpkg.out'), '');
    assert.deepEqual(blocks(report, money), ['5 block run 2×', '6 block run 1×', '9 block run 1×']);
    const set = read('mode: set\na.go:1.1,2.2 1 1\na.go:1.1,2.2 1 1\na.go:3.1,4.2 1 0\na.go:3.1,4.2 1 1\n');
    assert.deepEqual(blocks(set, 'a.go'), ['1 block run', '3 block run']);
    assert.deepEqual([...(set.coverage.get('a.go')?.lines.values() ?? [])], [1, 1, 1, 1]);
  });

  it('reads profiles that were put together with cat, in either order', () => {
    const parts = ['mode: set\na.go:1.1,1.9 1 1\nb.go:1.1,1.9 1 1\n', 'mode: count\na.go:1.1,1.9 1 5\n'];
    for (const text of [parts.join(''), parts.toReversed().join('')]) {
      const report = read(text);
      assert.deepEqual(report.problems, []);
      assert.equal(report.coverage.get('a.go')?.lines.get(1), 5);
      assert.equal(report.coverage.get('b.go')?.lines.get(1), 1);
    }
    const made = readReport(madeReport('go/concatenated.out'), '');
    assert.deepEqual(made.problems, []);
    assert.equal(made.coverage.get(shop)?.lines.get(19), 6);
  });

  it('reads names with colons and spaces, CR at the ends of lines, and names outside of modules', () => {
    const report = read('mode: count\r\nC:\\my code\\a.go:1.1,2.2 1 3\r\n_/home/me/b.go:4.1,4.9 1 0\r\n');
    assert.deepEqual([...report.coverage.keys()], ['C:\\my code\\a.go', '_/home/me/b.go']);
    assert.deepEqual(report.problems, []);
  });

  it('reads a profile that lost its first line', () => {
    const report = read('example.org/a.go:1.1,2.2 1 3\n');
    assert.equal(report.format, 'go-coverprofile');
    assert.deepEqual(blocks(report, 'example.org/a.go'), ['1 block run 3×']);
  });

  it('keeps an empty block, which is an arm of a switch without statements', () => {
    const report = read('mode: count\na.go:32.10,32.10 0 0\n');
    assert.deepEqual(blocks(report, 'a.go'), ['32 block never run']);
  });

  it('names lines that are no blocks, and counts that cannot be', () => {
    const report = read(
      'mode: count\nnonsense\na.go:0.1,2.2 1 1\na.go:9.1,2.2 1 1\na.go:1.1,4294967296.2 1 1\na.go:3.1,3.2 1 18446744073709551615\na.go:5.1,6.',
    );
    assert.deepEqual(
      report.problems.map((problem) => `${problem.code} ${problem.at}`),
      [
        'report/bad-record line 2',
        'report/bad-record line 3',
        'report/bad-record line 4',
        'report/bad-record line 5',
        'report/bad-count line 6',
        'report/truncated line 7',
      ],
    );
    assert.deepEqual([...(report.coverage.get('a.go')?.lines ?? [])], [[3, Number.MAX_SAFE_INTEGER]]);
  });

  it('counts what it decodes', () => {
    for (const name of ['set', 'count', 'atomic', 'coverpkg', 'concatenated']) {
      for (const file of drain(indexReport(madeReport(`go/${name}.out`), '')).files) assert.deepEqual(file.totals, summarise(file.load()));
    }
  });
});
