import assert from 'node:assert/strict';
import { readPytestResults } from '../../../../../../src/core/suite/frameworks/pytest/read-pytest-results.ts';
import { pytestProject } from '../../sample-projects.ts';

/** As pytest writes it with `junit_family=xunit1`. */
function report(...cases: readonly string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" tests="${cases.length}" time="0.07">${cases.join('')}</testsuite></testsuites>`;
}

function testCase(name: string, inside = '', className = 'tests.test_a'): string {
  return `<testcase classname="${className}" name="${name}" file="tests/test_a.py" line="2" time="0.012">${inside}</testcase>`;
}

/** Every test in a line. */
function lines(...cases: readonly string[]): readonly string[] {
  const results = readPytestResults(pytestProject(), report(...cases));
  assert.ok(results !== undefined);
  return results.tests.map(({ group, title, status, message }) =>
    [status, group, title, message].filter((part) => part !== undefined).join(' | '),
  );
}

describe("results of pytest's JUnit XML", () => {
  it('name the file, the title and the time', () => {
    const results = readPytestResults(pytestProject(), report(testCase('test_ok')));
    assert.deepEqual(results?.tests, [{ file: '/w/tests/test_a.py', title: 'test_ok', status: 'passed', durationMs: 12 }]);
    assert.deepEqual(results.errors, []);
  });

  it('keep the parameters in the title, with their entities read', () => {
    assert.deepEqual(lines(testCase('test_p[1-x[y]]'), testCase('test_p[2-&lt;&amp;&quot;&gt;]')), [
      'passed | test_p[1-x[y]]',
      'passed | test_p[2-<&">]',
    ]);
  });

  it('name the classes around a method as pytest is asked for them', () => {
    assert.deepEqual(lines(testCase('test_n', '', 'tests.test_a.TestCart.TestDeep')), ['passed | TestCart::TestDeep | test_n']);
  });

  it('tell a failed assertion from anything else that was thrown', () => {
    const failure = (message: string): string => `<failure message="${message}">E</failure>`;
    assert.deepEqual(
      lines(
        testCase('test_a', failure('AssertionError: want&#10;  &lt;one&gt; &amp; é&#10;assert 2 == 1')),
        testCase('test_b', failure('assert 2 == 1')),
        testCase('test_c', failure('Failed: DID NOT RAISE ValueError')),
        testCase('test_d', failure('ValueError: boom')),
      ),
      [
        'failed | test_a | AssertionError: want\n  <one> & é\nassert 2 == 1\nE',
        'failed | test_b | assert 2 == 1\nE',
        'failed | test_c | Failed: DID NOT RAISE ValueError\nE',
        'error | test_d | ValueError: boom\nE',
      ],
    );
  });

  it('have skipped tests and expected failures as skipped, and an unexpected pass as an error', () => {
    assert.deepEqual(
      lines(
        testCase('test_s', '<skipped type="pytest.skip" message="later">/w/tests/test_a.py:9: later</skipped>'),
        testCase('test_x', '<skipped type="pytest.xfail" message="known" />'),
        testCase('test_xs', '<failure message="[XPASS(strict)] ">[XPASS(strict)] </failure>'),
      ),
      [
        'skipped | test_s | later\n/w/tests/test_a.py:9: later',
        'skipped | test_x | known',
        'error | test_xs | [XPASS(strict)] \n[XPASS(strict)] ',
      ],
    );
  });

  it('have a test with a failing set-up or teardown as an error, once', () => {
    assert.deepEqual(
      lines(testCase('test_t'), testCase('test_t', '<error message="failed on teardown with &quot;RuntimeError: x&quot;" />')),
      ['error | test_t | failed on teardown with "RuntimeError: x"'],
    );
    assert.deepEqual(
      lines(testCase('test_t', '<failure message="assert 0" />'), testCase('test_t', '<error message="failed on teardown" />')),
      ['failed | test_t | assert 0'],
    );
  });

  it('give a file that does not import as an error that belongs to no test', () => {
    const bad = `<testcase classname="" name="tests.test_bad" file="tests/test_bad.py" time="0.000"><error message="collection failure">ImportError while importing &lt;module&gt;</error></testcase>`;
    const results = readPytestResults(pytestProject(), report(testCase('test_ok'), bad));
    assert.deepEqual(results?.errors, ['tests/test_bad.py: collection failure\nImportError while importing <module>']);
    assert.equal(results.tests.length, 1);
  });

  it('read a message as text, whatever it looks like', () => {
    assert.deepEqual(lines(testCase('007', '<failure message="1e3">0x10</failure>')), ['error | 007 | 1e3\n0x10']);
  });

  it('are empty when nothing was collected', () => {
    const results = readPytestResults(pytestProject(), report());
    assert.deepEqual([results?.tests, results?.errors], [[], []]);
  });

  it('are no results when the file is torn or another one', () => {
    const whole = report(testCase('test_ok'));
    for (const text of ['', whole.slice(0, -10), whole.slice(0, 200), '<html></html>', '{}']) {
      assert.equal(readPytestResults(pytestProject(), text), undefined, text);
    }
  });
});
