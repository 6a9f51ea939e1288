import assert from 'node:assert/strict';
import type { FileCoverage } from '../../../../../src/core/coverage/coverage-map.ts';
import { describeArm } from '../../../../../src/core/coverage/describe-arm.ts';
import { readReport } from '../../../../../src/core/coverage/read-report.ts';
import { madeReport } from '../made-reports.ts';

function read(text: string): ReturnType<typeof readReport> {
  return readReport(new TextEncoder().encode(text), 'report');
}

function made(report: string, path: string): FileCoverage {
  const { coverage, problems } = readReport(madeReport(report), report);
  assert.deepEqual(problems, []);
  const file = coverage.get(path);
  assert.ok(file !== undefined, `${report} speaks of ${[...coverage.keys()].join(', ')}`);
  return file;
}

/** What a person would read of each branch of some lines. */
function shown(file: FileCoverage | undefined, ...lines: readonly number[]): readonly string[] {
  return (file?.branches ?? [])
    .filter((branch) => lines.includes(branch.line))
    .map((branch) => `${branch.line} ${branch.arms.map((arm) => describeArm(branch, arm)).join(', ')}`);
}

const switchOfThree = ['4 arm 1 of 3 taken 1×, arm 2 of 3 never taken, arm 3 of 3 taken 1×'];
const threeConditions = [
  '15 arm 1 of 2 taken 1×, arm 2 of 2 taken 1×',
  '15 arm 1 of 2 never taken, arm 2 of 2 taken 1×',
  '15 arm 1 of 2 never evaluated, arm 2 of 2 never evaluated',
];

describe('gcov and gcovr readers', () => {
  const reports = [
    { name: 'gcov JSON of gcc 12', report: 'gcov/shape.gcov.json', path: '/project/shape.cpp' },
    { name: 'gcov JSON of gcc 14, which names blocks', report: 'gcov-14/shape.gcov.json', path: '/project/shape.cpp' },
    { name: 'gcov text', report: 'gcov/counts/shape.cpp.gcov', path: 'shape.cpp' },
    { name: 'gcov text with all blocks', report: 'gcov-14/blocks/shape.cpp.gcov', path: 'shape.cpp' },
    { name: 'gcovr JSON', report: 'gcovr/coverage.json', path: 'shape.cpp' },
  ];
  for (const { name, report, path } of reports) {
    it(`${name}: decisions of a line stand apart, with what was never evaluated`, () => {
      const file = made(report, path);
      assert.deepEqual(shown(file, 4), switchOfThree);
      assert.deepEqual(shown(file, 15), threeConditions);
      assert.deepEqual(
        [7, 16, 25, 36].map((line) => file.lines.get(line)),
        [0, 1, 4, 0],
      );
      assert.deepEqual(
        file.functions.map((fn) => [fn.line, fn.count]),
        [
          [3, 2],
          [14, 2],
          [23, 1],
          [35, 0],
        ],
      );
    });

    it(`${name}: a call that may throw is a kind of its own`, () => {
      const exceptions = made(report, path).branches.filter((branch) => branch.kind === 'throw');
      assert.deepEqual(
        exceptions.filter((branch) => branch.line === 6).map((branch) => branch.arms.map((arm) => describeArm(branch, arm))),
        [['normal return taken 1×', 'exception never taken']],
      );
    });
  }

  for (const [report, path] of [
    ['gcov/main.gcov.json', '/project/shape.hpp'],
    ['gcov-14/main.gcov.json', '/project/shape.hpp'],
    ['gcov/counts/shape.hpp.gcov', 'shape.hpp'],
    ['gcov-14/blocks/shape.hpp.gcov', 'shape.hpp'],
    ['gcovr/coverage.json', 'shape.hpp'],
  ] as const) {
    it(`${report}: instances of a template are one function to the reader, summed arm by arm`, () => {
      const file = made(report, path);
      assert.deepEqual(shown(file, 8, 11), [
        '8 arm 1 of 2 taken 1×, arm 2 of 2 taken 2×',
        // The compiler left no branch in the instance for int.
        '11 arm 1 of 2 never taken, arm 2 of 2 taken 1×',
      ]);
      assert.deepEqual(
        [7, 8, 9, 11].map((line) => file.lines.get(line)),
        [3, 3, 1, 2],
      );
    });
  }

  it('keeps the branches of a function that begins on a line of another one apart', () => {
    const file = made('gcov/main.gcov.json', '/project/main.cpp');
    assert.deepEqual(shown(file, 11), ['11 arm 1 of 2 taken 1×, arm 2 of 2 never taken']);
    const line = (name: string, ...counts: readonly number[]): object => ({
      line_number: 3,
      count: 1,
      function_name: name,
      branches: counts.map((count, index) => ({ count, fallthrough: index === 0, throw: false })),
    });
    const fn = (name: string, column: number): object => ({ name, start_line: 3, start_column: column, execution_count: 1 });
    const two = { file: '/a.cpp', functions: [fn('f', 1), fn('l', 12)], lines: [line('l', 0, 7), line('f', 1, 0)] };
    assert.deepEqual(shown(read(JSON.stringify({ gcc_version: '12', files: [two] })).coverage.get('/a.cpp'), 3), [
      '3 arm 1 of 2 taken 1×, arm 2 of 2 never taken',
      '3 arm 1 of 2 never taken, arm 2 of 2 taken 7×',
    ]);
  });

  it('says how often only where the report does', () => {
    assert.deepEqual(shown(made('gcov/percent/shape.cpp.gcov', 'shape.cpp'), 4), [
      '4 arm 1 of 3 taken, arm 2 of 3 never taken, arm 3 of 3 taken',
    ]);
  });

  it('leaves out what gcovr was told to leave out', () => {
    const file = made('gcovr/coverage.json', 'shape.cpp');
    assert.equal(file.lines.has(30), false);
    assert.deepEqual(shown(file, 29), []);
    assert.equal(file.lines.get(29), 1);
  });

  it('knows which condition was never seen to decide', () => {
    for (const [report, path] of [
      ['gcov-14/shape.gcov.json', '/project/shape.cpp'],
      ['gcov-14/shape.cpp.gcov', 'shape.cpp'],
    ] as const) {
      assert.deepEqual(
        made(report, path).conditions?.filter((condition) => condition.line === 15),
        [
          { line: 15, decision: 0, index: 0, whenTrue: true, whenFalse: true },
          { line: 15, decision: 0, index: 1, whenTrue: true, whenFalse: false },
          { line: 15, decision: 0, index: 2, whenTrue: false, whenFalse: false },
        ],
      );
    }
    // One instance of the template saw the condition true, the other false.
    assert.deepEqual(made('gcov-14/main.gcov.json', '/project/shape.hpp').conditions?.[0], {
      line: 8,
      decision: 0,
      index: 0,
      whenTrue: true,
      whenFalse: true,
    });
  });

  it('reads the reports of several object files behind one another', () => {
    const one = (file: string): string =>
      JSON.stringify({ gcc_version: '12', current_working_directory: '/w', files: [{ file, lines: [] }] });
    assert.deepEqual([...read(`${one('a.c')}\n${one('../b.c')}\n`).coverage.keys()], ['/w/a.c', '/b.c']);
    const text = '        -:    0:Source:a.c\n        1:    1:int x;\n        -:    0:Source:b.c\n    #####:    4:y();\n';
    assert.deepEqual(
      [...read(text).coverage.values()].map((file) => [file.path, ...file.lines]),
      [
        ['a.c', [1, 1]],
        ['b.c', [4, 0]],
      ],
    );
  });

  it('reads counts for people, colours and the folder of the compiler in gcov text', () => {
    const text =
      '        -:    0:Source:a.c\n        -:    0:Working directory:/w\n     1.2k:    1:int x;\n\u001b[41m\u001b[K    =====\u001b[m\u001b[K:    2:y();\n       3M*:    3:z();\n';
    assert.deepEqual(
      [...(read(text).coverage.get('/w/a.c')?.lines ?? [])],
      [
        [1, 1200],
        [2, 0],
        [3, 3_000_000],
      ],
    );
  });

  it('reads the intermediate text of gcc 8, whose instances of templates repeat their lines', () => {
    const report = read(
      'version:8.3.0\ncwd:/build\nfile:a.cpp\nfunction:3,9,2,int f<1, 2>()\nlcount:4,2,1\nbranch:4,taken\nbranch:4,nottaken\nlcount:4,1,1\nbranch:4,nottaken\nbranch:4,nottaken\nlcount:5,0,1\nbranch:5,notexec\nbranch:5,notexec\n',
    );
    const file = report.coverage.get('/build/a.cpp');
    assert.deepEqual(report.problems, []);
    assert.deepEqual(shown(file, 4, 5), [
      '4 arm 1 of 2 taken, arm 2 of 2 never taken',
      '5 arm 1 of 2 never evaluated, arm 2 of 2 never evaluated',
    ]);
    assert.deepEqual(
      [...(file?.lines ?? [])],
      [
        [4, 3],
        [5, 0],
      ],
    );
    assert.deepEqual(file?.functions, [{ name: 'int f<1, 2>()', line: 3, endLine: 9, count: 2 }]);
  });

  it('takes a count below zero for 0 and says so; keeps every function that begins on a line', () => {
    const { coverage, problems } = read('file:a.c\nfunction:1,1,f\nlcount:2,-5\n');
    assert.deepEqual([...(coverage.get('a.c')?.lines ?? [])], [[2, 0]]);
    assert.deepEqual(problems[0]?.code, 'report/bad-count');
    const text =
      '        -:    0:Source:a.c\nfunction f called 1 returned 100% blocks executed 9%\nfunction g called 2 returned 100% blocks executed 9%\n        3:    4:x\n';
    assert.deepEqual(read(text).coverage.get('a.c')?.functions, [
      { name: 'f', count: 1, line: 4 },
      { name: 'g', count: 2, line: 4 },
    ]);
  });

  it('tells a block that ran and left in no known way from one that never ran', () => {
    const arms = (...states: readonly string[]): string =>
      `        -:    0:Source:a.c\n        1:    4:exit(1);\n${states.map((state, index) => `branch  ${index} ${state}\n`).join('')}`;
    const text = read(arms('taken 0 (fallthrough)', 'taken 0 (throw)')).coverage.get('a.c');
    assert.deepEqual(shown(text, 4), ['4 normal return never taken, exception never taken']);
    assert.deepEqual(shown(read(arms('never executed', 'never executed')).coverage.get('a.c'), 4), [
      '4 arm 1 of 2 never evaluated, arm 2 of 2 never evaluated',
    ]);
    const intermediate = read('file:a.c\nlcount:1,0\nbranch:4,taken\nbranch:4,nottaken\n').coverage.get('a.c');
    assert.equal(intermediate?.lines.get(4), 1);
  });

  it('reads gcovr reports of older versions, without names of functions', () => {
    const old = {
      files: [
        {
          file: 'a.c',
          lines: [
            { branches: [], count: 2, 'gcovr/noncode': false, line_number: 1 },
            { branches: [], count: 0, 'gcovr/noncode': true, line_number: 2 },
          ],
        },
      ],
      'gcovr/format_version': 0.1,
    };
    const report = read(JSON.stringify(old));
    assert.equal(report.format, 'gcovr');
    assert.deepEqual([...(report.coverage.get('a.c')?.lines ?? [])], [[1, 2]]);
  });

  it('says where a report is torn and keeps what stands before', () => {
    for (const report of ['gcov/shape.gcov.json', 'gcovr/coverage.json', 'gcov/counts/shape.cpp.gcov']) {
      const bytes = madeReport(report);
      const torn = readReport(bytes.subarray(0, bytes.length - 40), report);
      assert.deepEqual(
        torn.problems.map((problem) => problem.code),
        ['report/truncated'],
        report,
      );
      assert.ok(torn.coverage.size > 0);
    }
  });
});
