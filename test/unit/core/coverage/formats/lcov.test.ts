import assert from 'node:assert/strict';
import { readReport } from '../../../../../src/core/coverage/read-report.ts';
import { madeReport } from '../made-reports.ts';

function read(text: string): ReturnType<typeof readReport> {
  return readReport(new TextEncoder().encode(text), 'lcov.info');
}

function arms(text: string): readonly string[] {
  const file = [...read(text).coverage.values()][0];
  return (file?.branches ?? []).flatMap((branch) =>
    branch.arms.map((arm) => `${branch.line} ${arm.label}: ${arm.state} ${arm.count ?? ''}`.trim()),
  );
}

describe('LCOV reader', () => {
  it('splits a branch record at its last comma and keeps flags out of the block number', () => {
    assert.deepEqual(arms('SF:a.c\nDA:3,1\nBRDA:3,e0,f(a, b),1\nBRDA:3,e0,f(a, c),0\nend_of_record\n'), [
      '3 exception 1 of 2: hit 1',
      '3 exception 2 of 2: not-taken 0',
    ]);
  });

  it('puts the two ways out of a call together, apart from the decision of the line', () => {
    const file = read(
      'SF:a.cpp\nDA:3,2\nBRDA:3,0,0,2\nBRDA:3,e0,1,0\nBRDA:3,0,2,1\nBRDA:3,0,3,1\nBRDA:3,0,4,1\nBRDA:3,e0,5,-\nBRF:6\nBRH:4\nend_of_record\n',
    );
    assert.deepEqual(file.problems, []);
    assert.deepEqual(
      file.coverage.get('a.cpp')?.branches.map((branch) => [branch.kind, ...branch.arms.map((arm) => `${arm.key} ${arm.label}`)]),
      [
        ['throw', 'branch@3#0/0 normal return', 'branch@3#0/1 exception'],
        ['unknown', 'branch@3#1/0 arm 1 of 2', 'branch@3#1/1 arm 2 of 2'],
        ['throw', 'branch@3#2/0 normal return', 'branch@3#2/1 exception'],
      ],
    );
  });

  it('of lcov 2 has the branches of the gcov JSON that it was made from, where that names no blocks', () => {
    const branches = (report: string, path: string): readonly string[] => {
      const file = readReport(madeReport(report), report).coverage.get(path);
      return (file?.branches ?? [])
        .filter((branch) => branch.kind === 'throw')
        .map(({ line, arms: both }) => `${line} ${both.map((arm) => `${arm.label} ${arm.count}`).join(', ')}`);
    };
    const calls = branches('lcov-2/lcov.info', '/project/main.cpp');
    assert.deepEqual(calls, branches('gcov-14/main.gcov.json', '/project/main.cpp'));
    assert.ok(calls.includes('14 normal return 0, exception 1'), calls.join('; '));
  });

  it('leaves out an arm that cannot be reached', () => {
    assert.deepEqual(arms('SF:a.c\nDA:3,1\nBRDA:3,0,0,1\nBRDA:3,U0,1,0\nBRDA:3,0,2,0\nend_of_record\n'), [
      '3 arm 1 of 2: hit 1',
      '3 arm 2 of 2: not-taken 0',
    ]);
  });

  it('reads "-" as never evaluated where the line did not run, or no arm of the decision was taken; else as not taken', () => {
    const records = ['1,0,0,-', '1,0,1,4', '1,1,0,-', '1,1,1,-', '1,2,0,0', '1,2,1,-', '1,3,0,-', '2,0,0,-', '2,0,1,0'];
    assert.deepEqual(arms(`SF:a.c\nDA:1,5\nDA:2,0\n${records.map((record) => `BRDA:${record}\n`).join('')}end_of_record\n`), [
      '1 arm 1 of 2: not-taken 0',
      '1 arm 2 of 2: hit 4',
      '1 arm 1 of 2: never-evaluated 0',
      '1 arm 2 of 2: never-evaluated 0',
      '1 arm 1 of 2: not-taken 0',
      '1 arm 2 of 2: not-taken 0',
      '1 block: not-taken 0',
      '2 arm 1 of 2: never-evaluated 0',
      '2 arm 2 of 2: never-evaluated 0',
    ]);
  });

  it('keeps two branches apart that repeat line, block and branch', () => {
    const file = read('SF:a.c\nBRDA:1,0,0,1\nBRDA:1,0,1,0\nBRDA:1,0,0,2\nBRDA:1,0,1,3\nend_of_record\n').coverage.get('a.c');
    assert.deepEqual(
      file?.branches.map((branch) => branch.arms.map((arm) => arm.count)),
      [
        [1, 0],
        [2, 3],
      ],
    );
  });

  it('sums the sections of one file', () => {
    const section = 'TN:x\nSF:a.c\nFN:1,9,main\nFNDA:2,main\nDA:1,2\nBRDA:1,0,0,1\nBRDA:1,0,1,0\nend_of_record\n';
    const file = read(section + section.replaceAll(',1,0\n', ',1,4\n')).coverage.get('a.c');
    assert.equal(file?.lines.get(1), 4);
    assert.deepEqual(file?.functions, [{ name: 'main', line: 1, endLine: 9, count: 4 }]);
    assert.deepEqual(
      file?.branches[0]?.arms.map((arm) => arm.count),
      [2, 4],
    );
  });

  it('reads function names with commas, end lines and aliases of lcov 2', () => {
    const file = read('SF:a.c\nFN:5,f<int, long>\nFN:7,20,g\nFNDA:1,f<int, long>\nFNL:0,30,40\nFNA:0,3,h\nend_of_record\n').coverage.get(
      'a.c',
    );
    assert.deepEqual(file?.functions, [
      { name: 'f<int, long>', line: 5, count: 1 },
      { name: 'g', line: 7, endLine: 20, count: 0 },
      { name: 'h', line: 30, endLine: 40, count: 3 },
    ]);
  });

  it('survives CRLF, a byte order mark, odd counts and a torn end, and says what it bent', () => {
    const { coverage, problems } = read('\uFEFFTN:\r\nSF:src/a.ts\r\nDA:1,1.0e+19\r\nDA:2,-3\r\nDA:x,1\r\nBRDA:4,0,0,1\r\nBRDA:oops');
    const file = coverage.get('src/a.ts');
    assert.equal(file?.lines.get(1), Number.MAX_SAFE_INTEGER);
    assert.equal(file?.lines.get(2), 0);
    assert.equal(file?.branches.length, 1);
    assert.deepEqual(
      problems.map((problem) => `${problem.code} ${problem.at}`),
      [
        'report/bad-count line 3',
        'report/bad-count line 4',
        'report/bad-record line 5',
        'report/bad-record line 7',
        'report/truncated line 7',
      ],
    );
  });

  it('does not believe branches at line 0', () => {
    const { problems } = read('SF:a.py\nDA:1,1\nBRDA:0,0,0,1\nend_of_record\n');
    assert.match(problems[0]?.message ?? '', /line 0.*7\.6\.2/);
  });

  it('reads which condition was seen to decide, with its text where there is one', () => {
    const file = read(
      'SF:a.c\nDA:3,1\nMCDC:3,2,t,1,0,a > 0\nMCDC:3,2,f,1,0,a > 0\nMCDC:3,2,t,0,1,f(a, b)\nMCDC:3,U2,f,0,1,f(a, b)\nMCDC:3,1,t,0,0,0\nMCDC:x\nend_of_record\n',
    );
    assert.deepEqual(file.coverage.get('a.c')?.conditions, [
      { line: 3, decision: 0, index: 0, expression: 'a > 0', whenTrue: true, whenFalse: true },
      { line: 3, decision: 0, index: 1, expression: 'f(a, b)', whenTrue: false, whenFalse: true },
      { line: 3, decision: 1, index: 0, whenTrue: false, whenFalse: false },
    ]);
    assert.deepEqual(
      file.problems.map((problem) => problem.at),
      ['line 8'],
    );
  });
});
