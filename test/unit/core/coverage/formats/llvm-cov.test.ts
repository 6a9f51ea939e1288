import assert from 'node:assert/strict';
import type { Branch, FileCoverage, ReportProblem } from '../../../../../src/core/coverage/coverage-map.ts';
import { drain } from '../../../../../src/core/coverage/formats/indexed-report.ts';
import { llvmCovFormat } from '../../../../../src/core/coverage/formats/llvm-cov.ts';
import { readReport } from '../../../../../src/core/coverage/read-report.ts';
import { summarise } from '../../../../../src/core/coverage/summary.ts';
import { madeReport } from '../made-reports.ts';
import { readFixture } from './read-fixture.ts';

function read(...exports: readonly object[]): { readonly file: FileCoverage; readonly problems: readonly ReportProblem[] } {
  const text = JSON.stringify({ data: exports, type: 'llvm.coverage.json.export', version: '2.0.1' });
  const report = readReport(new TextEncoder().encode(text), 'x.json');
  assert.equal(report.format, 'llvm-cov');
  const [file] = report.coverage.values();
  assert.ok(file !== undefined);
  return { file, problems: report.problems };
}

function arms(branches: readonly Branch[]): readonly string[] {
  return branches.flatMap((branch) => branch.arms.map((arm) => `${branch.line} ${arm.label}: ${arm.state} ${arm.count ?? ''}`));
}

const file = (members: object): object => ({ files: [{ filename: '/a.c', segments: [], branches: [], ...members }] });

describe('llvm-cov reader', () => {
  const made = drain(llvmCovFormat.index(madeReport('llvm-cov/coverage.json')));
  const [arm] = made.files;
  assert.ok(arm !== undefined);
  const coverage = arm.load();

  it('counts every line as llvm-cov itself shows it', () => {
    const shown = new TextDecoder()
      .decode(madeReport('llvm-cov/shown.txt'))
      .split('\n')
      .map((line) => /^ +(\d+)\| +(\d+)\|/.exec(line))
      .flatMap((match) => (match === null ? [] : [`${match[1]}: ${match[2]}`]));
    assert.ok(shown.length > 40);
    assert.deepEqual(
      [...coverage.lines].map(([line, count]) => `${line}: ${count}`),
      shown,
    );
  });

  it('comes to the figures that llvm-cov names, without a problem', () => {
    assert.deepEqual(arm.totals, summarise(coverage));
    assert.deepEqual(arm.totals.branches, { covered: 19, total: 34 });
    assert.deepEqual(made.problems, []);
  });

  it('sums the instantiations of a template', () => {
    assert.deepEqual(arms(coverage.branches.filter((branch) => branch.line === 7 || branch.line === 10)), [
      '7 true: hit 1',
      '7 false: hit 2',
      '10 true: not-taken 0',
      '10 false: hit 2',
    ]);
    assert.equal(coverage.functions.find((one) => one.line === 6)?.count, 3);
  });

  it('shows conditions of a macro where it is used, and says where they stand', () => {
    assert.deepEqual(arms(coverage.branches.filter((branch) => branch.line === 15)), [
      '15 true (condition at 4:20): hit 1',
      '15 false (condition at 4:20): hit 2',
      '15 true (condition at 4:33): hit 1',
      '15 false (condition at 4:33): not-taken 0',
    ]);
  });

  it('tells a condition that never ran from a constant that the compiler decided', () => {
    assert.deepEqual(arms(coverage.branches.filter((branch) => branch.line === 37)), [
      '37 true: never-evaluated 0',
      '37 false: never-evaluated 0',
    ]);
    assert.deepEqual(arms(coverage.branches.filter((branch) => branch.line === 54)), []);
  });

  it('keeps conditions that may be constants when the report has no functions to tell', () => {
    const branches = [[3, 7, 3, 12, 0, 0, 0, 0, 4]];
    assert.equal(read(file({ branches })).file.branches.length, 1);
    const functions = [{ name: 'f', count: 1, filenames: ['/a.c'], regions: [[1, 1, 5, 2, 1, 0, 0, 0]], branches: [] }];
    const known = read({ ...file({ branches }), functions });
    assert.equal(known.file.branches.length, 0);
    assert.deepEqual(known.file.functions, [{ name: 'f', line: 1, endLine: 5, count: 1 }]);
  });

  it('names functions that are local to their file without the file', () => {
    const functions = [{ name: 'a.c:helper', count: 2, filenames: ['/a.c'], regions: [[1, 1, 5, 2, 1, 0, 0, 0]], branches: [] }];
    assert.equal(read({ ...file({}), functions }).file.functions[0]?.name, 'helper');
  });

  it('holds counts beyond 2^53 and column 0', () => {
    const { file: read53 } = read(
      file({
        branches: [[1, 0, 1, 0, 2 ** 63, 1, 0, 0, 4]],
        segments: [
          [1, 0, 2 ** 63, true, true, false],
          [1, 9, 0, false, false, false],
        ],
      }),
    );
    assert.deepEqual(read53.branches[0]?.range, { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } });
    assert.equal(read53.branches[0]?.arms[0]?.count, Number.MAX_SAFE_INTEGER);
    assert.equal(read53.lines.get(1), Number.MAX_SAFE_INTEGER);
  });

  it('keeps gaps and skipped regions from being lines that ran', () => {
    const segments = [
      [1, 1, 5, true, true, false],
      [3, 1, 0, false, true, false],
      [4, 1, 5, true, false, false],
      [5, 3, 0, true, true, true],
      [6, 1, 7, true, true, false],
      [7, 2, 0, false, false, false],
    ];
    assert.deepEqual(
      [...read(file({ segments })).file.lines].map((entry) => entry.join(': ')),
      ['1: 5', '2: 5', '5: 5', '6: 7', '7: 7'],
    );
  });

  it('joins several exports of one file', () => {
    const one = file({ branches: [[1, 1, 1, 5, 1, 0, 0, 0, 4]] });
    const two = file({ branches: [[1, 1, 1, 5, 0, 2, 0, 0, 4]] });
    assert.deepEqual(arms(read(one, two).file.branches), ['1 true: hit 1', '1 false: hit 2']);
  });

  it('names records that are none, and never fills the memory by a torn line number', () => {
    const segments = [[1, 1, 5, true, true, false], [9_999_999, 1, 0, false, false, false], 'no', [0, 0]];
    const { file: read1, problems } = read(
      file({
        segments,
        branches: [[1, 1], null],
        mcdc_records: [
          [1, 1, 1, 5, 0, 5, [true]],
          [1, 'x'],
        ],
      }),
    );
    assert.ok(read1.lines.size <= 500_000);
    assert.deepEqual(
      problems.map((problem) => problem.message),
      ['/a.c: 5 records are not as llvm-cov writes them; they were left out.'],
    );
  });

  it('tells which conditions were never seen to decide alone (MC/DC)', () => {
    assert.deepEqual(
      coverage.conditions?.map((one) => `${one.line}#${one.decision}/${one.index}: ${one.whenTrue}`),
      ['4#0/0: true', '4#0/1: false', '16#0/0: false', '16#0/1: true', '43#0/0: false', '43#0/1: true'],
    );
  });

  it('gives the figures of a report without lines, and says how to get more', () => {
    const report = readFixture('made/llvm-cov/summary-only.json');
    assert.equal(report.format?.id, 'llvm-cov-summary');
    assert.deepEqual(report.files[0]?.totals.branches, { covered: 19, total: 34 });
    assert.deepEqual([...(report.files[0]?.load().lines ?? [])], []);
    assert.match(report.problems[0]?.message ?? '', /without -summary-only/);
  });

  it('reads a torn report up to the tear', () => {
    const whole = JSON.stringify({
      data: [
        {
          files: [
            { filename: '/a.c', segments: [] },
            { filename: '/b.c', segments: [] },
          ],
        },
      ],
    });
    const report = readReport(new TextEncoder().encode(whole.slice(0, -10)), 'x.json');
    assert.deepEqual([...report.coverage.keys()], ['/a.c']);
    assert.equal(report.problems[0]?.code, 'report/truncated');
  });
});
