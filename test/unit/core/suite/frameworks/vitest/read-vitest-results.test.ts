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
  const results = readVitestResults(text, '/w');
  assert.ok(results !== undefined);
  return results.tests.map(({ group, title, status, message }) =>
    [status, group, title, message?.split('\n')[0]].filter((part) => part !== undefined).join(' | '),
  );
}

describe("results of Vitest's JSON reporter", () => {
  it('name the file, the title and the time', () => {
    const results = readVitestResults(report([passed]), '/w');
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

  it('know an assertion on a promise that failed, which Vitest throws as a plain Error', () => {
    const rejects = '\n    at _Assertion.__VITEST_REJECTS__ (file:///w/node_modules/@vitest/expect/dist/index.js:1747:17)';
    const resolves = '\n    at Proxy.__VITEST_RESOLVES__ (file:///w/node_modules/@vitest/expect/dist/index.js:1710:17)';
    const poll = '\n    at Proxy.__VITEST_POLL_CHAIN__ (file:///w/node_modules/vitest/dist/chunks/test.js:3748:47)';
    const messages = [
      `Error: promise resolved "1" instead of rejecting${rejects}${at}`,
      `Error: promise rejected "TypeError: a" instead of resolving${resolves}${at}`,
      `Error: expected [\n  1\n] to be 1${resolves}${at}`,
      `Error: expected 1 to be 2 // Object.is equality${poll}${at}`,
      `Error: no such price${at}${rejects}`,
      `TypeError: You must provide a Promise to expect() when using .rejects, not 'number'.${rejects}${at}`,
    ];
    const tests = messages.map((message) => ({ ...passed, status: 'failed', failureMessages: [message] }));
    assert.deepEqual(
      lines(report(tests)).map((line) => line.split(' | ')[0]),
      ['failed', 'failed', 'failed', 'failed', 'error', 'error'],
    );
  });

  it('name files as Windows does, with the drive as the project has it', () => {
    const text = report([passed], { name: 'C:/w/src/a.test.ts', status: 'failed' });
    const results = readVitestResults(text, 'c:\\w');
    assert.equal(results?.tests[0]?.file, 'c:\\w\\src\\a.test.ts');
    assert.deepEqual([...(results.errorsByFile?.keys() ?? [])], ['c:\\w\\src\\a.test.ts']);
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
    const results = readVitestResults(report([], { status: 'failed', message: `${red}Cannot find module './nowhere.ts'` }), '/w');
    assert.deepEqual(results?.tests, []);
    assert.deepEqual(results.errors, ["/w/a.test.ts: Cannot find module './nowhere.ts'"]);
  });

  it('give a file that failed although its tests passed as an error', () => {
    assert.deepEqual(readVitestResults(report([passed], { status: 'failed' }), '/w')?.errors, ['/w/a.test.ts: failed outside its tests']);
  });

  it('are no results when the file is torn or another one', () => {
    const whole = report([passed]);
    for (const text of ['', whole.slice(0, -3), '{}', '[]', '{"testResults":{}}', '"text"'])
      assert.equal(readVitestResults(text, '/w'), undefined, text);
  });
});
