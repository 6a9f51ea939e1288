import assert from 'node:assert/strict';
import { readRunRecord } from '../../../../../../src/core/suite/frameworks/javascript/read-run-record.ts';
import type { RunRecord, TestRecord } from '../../../../../../src/core/suite/frameworks/javascript/run-record.ts';
import type { SuiteResults } from '../../../../../../src/core/suite/framework.ts';

const passed: TestRecord = { groups: [], title: 'one', status: 'passed', durationMs: 2.4, invocations: 1, failures: [] };

function read(record: RunRecord, root = '/w'): SuiteResults {
  const results = readRunRecord([{ path: '/s/results.json', text: JSON.stringify(record) }], root);
  assert.ok(results !== undefined);
  return results;
}

function testsOf(...tests: readonly TestRecord[]): SuiteResults {
  return read({ files: [{ path: '/w/a.test.ts', tests }] });
}

function failing(text: string, more: object = {}): TestRecord {
  return { ...passed, status: 'failed', failures: [{ text, isAssertion: true, ...more }] };
}

describe('results of Jest and Vitest', () => {
  it('name the file, the title and the time', () => {
    const { tests, errors } = testsOf(passed);
    assert.deepEqual(tests, [{ file: '/w/a.test.ts', title: 'one', status: 'passed', durationMs: 2.4 }]);
    assert.deepEqual(errors, []);
  });

  it('join the groups around a test, and say where it stands and how often it was tried', () => {
    const [test] = testsOf({ ...passed, groups: ['price', '', 'net'], line: 7, invocations: 3 }).tests;
    assert.deepEqual([test?.group, test?.line, test?.retries], ['price net', 7, 2]);
  });

  it('tell a failed assertion from anything else that was thrown', () => {
    const other = { ...failing('TypeError: x'), failures: [{ text: 'TypeError: x', isAssertion: false }] };
    assert.deepEqual(
      testsOf(failing('AssertionError: no'), other).tests.map((test) => test.status),
      ['failed', 'error'],
    );
  });

  it('part a failure into its words, its frames, its place in the project and what was compared', () => {
    const red = `${String.fromCodePoint(27)}[31m`;
    const frames = '    at toBe (/w/node_modules/expect/index.js:1:1)\n    at /w/a.test.ts:10:27\n    at node:internal/process:5:5';
    const [test] = testsOf(failing(`${red}Error: expected 5 to be 7\nsecond line\n${frames}`, { expected: '7', actual: '5' })).tests;
    assert.equal(test?.message, 'Error: expected 5 to be 7\nsecond line');
    assert.equal(test.stack, frames);
    assert.deepEqual(test.failedAt, { file: '/w/a.test.ts', line: 10 });
    assert.deepEqual([test.expected, test.actual], ['7', '5']);
  });

  it('have what did not run as skipped, with the reason, and what is only named as todo', () => {
    const idle = ['todo', 'skipped', 'pending', 'disabled'].map((status): TestRecord => ({ ...passed, status }));
    const noted: TestRecord = { ...passed, status: 'skipped', note: 'no network' };
    const { tests } = testsOf(...idle, noted);
    assert.deepEqual(
      tests.map((test) => test.status),
      ['todo', 'skipped', 'skipped', 'skipped', 'skipped'],
    );
    assert.equal(tests.at(-1)?.message, 'no network');
  });

  it('keep both of two tests with one title', () => {
    assert.equal(testsOf(passed, passed).tests.length, 2);
  });

  it('give a file that does not import as an error with its words, without what Jest prints above them', () => {
    const error = "  ● Test suite failed to run\n\n    Cannot find module './nowhere'\n";
    const { tests, errors, errorsByFile } = read({ files: [{ path: '/w/a.test.ts', error, tests: [] }], errors: ['Error: late'] });
    assert.deepEqual(tests, []);
    assert.deepEqual(errors, ["/w/a.test.ts: Cannot find module './nowhere'", 'Error: late']);
    assert.deepEqual([...(errorsByFile?.keys() ?? [])], ['/w/a.test.ts']);
    assert.deepEqual(read({ files: [{ path: '/w/a.test.ts', error: '', tests: [passed] }] }).errors, [
      '/w/a.test.ts: failed outside its tests',
    ]);
  });

  it('name files as Windows does, with the drive as the project has it', () => {
    const { tests, errorsByFile } = read({ files: [{ path: 'C:/w/src/a.test.ts', error: 'x', tests: [passed] }] }, 'c:\\w');
    assert.equal(tests[0]?.file, 'c:\\w\\src\\a.test.ts');
    assert.deepEqual([...(errorsByFile?.keys() ?? [])], ['c:\\w\\src\\a.test.ts']);
  });

  it('are no results when the file is missing, torn or another one', () => {
    const whole = JSON.stringify({ files: [{ path: '/w/a.test.ts', tests: [passed] }] });
    assert.equal(readRunRecord([], '/w'), undefined);
    for (const text of ['', whole.slice(0, -3), '{}', '[]', 'null', '{"files":{}}', '"text"'])
      assert.equal(readRunRecord([{ path: '/s/results.json', text }], '/w'), undefined, text);
  });
});
