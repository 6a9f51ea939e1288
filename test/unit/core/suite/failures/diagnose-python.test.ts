import assert from 'node:assert/strict';
import { diagnosesOf, linesOf } from './made-failures.ts';

/** Case of the fixtures → what a person reads of it; numbers of ports are drawn by the system. */
function read(folder: string, language: Parameters<typeof diagnosesOf>[1], framework: string, name: string): readonly string[] {
  return linesOf(diagnosesOf(folder, language, framework, name)).map((line) => line.replace(/port \d+/, 'port N'));
}

describe('diagnoses of what pytest reports', () => {
  it('assertion', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'assertion'), [
      'pytest/test_assertion.py:7: assertion: expected 7, got 6',
      "pytest/test_assertion.py:11: assertion: expected {'id': 1, 'lines': [3]}, got {'id': 1, 'lines': [2]}",
      'pytest/test_assertion.py:15: assertion: DID NOT RAISE ValueError',
      'pytest/test_assertion.py:20: assertion: expected 2, got 1',
      'pytest/test_assertion.py:25: assertion: expected 5, got 4',
      'pytest/test_assertion.py:29: assertion: not today',
    ]);
  });

  it('empty', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'empty'), ['no tests: Vitest found no test']);
  });

  it('exit', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'exit'), [
      'pytest/test_exit.py:4: crash: the process of the tests ended too early',
    ]);
  });

  it('file missing', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'file_missing'), [
      'pytest/test_file_missing.py:1: import: there is no module `shop.prices`',
    ]);
  });

  it('fixture', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'fixture'), [
      'pytest/test_fixture.py:9: missing fixture: there is no fixture `order`',
      'pytest/test_fixture.py:6: error: RuntimeError: the shop is closed',
    ]);
  });

  it('indent', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'indent'), [
      "pytest/test_indent.py:3: syntax: expected an indented block after 'if' statement on line 2",
    ]);
  });

  it('memory', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'memory'), ['pytest/test_memory.py:2: out of memory: the memory was used up']);
  });

  it('name', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'name'), [
      'pytest/test_name.py:6: undefined name: `prcie` is not defined',
      'pytest/test_name.py:10: undefined name: `make_order` is not defined',
    ]);
  });

  it('name missing', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'name_missing'), [
      'pytest/test_name_missing.py:1: import: `shop.price` has no name `line_cost`',
    ]);
  });

  it('package missing', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'package_missing'), [
      'pytest/test_package_missing.py:1: import: there is no module `left_pad`',
    ]);
  });

  it('recursion', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'recursion'), ['pytest/test_recursion.py:3: crash: the call stack is used up']);
  });

  it('segfault', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'segfault'), [
      'pytest/test_segfault.py:5: crash: the process of the tests ended too early',
    ]);
  });

  it('slow', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'slow'), ['pytest/test_slow.py:8: timeout: the test was not over after 0.2 s']);
  });

  it('syntax', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'syntax'), ["pytest/test_syntax.py:2: syntax: '{' was never closed"]);
  });

  it('sys exit', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'sys_exit'), [
      'pytest/test_sys_exit.py:5: crash: sys.exit(3) was called inside a test',
    ]);
  });

  it('teardown', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'teardown'), [
      'pytest/test_teardown.py:7: error: RuntimeError: cannot be cleaned up',
    ]);
  });

  it('thrown', () => {
    assert.deepEqual(read('python', 'python', 'pytest', 'thrown'), [
      "shop/price.py:11: type error: 'dict' object has no attribute 'customer'",
      "pytest/test_thrown.py:13: type error: 'NoneType' object has no attribute 'lower'",
      "pytest/test_thrown.py:17: type error: line_price() missing 1 required positional argument: 'unit_price'",
      "pytest/test_thrown.py:21: type error: unsupported operand type(s) for +: 'int' and 'str'",
      'shop/price.py:6: error: ValueError: quantity must be positive',
      'shop/price.py:15: environment: the file rates.json is missing',
      'shop/price.py:20: environment: the environment variable SHOP_TOKEN is not set',
      "pytest/test_thrown.py:37: error: KeyError: 'b'",
      'pytest/test_thrown.py:45: environment: the port is in use',
      'pytest/test_thrown.py:49: environment: nobody answered the connection',
      'pytest/test_thrown.py:53: environment: the host was not found',
      'pytest/test_thrown.py:61: environment: the file no-such-program is missing',
      'pytest/test_thrown.py:65: import: there is no module `left_pad`',
    ]);
  });
});

describe('diagnoses of what unittest reports', () => {
  it('assertion', () => {
    assert.deepEqual(read('python', 'python', 'unittest', 'assertion'), [
      'cases/test_assertion.py:21: assertion: the assertion does not hold',
      "cases/test_assertion.py:11: assertion: expected {'id': 2}, got {'id': 1}",
      'cases/test_assertion.py:8: assertion: expected 7, got 6',
      'cases/test_assertion.py:18: assertion: False is not true : the price is wrong',
      'cases/test_assertion.py:14: assertion: ValueError not raised',
      'cases/test_assertion.py:26: assertion: expected 5, got 4',
    ]);
  });

  it('empty', () => {
    assert.deepEqual(read('python', 'python', 'unittest', 'empty'), ['no tests: Vitest found no test']);
  });

  it('exit', () => {
    assert.deepEqual(read('python', 'python', 'unittest', 'exit'), [
      'cases/test_exit.py:8: crash: the process of the tests ended too early',
    ]);
  });

  it('file missing', () => {
    assert.deepEqual(read('python', 'python', 'unittest', 'file_missing'), [
      'cases/test_file_missing.py:1: import: there is no module `shop.prices`',
    ]);
  });

  it('name missing', () => {
    assert.deepEqual(read('python', 'python', 'unittest', 'name_missing'), [
      'cases/test_name_missing.py:1: import: `shop.price` has no name `line_cost`',
    ]);
  });

  it('package missing', () => {
    assert.deepEqual(read('python', 'python', 'unittest', 'package_missing'), [
      'cases/test_package_missing.py:1: import: there is no module `left_pad`',
    ]);
  });

  it('segfault', () => {
    assert.deepEqual(read('python', 'python', 'unittest', 'segfault'), [
      'cases/test_segfault.py:9: crash: the process of the tests ended too early',
    ]);
  });

  it('thrown', () => {
    assert.deepEqual(read('python', 'python', 'unittest', 'thrown'), [
      'cases/test_thrown.py:49: undefined name: `makeOrder` is not defined',
      'cases/test_thrown.py:25: undefined name: `prcie` is not defined',
      'cases/test_thrown.py:35: out of memory: the memory was used up',
      "cases/test_thrown.py:12: type error: line_price() missing 1 required positional argument: 'unit_price'",
      'shop/price.py:15: environment: the file rates.json is missing',
      'shop/price.py:20: environment: the environment variable SHOP_TOKEN is not set',
      'cases/test_thrown.py:32: environment: the port is in use',
      "shop/price.py:11: type error: 'dict' object has no attribute 'customer'",
      'shop/price.py:6: error: ValueError: quantity must be positive',
      'cases/test_thrown.py:41: error: RuntimeError: the shop is closed',
    ]);
  });
});
