import assert from 'node:assert/strict';
import { mergeFiles } from '../../../../../src/core/coverage/merge.ts';
import { readReport } from '../../../../../src/core/coverage/read-report.ts';
import { fileOf, readFixture } from './read-fixture.ts';

function read(file: object, meta: object = { format: 3, branch_coverage: true, show_contexts: false }): ReturnType<typeof readReport> {
  return readReport(new TextEncoder().encode(JSON.stringify({ meta, files: { 'a.py': file } })), 'coverage.json');
}

describe('coverage.py reader', () => {
  it('reads exits, and tells a decision that raised from one that never ran', () => {
    const { coverage } = read({
      executed_lines: [1, 3],
      missing_lines: [2, 5, 6],
      executed_branches: [[1, 2]],
      missing_branches: [
        [1, -1],
        [3, 4],
        [3, 0],
        [5, 6],
        [5, 7],
      ],
    });
    assert.deepEqual(
      coverage.get('a.py')?.branches.flatMap((branch) => branch.arms.map((arm) => `${arm.key} ${arm.label}: ${arm.state}`)),
      [
        'arc@1->2 line 1 → 2: hit',
        'arc@1->exit line 1 → exit: not-taken',
        'arc@3->4 line 3 → 4: not-taken',
        'arc@3->exit line 3 → exit: not-taken',
        'arc@5->6 line 5 → 6: never-evaluated',
        'arc@5->7 line 5 → 7: never-evaluated',
      ],
    );
  });

  it('does not count the lines of functions again', () => {
    const { coverage } = read({
      executed_lines: [1, 2],
      missing_lines: [],
      functions: { f: { executed_lines: [2], missing_lines: [], start_line: 1 }, '': { executed_lines: [1], missing_lines: [] } },
    });
    assert.deepEqual(
      [...(coverage.get('a.py')?.lines ?? [])],
      [
        [1, 1],
        [2, 1],
      ],
    );
    assert.deepEqual(coverage.get('a.py')?.functions, [{ name: 'f', line: 1, endLine: 2, count: 1 }]);
  });

  it('names pairs that are none, and reads a torn file up to the tear', () => {
    const { problems } = read({ executed_lines: [1, 'x'], missing_lines: null, executed_branches: [[1], 'no', [1, 2]] });
    assert.deepEqual(
      problems.map((problem) => problem.code),
      ['report/bad-record', 'report/bad-record', 'report/bad-record'],
    );
    const text =
      '{"meta": {"format": 3, "branch_coverage": true, "show_contexts": false}, "files": {"a.py": {"executed_lines": [1]}, "b.py": {"exec';
    const torn = readReport(new TextEncoder().encode(text), 'coverage.json');
    assert.deepEqual([...torn.coverage.keys()], ['a.py']);
    assert.equal(torn.problems[0]?.code, 'report/truncated');
  });

  it('knows which tests ran a line, of several files or reports together', () => {
    const report = readFixture('made/pytest-cov/contexts.json');
    assert.deepEqual(report.problems, []);
    const file = fileOf(report, 'every_branch.py');
    const first = 'test_contexts.py::test_first|run';
    const second = 'test_contexts.py::test_second|run';
    assert.deepEqual(file.contexts?.get(5), [first, second]);
    assert.deepEqual(file.contexts?.get(7), [first]);
    assert.equal(file.contexts?.get(1), undefined);
    const other = { path: file.path, lines: new Map(), functions: [], branches: [], contexts: new Map([[7, ['a', second]]]) };
    assert.deepEqual(mergeFiles(file, other).contexts?.get(7), ['a', first, second]);
  });

  it('reads format 1, whose paths may be absolute and whose branches may be missing', () => {
    const { coverage, problems } = read(
      { executed_lines: [1], missing_lines: [2], excluded_lines: [] },
      { version: '5.0', branch_coverage: false, show_contexts: false },
    );
    assert.deepEqual(
      [1, 2].map((line) => coverage.get('a.py')?.lines.get(line)),
      [1, 0],
    );
    assert.deepEqual(
      problems.map((problem) => problem.code),
      ['report/no-branches'],
    );
  });

  it('says where the summary differs from the lists beside it', () => {
    const { problems } = read({
      executed_lines: [1],
      missing_lines: [2],
      executed_branches: [],
      missing_branches: [],
      summary: { covered_lines: 2, num_statements: 2, num_branches: 0, covered_branches: 0 },
    });
    assert.equal(problems[0]?.code, 'report/totals-differ');
    assert.match(problems[0]?.message ?? '', /2 of 2 lines.*1 of 2/);
  });
});
