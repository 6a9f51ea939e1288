import assert from 'node:assert/strict';
import { readVitestResults } from '../../../../../../src/core/suite/frameworks/vitest/read-vitest-results.ts';

const at = '\n    at /w/a.test.ts:3:29';

/** As Vitest 4 writes it, without what is not read. */
function report(assertionResults: readonly object[], file: object = {}): string {
  const failed = assertionResults.some((result) => 'status' in result && result.status === 'failed');
  return JSON.stringify({
    testResults: [{ assertionResults, status: failed ? 'failed' : 'passed', message: '', name: '/w/a.test.ts', ...file }],
  });
}

const passed = { ancestorTitles: [], title: 'one', status: 'passed', duration: 2.4, failureMessages: [] };

/** Every test in a line. */
function lines(text: string): readonly string[] {
  const results = readVitestResults(text);
  assert.ok(results !== undefined);
  return results.tests.map(({ group, title, status, message }) =>
    [status, group, title, message?.split('\n')[0]].filter((part) => part !== undefined).join(' | '),
  );
}

describe("results of Vitest's JSON reporter", () => {
  it('name the file, the title and the time', () => {
    const results = readVitestResults(report([passed]));
    assert.deepEqual(results?.tests, [{ file: '/w/a.test.ts', title: 'one', status: 'passed', durationMs: 2.4 }]);
    assert.deepEqual(results.errors, []);
  });

  it('join the groups around a test, and tell a failed assertion from anything else that was thrown', () => {
    const failure = { status: 'failed', duration: 1 };
    assert.deepEqual(
      lines(
        report([
          { ...passed, ...failure, failureMessages: [`AssertionError: expected 1 to be 2${at}`] },
          { ...passed, ...failure, ancestorTitles: ['outer', 'inner > x'], title: 'deep', failureMessages: [`TypeError: boom${at}`] },
        ]),
      ),
      ['failed | one | AssertionError: expected 1 to be 2', 'error | outer inner > x | deep | TypeError: boom'],
    );
  });

  it('keep both of two tests with one title', () => {
    const second = { ...passed, status: 'failed', failureMessages: ['AssertionError: no'] };
    assert.deepEqual(lines(report([passed, second])), ['passed | one', 'failed | one | AssertionError: no']);
  });

  it('have what did not run as skipped', () => {
    const idle = ['todo', 'skipped', 'pending'].map((status) => ({ ancestorTitles: [], title: status, status, failureMessages: [] }));
    assert.deepEqual(lines(report(idle)), ['skipped | todo', 'skipped | skipped', 'skipped | pending']);
  });

  it('give a file that does not import as an error with its words, without colours', () => {
    const red = `${String.fromCodePoint(27)}[31m`;
    const results = readVitestResults(report([], { status: 'failed', message: `${red}Cannot find module './nowhere.ts'` }));
    assert.deepEqual(results?.tests, []);
    assert.deepEqual(results.errors, ["/w/a.test.ts: Cannot find module './nowhere.ts'"]);
  });

  it('give a file that failed although its tests passed as an error', () => {
    assert.deepEqual(readVitestResults(report([passed], { status: 'failed' }))?.errors, ['/w/a.test.ts: failed outside its tests']);
  });

  it('are no results when the file is torn or another one', () => {
    const whole = report([passed]);
    for (const text of ['', whole.slice(0, -3), '{}', '[]', '{"testResults":{}}', '"text"'])
      assert.equal(readVitestResults(text), undefined, text);
  });
});
