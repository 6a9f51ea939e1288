import assert from 'node:assert/strict';
import { readReport } from '../../../../../src/core/coverage/read-report.ts';

const at = (line: number, column: number): object => ({ line, column });

function file(branch: object, hits: unknown, statement = 1): string {
  return JSON.stringify({
    '/p/a.js': {
      path: '/p/a.js',
      statementMap: { 0: { start: at(2, 2), end: at(4, 3) } },
      s: { 0: statement },
      fnMap: {},
      f: {},
      branchMap: { 0: branch },
      b: { 0: hits },
    },
  });
}

function read(text: string): ReturnType<typeof readReport> {
  return readReport(new TextEncoder().encode(text), 'coverage-final.json');
}

function arms(text: string): readonly string[] {
  return (read(text).coverage.get('/p/a.js')?.branches ?? []).flatMap((branch) =>
    branch.arms.map((arm) => `${arm.key} ${arm.label} ${arm.state}`),
  );
}

const loc = { start: at(2, 2), end: at(4, 3) };

describe('Istanbul reader', () => {
  it('reads an implicit else without a place, and one that repeats the place of the if', () => {
    const expected = ['if@2:2/0 if hit', 'if@2:2/1 else not-taken'];
    assert.deepEqual(arms(file({ type: 'if', loc, locations: [loc, { start: {}, end: {} }] }, [1, 0])), expected);
    assert.deepEqual(arms(file({ type: 'if', loc, locations: [loc, loc] }, [1, 0])), expected);
  });

  it('an if without arms taken was not evaluated when its statement did not run', () => {
    const branch = { type: 'if', loc, locations: [loc, loc] };
    assert.deepEqual(arms(file(branch, [0, 0], 0)), ['if@2:2/0 if never-evaluated', 'if@2:2/1 else never-evaluated']);
    assert.deepEqual(arms(file(branch, [0, 0], 3)), ['if@2:2/0 if not-taken', 'if@2:2/1 else not-taken']);
  });

  it('a switch without default that matched nothing was evaluated', () => {
    const branch = { type: 'switch', loc, locations: [{ start: at(3, 4), end: at(3, 9) }] };
    assert.deepEqual(arms(file(branch, [0], 2)), ['switch@2:2/0 case 1 of 1 not-taken']);
  });

  it('reads legacy branches that only have a line, and open end columns', () => {
    assert.deepEqual(arms(file({ type: 'cond-expr', line: 7, locations: [] }, [1, 0])), [
      'cond-expr@7:0/0 then of ?: hit',
      'cond-expr@7:0/1 else of ?: not-taken',
    ]);
    const open = { start: at(2, 2), end: { line: 4, column: null } };
    assert.deepEqual(arms(file({ type: 'default-arg', loc: open, locations: [open] }, [1])), ['default-arg@2:2/0 default hit']);
  });

  it('keeps two decisions apart that a source map put on one place', () => {
    const branch = { type: 'cond-expr', loc, locations: [loc, loc] };
    const text = file(branch, [1, 0])
      .replace('"branchMap":{', `"branchMap":{"1":${JSON.stringify(branch)},`)
      .replace('"b":{', '"b":{"1":[0,5],');
    assert.deepEqual(
      arms(text).map((arm) => arm.split(' ')[0]),
      ['cond-expr@2:2/0', 'cond-expr@2:2/1', 'cond-expr@2:2#2/0', 'cond-expr@2:2#2/1'],
    );
  });

  it('says what it left out: counts without a description, descriptions without counts, foreign files, bad counts', () => {
    const codes = (text: string): readonly string[] => read(text).problems.map((problem) => problem.code);
    assert.deepEqual(codes(file({ type: 'if', loc, locations: [] }, null)), ['report/bad-branch']);
    assert.deepEqual(codes(file({ type: 'if', loc, locations: [loc, loc] }, [1, -4])), ['report/bad-count']);
    assert.deepEqual(codes('{"a.js":{"lineData":[1]},"__proto__":{"x":1}}'), ['report/foreign-file', 'report/foreign-file']);
    assert.deepEqual(codes(file({ type: 'if', loc, locations: [] }, [1]).replace('"b":{', '"b":{"9":[1],')), ['report/bad-branch']);
  });

  it('reads a torn report up to the tear', () => {
    const whole = file({ type: 'if', loc, locations: [loc, loc] }, [1, 0]);
    const { coverage, problems } = read(`${whole.slice(0, -1)},"/p/b.js":{"path":"/p/b`);
    assert.deepEqual([...coverage.keys()], ['/p/a.js']);
    assert.match(problems[0]?.message ?? '', /ends in the middle\. Files read before that place: 1/);
  });

  it('does not know an empty file or other JSON', () => {
    assert.equal(readReport(new Uint8Array(), 'x.info').problems[0]?.message, 'The report is empty.');
    assert.match(readReport(new TextEncoder().encode('{"total":{}}'), 'summary.json').problems[0]?.message ?? '', /not a coverage report/);
  });
});
