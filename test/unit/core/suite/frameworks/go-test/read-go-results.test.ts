import assert from 'node:assert/strict';
import type { TestResult } from '../../../../../../src/core/suite/framework.ts';
import type { GoEvent } from '../../../../../../src/core/suite/frameworks/go-test/go-events.ts';
import { readGoResults } from '../../../../../../src/core/suite/frameworks/go-test/read-go-results.ts';
import { condense, goProject, read, recordedEvents, resultText } from './sample-go.ts';

const results = read(recordedEvents());

function testOf(title: string): TestResult {
  const found = results?.tests.find((test) => test.title === title);
  assert.ok(found, title);
  return found;
}

describe('results of go test', () => {
  it('counts tests and subtests without subtests, and a group only where it failed by itself', () => {
    const said = results?.tests.map(({ group, title, status }) => `${group === undefined ? '' : `${group} | `}${title}: ${status}`);
    assert.deepEqual(said?.toSorted(), [
      'Example_sum: failed',
      'TestEqual: failed',
      'TestError: failed',
      'TestExits: error',
      'TestGroup | a_b/c: error',
      'TestGroup | first: passed',
      'TestGroupFailsItself | green: passed',
      'TestGroupFailsItself: failed',
      'TestGroupOfRed | red: failed',
      'TestIsGreen: passed',
      'TestSkipped: skipped',
      'TestText: failed',
    ]);
  });

  it('says which test panicked and where', () => {
    const panicked = testOf('a_b/c');
    assert.equal(panicked.message, 'panic: assignment to entry in nil map');
    assert.deepEqual(panicked.failedAt, { file: '/w/crash/crash_test.go', line: 15 });
    assert.equal(panicked.line, 13);
    assert.match(panicked.stack ?? '', /^goroutine \d+ \[running\]:\n/);
  });

  it('names what a panic, a build and a TestMain kept from running', () => {
    assert.deepEqual(results?.errors.toSorted(), [
      'example.org/failures/broken: the tests could not be built.\n# example.org/failures/broken [example.org/failures/broken.test]\nbroken/broken_test.go:6:2: undefined: missing',
      'example.org/failures/crash: TestGroup/a_b/c ended the test binary, so these tests did not run: TestWaits, TestComesLater, FuzzComesLater.',
      'example.org/failures/main: failed outside of its tests.\nno database',
    ]);
    assert.deepEqual([...(results.errorsByFile?.keys() ?? [])], ['/w/broken/broken_test.go']);
  });

  it('blames the test that ends the process', () => {
    assert.equal(testOf('TestExits').message, 'The test ended the whole test binary before it was over.');
  });

  it('takes the message from what failed, not from what was only logged', () => {
    const red = testOf('red');
    assert.equal(red.message, 'first line\nsecond line');
    assert.equal(red.failedAt?.line, 13);
    assert.equal(testOf('TestSkipped').message, 'not today');
  });

  it('reads what was expected, as Go people write it, from testify and from examples', () => {
    const said = ['TestGroupFailsItself', 'TestEqual', 'TestText', 'Example_sum'].map((title) => [
      testOf(title).expected,
      testOf(title).actual,
    ]);
    assert.deepEqual(said, [
      ['7', '5'],
      ['7', '5'],
      [String.raw`"one\ntwo"`, String.raw`"one\nthree"`],
      ['7', '5'],
    ]);
    assert.equal(testOf('TestEqual').message, 'Not equal: \nexpected: 7\nactual  : 5\nthe volume price of 1');
    assert.deepEqual(testOf('TestError').failedAt, { file: '/w/testify/testify_test.go', line: 21 });
    assert.equal(testOf('TestError').message, 'Received unexpected error:\nassert.AnError general error for testing');
  });

  it('shows a person what the tests print, without the noise', () => {
    const { shown } = condense(recordedEvents());
    assert.ok(!shown.includes('=== RUN'));
    assert.match(shown, /^ {4}testify_test\.go:11: five is not seven$/m);
    assert.match(shown, /^FAIL\texample\.org\/failures\/crash\t/m);
    assert.match(shown, /^broken\/broken_test\.go:6:2: undefined: missing$/m);
  });

  it('keeps the worse of two results of one test', () => {
    const event = (Action: string, Test?: string): GoEvent => ({ Action, Package: 'p', ...(Test === undefined ? {} : { Test }) });
    const text: GoEvent = { Action: 'output', Package: 'p', Output: 'FAIL\n' };
    const found = read([event('run', 'TestA'), event('pass', 'TestA'), event('run', 'TestA'), event('fail', 'TestA'), text, event('fail')]);
    assert.deepEqual(
      found?.tests.map(({ status }) => status),
      ['failed'],
    );
  });

  it('does not believe a package whose test binary never came to its end', () => {
    const event = (Action: string, Test?: string): GoEvent => ({ Action, Package: 'p', ...(Test === undefined ? {} : { Test }) });
    const found = read([event('run', 'TestA'), event('pass', 'TestA'), event('pass')], 0);
    assert.match(found?.errors.join() ?? '', /^p: the test binary ended before it was done\./);
  });

  it('reads the words of compilers before Go 1.24 from standard error', () => {
    const lines = condense([
      { Action: 'output', Package: 'example.org/shop/stock', Output: 'FAIL\texample.org/shop/stock [build failed]\n' },
      { Action: 'fail', Package: 'example.org/shop/stock' },
    ]).lines.slice(0, -1);
    const errors =
      '# example.org/other\nother.go:1:1: no\n# example.org/shop/stock [example.org/shop/stock.test]\nstock/stock_test.go:6:2: undefined: missing\n';
    const found = readGoResults(goProject, resultText([...lines, { kind: 'exit', code: 1, errors }]));
    assert.equal(found?.errors.length, 1);
    assert.match(found.errors[0] ?? '', /stock_test\.go:6:2: undefined: missing$/);
    assert.doesNotMatch(found.errors[0] ?? '', /other\.go/);
  });

  it('says in the words of go why nothing ran', () => {
    const found = readGoResults(
      goProject,
      resultText([{ kind: 'exit', code: 1, errors: 'go: errors parsing go.mod:\ngo.mod:4: unknown directive: bad\n' }]),
    );
    assert.deepEqual(found, { tests: [], errors: ['go: errors parsing go.mod:\ngo.mod:4: unknown directive: bad'] });
  });

  it('is undefined for what was not written to its end', () => {
    const whole = resultText(condense(recordedEvents()).lines);
    assert.equal(readGoResults(goProject, ''), undefined);
    assert.equal(readGoResults(goProject, whole.slice(0, -3)), undefined);
    assert.equal(readGoResults(goProject, whole.slice(0, whole.lastIndexOf('{"kind":"exit"'))), undefined);
  });
});
