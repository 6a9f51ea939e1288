import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import type { Project, SuiteResults, TestResult } from '../../../../../../src/core/suite/framework.ts';
import { readCargoResults } from '../../../../../../src/core/suite/frameworks/cargo-test/read-cargo-results.ts';

const root = '/tmp/branchlight-results';
const project: Project = {
  root,
  framework: 'cargo-test',
  language: 'rust',
  frameworkVersion: 'unknown',
  interpreter: 'cargo',
  globals: false,
};

function text(name: string): string {
  return readFileSync(new URL(`../../../../../fixtures/suite-results/cargo-test/${name}/run.jsonl`, import.meta.url), 'utf8');
}

function read(events: string): SuiteResults | undefined {
  return readCargoResults(project, [{ path: '/scratch/results/run.jsonl', text: events }]);
}

function line({ group, title, status, message }: TestResult): string {
  return [status, group === undefined ? title : `${group}::${title}`, message === undefined ? '' : `— ${message.replaceAll('\n', ' | ')}`]
    .filter(Boolean)
    .join(' ');
}

function find(results: SuiteResults | undefined, title: string): TestResult {
  const found = results?.tests.find((test) => test.title === title);
  assert.ok(found !== undefined, title);
  return found;
}

describe('results of cargo test', () => {
  it('are those of every binary and of the documentation', () => {
    const results = read(text('whole'));
    assert.deepEqual(results?.errors, []);
    assert.deepEqual(results?.tests.map(line).toSorted(), [
      'error reads_the_stock — Error: Custom { kind: Other, error: "stock is empty" }',
      'failed gives_a_volume_price — assertion `left == right` failed: no volume price |   left: 5 |  right: 7',
      'passed adds_up::one',
      'passed adds_up::three',
      'passed adds_up::two',
      'passed multiplies_quantity_and_price',
      'passed refusals::of_debts::refuses_less_than_nothing',
      'passed refusals::refuses_nothing',
      'passed says_few',
      'passed says_many',
      'passed src/price.rs - price::line_price (line 3)',
      'passed stock::tests::takes_one',
      'passed takes_its_time',
      'skipped rounds_half_up — rounding is not decided yet',
    ]);
    const failed = find(results, 'gives_a_volume_price');
    assert.deepEqual([failed.expected, failed.actual], ['7', '5']);
    assert.deepEqual([failed.file, failed.line], [`${root}/tests/price.rs`, 11]);
    assert.deepEqual(failed.failedAt, { file: `${root}/tests/price.rs`, line: 12 });
    assert.equal(find(results, 'takes_one').file, `${root}/src/stock.rs`);
    assert.deepEqual([find(results, 'one').file, find(results, 'one').line], [`${root}/tests/price.rs`, undefined]);
    assert.ok(find(results, 'takes_its_time').durationMs >= 300);
  });

  it('have the backtrace apart from the message', () => {
    const failed = find(read(text('backtrace')), 'gives_a_volume_price');
    assert.equal(failed.message, 'assertion `left == right` failed: no volume price\n  left: 5\n right: 7');
    assert.deepEqual([failed.expected, failed.actual], ['7', '5']);
    assert.match(failed.stack ?? '', /^stack backtrace:\n {3}0: .*\n/);
    assert.deepEqual(failed.failedAt, { file: `${root}/tests/price.rs`, line: 12 });
  });

  it('tell assertions from other panics, and find tests in modules of other files', () => {
    const results = read(text('workspace'));
    assert.deepEqual(results?.errors, []);
    assert.deepEqual(results?.tests.map(line).toSorted(), [
      'error inner::tests::unwraps_nothing — stock is empty',
      'failed compares_over_lines — assertion `left == right` failed |   left: "a\\nb" |  right: "a\\nc"',
      'failed core/src/lib.rs - sign (line 11) — assertion `left == right` failed |   left: "zero" |  right: "none"',
      'failed inner::deep::is_deep — it has 8 letters',
      'failed inner::tests::panics_otherwise — stock is empty | panic did not contain expected string |       panic message: "stock is empty" |  expected substring: "something else"',
      'failed inner::tests::should_have_panicked — test did not panic as expected at core/src/inner.rs:25:8',
      'failed part::is_a_part — assertion `left != right` failed |   left: "positive" |  right: "positive"',
      'passed core/src/lib.rs - sign (line 7)',
      'passed inner::tests::names_it',
      'passed is_in_a_binary',
      'passed moved::is_elsewhere',
      'passed own-harness',
      'skipped core/src/lib.rs - sign (line 15)',
      'skipped inner::tests::is_ignored',
    ]);
    const places = results?.tests.map(({ title, file, line: at }) => `${title} ${file.slice(root.length)}:${at ?? ''}`).toSorted();
    assert.deepEqual(places, [
      'compares_over_lines /app/tests/twice.rs:2',
      'core/src/lib.rs - sign (line 11) /core/src/lib.rs:11',
      'core/src/lib.rs - sign (line 15) /core/src/lib.rs:15',
      'core/src/lib.rs - sign (line 7) /core/src/lib.rs:7',
      'is_a_part /core/tests/deep/part.rs:2',
      'is_deep /core/src/inner/deep.rs:4',
      'is_elsewhere /core/src/elsewhere.rs:2',
      'is_ignored /core/src/inner.rs:35',
      'is_in_a_binary /app/src/main.rs:6',
      'names_it /core/src/inner.rs:12',
      'own-harness /core/tests/own-harness.rs:',
      'panics_otherwise /core/src/inner.rs:29',
      'should_have_panicked /core/src/inner.rs:25',
      'unwraps_nothing /core/src/inner.rs:17',
    ]);
    assert.deepEqual(find(results, 'core/src/lib.rs - sign (line 11)').failedAt, { file: `${root}/core/src/lib.rs`, line: 11 });
    assert.deepEqual(find(results, 'part::is_a_part'.split('::')[1] ?? '').expected, undefined);
  });

  it('do not believe what a test prints, and name what was running when the process ended', () => {
    const results = read(text('exit'));
    assert.equal(find(results, 'a_fails_beforehand').status, 'failed');
    assert.equal(
      results?.tests.some(({ title }) => title === 'fake' || title === 'b_ends_the_process'),
      false,
    );
    assert.deepEqual(results?.errors, ['The test process ended before its tests were over (exit code 0). Not over: b_ends_the_process.']);
    assert.deepEqual([...(results?.errorsByFile?.keys() ?? [])], [`${root}/tests/fake.rs`]);
  });

  it('name the file and line that do not compile', () => {
    const results = read(text('broken'));
    assert.deepEqual(results?.tests, []);
    assert.match(
      results?.errors.join() ?? '',
      /^error\[E0425\]: cannot find function `level_of` in module `shop::stock`\n --> tests\/broken\.rs:3:35/,
    );
    assert.deepEqual([...(results?.errorsByFile?.keys() ?? [])], [`${root}/tests/broken.rs`]);
  });

  it('say that a binary ran under a runner that is not ours', () => {
    const results = read('{"kind":"artifact","executable":"/t/a","target":"a","source":"/w/tests/a.rs"}\n{"kind":"end","exitCode":0}\n');
    assert.match(results?.errors.join() ?? '', /^The tests of a could not be read/);
  });

  it('are none when anything at the end is missing, or nothing was run', () => {
    const whole = text('whole');
    fc.assert(
      fc.property(fc.nat(whole.length - 2), (cut) => {
        assert.equal(read(whole.slice(0, cut)), undefined);
      }),
      { numRuns: 50 },
    );
    assert.equal(read('{"kind":"end","exitCode":101}\n'), undefined);
    assert.deepEqual(read('{"kind":"end","exitCode":0}\n'), { tests: [], errors: [] });
  });
});
