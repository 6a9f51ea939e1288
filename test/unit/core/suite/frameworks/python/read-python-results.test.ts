import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteResults, TestResult } from '../../../../../../src/core/suite/framework.ts';
import { readPythonResults } from '../../../../../../src/core/suite/frameworks/python/read-python-results.ts';
import { pytestProject } from '../../sample-projects.ts';

const fixtures = join(import.meta.dirname, '../../../../../fixtures/suite-results');
const shop = pytestProject({}, { root: '/tmp/shop' });

function text(name: string): string {
  return readFileSync(join(fixtures, name), 'utf8');
}

function read(name: string): SuiteResults {
  const results = readPythonResults(shop, [{ path: `/s/${name}`, text: text(name) }]);
  assert.ok(results !== undefined);
  return results;
}

function test(results: SuiteResults, title: string): TestResult {
  const found = results.tests.filter((one) => one.title === title);
  assert.equal(found.length, 1, `${title}: ${found.length}`);
  return found[0] as TestResult;
}

function count(results: SuiteResults, status: TestResult['status']): number {
  return results.tests.filter((one) => one.status === status).length;
}

for (const major of [7, 8, 9]) {
  describe(`results of pytest ${major}`, () => {
    const results = read(`pytest/pytest-${major}.jsonl`);
    const printed = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(text(`pytest/pytest-${major}.summary`))?.[1] ?? 0);

    it("have the counts of pytest's own summary", () => {
      // A test whose teardown fails counts twice there: as what it came to, and as an error.
      const closed = { passed: 1, red: 1 };
      assert.equal(count(results, 'passed'), printed('passed') + printed('xpassed') - closed.passed);
      assert.equal(count(results, 'skipped'), printed('skipped'));
      assert.equal(count(results, 'pending'), printed('xfailed'));
      const red = count(results, 'failed') + count(results, 'error') + results.errors.length;
      assert.equal(red, printed('failed') + printed('errors?') - closed.red);
      assert.equal(
        results.tests.reduce((sum, one) => sum + (one.retries ?? 0), 0),
        printed('rerun'),
      );
    });

    it('tell what a failed assertion compared, and where', () => {
      const failed = test(results, 'test_gives_a_volume_price');
      assert.deepEqual(failed, {
        file: '/tmp/shop/tests/test_price.py',
        line: 15,
        title: 'test_gives_a_volume_price',
        status: 'failed',
        durationMs: failed.durationMs,
        message: 'AssertionError: assert 5 == 7\n +  where 5 = line_price(1, 5)',
        stack: '  File "/tmp/shop/tests/test_price.py", line 16, in test_gives_a_volume_price\n    assert line_price(1, 5) == 7',
        failedAt: { file: '/tmp/shop/tests/test_price.py', line: 16 },
        expected: '7',
        actual: '5',
      });
      const old = test(results, 'test_compares');
      assert.deepEqual([old.group, old.status, old.expected, old.actual], ['TestOld', 'failed', "{'a': 2}", "{'a': 1}"]);
    });

    it('tell a failed assertion from anything else that was thrown', () => {
      const thrown = test(results, 'test_reads_the_stock');
      assert.deepEqual([thrown.status, thrown.message, thrown.expected], ['error', 'ValueError: stock is empty', undefined]);
      assert.deepEqual(thrown.failedAt, { file: '/tmp/shop/shop/stock.py', line: 3 });
      assert.deepEqual(test(results, 'test_takes_too_long').status, 'error');
      assert.match(`${test(results, 'test_takes_too_long').message}`, /^Failed: Timeout >?\(?>?0\.5s/);
      const refused = test(results, 'test_opens_the_register');
      assert.deepEqual([refused.status, refused.message], ['error', 'RuntimeError: the register is locked']);
    });

    it('have what was skipped or expected to fail with its reason, and an unexpected pass as a failure when it is strict', () => {
      const told = (title: string): readonly unknown[] => [test(results, title).status, test(results, title).message];
      assert.deepEqual(told('test_rounds_half_up'), ['skipped', 'not decided yet']);
      assert.deepEqual(told('test_knows_currencies'), ['pending', 'prices have no currency']);
      assert.deepEqual(told('test_passes_against_expectation'), ['failed', '[XPASS(strict)] thought to fail']);
      assert.equal(test(results, 'test_passes_against_expectation_too').status, 'passed');
      assert.deepEqual(told('test_database.py'), ['skipped', 'no database here']);
    });

    it('count attempts, and take the last for what the test came to', () => {
      const { status, retries, message } = test(results, 'test_passes_at_the_second_attempt');
      assert.deepEqual([status, retries, message], ['passed', 1, undefined]);
    });

    it('name parameters and classes as a run of one test asks for them', () => {
      for (const title of ['test_prices[1-5]', 'test_text[a::b]', 'test_text[x[1]]', 'test_text[a b/c]']) {
        assert.deepEqual([test(results, title).status, test(results, title).group], ['passed', undefined]);
      }
      assert.equal(test(results, 'test_refuses_zero').group, 'TestRefusals::TestZero');
    });

    it('have a subtest that failed by itself, beside its test', () => {
      const { status, expected, actual } = test(results, 'test_each [even] (number=1)');
      assert.deepEqual([status, expected, actual], ['failed', '0', '1']);
      // Before pytest 9 the test itself passes.
      assert.equal(test(results, 'test_each').status, major < 9 ? 'passed' : 'failed');
      assert.equal(test(results, 'test_whole').status, 'passed');
    });

    it('have a test with a failing teardown as an error, and a failed one with both messages', () => {
      assert.equal(test(results, 'test_closes_the_till').status, 'error');
      const both = test(results, 'test_fails_and_does_not_close');
      assert.deepEqual([both.status, both.message], ['failed', 'AssertionError: assert 1 == 2\nRuntimeError: the till does not close']);
    });

    it('give a file that does not import as an error that belongs to no test', () => {
      assert.equal(results.errors.length, 1);
      assert.match(
        results.errors[0] ?? '',
        /^tests\/test_broken\.py: ImportError while importing [\s\S]*cannot import name 'no_such_name'/,
      );
      assert.deepEqual(results.errorsByFile, new Map([['/tmp/shop/tests/test_broken.py', results.errors]]));
    });
  });
}

describe('results of a run of Python', () => {
  it('name the test that the process ended in, whatever was printed', () => {
    const results = read('pytest/died.jsonl');
    assert.deepEqual(
      results.tests.map(({ title, status, message }) => [title, status, message]),
      [
        ['test_fails', 'failed', 'AssertionError: assert 1 == 2'],
        ['test_fake', 'error', 'The process of the run ended within this test.'],
      ],
    );
    assert.deepEqual(results.errors, []);
  });

  it('are read from tests that other processes collected', () => {
    const results = read('pytest/workers.jsonl');
    assert.equal(test(results, 'test_refuses_zero').group, 'TestRefusals::TestZero');
    assert.deepEqual(
      [test(results, 'test_prices[2-10]').file, test(results, 'test_prices[2-10]').status],
      ['/tmp/shop/tests/test_price.py', 'passed'],
    );
    assert.match(`${test(results, 'test_gives_a_volume_price').message}`, /assert 5 == 7/);
  });

  it('are an error when pytest does not find what it is asked for', () => {
    const results = read('pytest/usage.jsonl');
    assert.deepEqual([results.tests, results.errors], [[], ['file or directory not found: tests/test_nowhere.py']]);
  });

  it('are never green when their end is missing', () => {
    const lines = text('pytest/pytest-9.jsonl')
      .split('\n')
      .filter((line) => !/"outcome": "(failed|rerun)"|not-collected/.test(line));
    for (let kept = 1; kept < lines.length - 2; kept += 1) {
      const cut = `${lines.slice(0, kept).join('\n')}\n`;
      const results = readPythonResults(shop, [{ path: '/s/r', text: cut }]);
      assert.ok(
        results === undefined || results.errors.length > 0 || results.tests.some(({ status }) => status === 'error'),
        `${kept} lines`,
      );
    }
  });

  it('are no results when no session began', () => {
    for (const wrong of [
      '',
      '\n',
      '{"kind": "session"',
      '[]\n',
      '<html>\n',
      '{"kind": "end", "exit": 0}\n',
      '{"kind": "session", "root": 1}\n',
    ]) {
      assert.equal(readPythonResults(shop, [{ path: '/s/r', text: wrong }]), undefined, wrong);
    }
    assert.equal(readPythonResults(shop, []), undefined);
  });
});

describe('results of unittest', () => {
  const results = read('unittest/whole.jsonl');
  const summary = text('unittest/whole.summary');
  const printed = (name: string): number => Number(new RegExp(`[( ]${name}=(\\d+)`).exec(summary)?.[1] ?? 0);

  it("have the counts of unittest's own summary", () => {
    // A test whose clean-up fails after its failure counts there twice.
    const red = count(results, 'failed') + count(results, 'error') + results.errors.length;
    assert.equal(red, printed('failures') + printed('errors') + printed('unexpected successes') - 1);
    assert.equal(count(results, 'skipped'), printed('skipped'));
    assert.equal(count(results, 'pending'), printed('expected failures'));
  });

  it('tell what a failed assertion compared, and where', () => {
    const failed = test(results, 'test_gives_a_volume_price');
    assert.deepEqual([failed.group, failed.status, failed.expected, failed.actual, failed.line], ['TestPrice', 'failed', '7', '5', 12]);
    assert.deepEqual(failed.failedAt, { file: '/tmp/shop/tests/test_price.py', line: 13 });
    assert.equal(failed.message, 'AssertionError: 5 != 7');
    const thrown = test(results, 'test_reads_the_stock');
    assert.deepEqual([thrown.status, thrown.message], ['error', 'ValueError: stock is empty']);
    assert.deepEqual(thrown.failedAt, { file: '/tmp/shop/shop/stock.py', line: 3 });
  });

  it('name a subtest that failed, and a test that should have failed', () => {
    assert.equal(test(results, 'test_each [even] (number=1)').status, 'failed');
    assert.equal(test(results, 'test_passes_against_expectation').status, 'failed');
    assert.equal(test(results, 'test_knows_currencies').status, 'pending');
    assert.match(`${test(results, 'test_fails_and_does_not_close').message}`, /prices\nRuntimeError: the till does not close$/);
  });

  it('give a set-up of a class and a module that does not import as errors of their files', () => {
    assert.deepEqual([...(results.errorsByFile?.keys() ?? [])], ['/tmp/shop/tests/test_around.py', '/tmp/shop/tests/test_broken.py']);
    assert.match(results.errors.join('\n'), /RuntimeError: the shop is closed[\s\S]*cannot import name 'no_such_name'/);
  });

  it('measure the time of each test', () => {
    assert.ok(test(results, 'test_takes_its_time').durationMs >= 250);
  });
});
