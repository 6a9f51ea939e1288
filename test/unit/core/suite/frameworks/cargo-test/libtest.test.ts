import assert from 'node:assert/strict';
import { parseLibtestEvent, parseLibtestLog } from '../../../../../../src/core/suite/frameworks/cargo-test/libtest.ts';
import { readPanic } from '../../../../../../src/core/suite/frameworks/cargo-test/read-panic.ts';

describe('libtest', () => {
  it('keeps a log that tells results by name', () => {
    const log = [
      'ok adds_up::one <0.000s>',
      'failed reads_the_stock <0.000s>',
      'ignored: rounding is not decided yet rounds_half_up',
      'ignored plain',
      'failed: note: panic did not contain expected string',
      '      panic message: "a"',
      ' expected substring: "b" tests::panics <0.001s>',
      '',
    ].join('\n');
    assert.deepEqual(Object.fromEntries(parseLibtestLog(log)), {
      'adds_up::one': 'ok',
      reads_the_stock: 'failed',
      rounds_half_up: 'ignored',
      plain: 'ignored',
      'tests::panics': 'failed',
    });
  });

  it('prints events among what tests print', () => {
    assert.equal(parseLibtestEvent('running 1 test'), undefined);
    assert.equal(parseLibtestEvent('{"reason":"x"}'), undefined);
    assert.equal(parseLibtestEvent('{ "type": "test"'), undefined);
    assert.deepEqual(parseLibtestEvent('{ "type": "test", "event": "started", "name": "a" }'), {
      type: 'test',
      event: 'started',
      name: 'a',
    });
  });

  it('reports a panic as Rust before 1.73 printed it', () => {
    const output =
      "thread 'a' panicked at 'assertion failed: `(left == right)`\n  left: `5`,\n right: `7`: no volume price', tests/price.rs:12:5\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
    const panic = readPanic(output, undefined);
    assert.deepEqual([panic.expected, panic.actual, panic.asserted], ['7', '5', true]);
    assert.deepEqual(panic.at, { file: 'tests/price.rs', line: 12 });
  });

  it('reports the panic that ended the test, after those that were caught', () => {
    const output = [
      "thread 'a' (1) panicked at src/lib.rs:1:5:",
      'first',
      "thread 'a' (1) panicked at src/lib.rs:9:5:",
      'assertion failed: count > 3',
      '',
    ].join('\n');
    const panic = readPanic(output, undefined);
    assert.deepEqual([panic.message, panic.asserted, panic.at], ['assertion failed: count > 3', true, { file: 'src/lib.rs', line: 9 }]);
  });
});
