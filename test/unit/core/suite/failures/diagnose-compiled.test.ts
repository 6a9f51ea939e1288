import assert from 'node:assert/strict';
import { diagnosesOf, linesOf } from './made-failures.ts';

/** Case of the fixtures → what a person reads of it; numbers of ports are drawn by the system. */
function read(folder: string, language: Parameters<typeof diagnosesOf>[1], framework: string, name: string): readonly string[] {
  return linesOf(diagnosesOf(folder, language, framework, name)).map((line) => line.replace(/port \d+/, 'port N'));
}

describe('diagnoses of what go-test reports', () => {
  it('broken', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'broken'), [
      "broken/broken_test.go:6: syntax: missing ',' before newline in composite literal",
    ]);
  });

  it('crash', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'crash'), [
      'price/price.go:25: crash: panic: invalid memory address or nil pointer dereference',
    ]);
  });

  it('custom', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'custom'), ['custom/custom_test.go:6: crash: panic: the shop is closed']);
  });

  it('deadlock', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'deadlock'), ['deadlock/deadlock_test.go:5: timeout: the package was not over after 3s']);
  });

  it('empty', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'empty'), ['no tests: Vitest found no test']);
  });

  it('exit', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'exit'), ['exit/exit_test.go:8: crash: the test ended the process of all tests']);
  });

  it('index', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'index'), ['crash/crash.go:10: crash: panic: index out of range [3] with length 2']);
  });

  it('killed', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'killed'), ['killed/killed_test.go:8: crash: the test ended the process of all tests']);
  });

  it('memory', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'memory'), ['memory/memory_test.go:9: out of memory: the memory was used up']);
  });

  it('missing', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'missing'), [
      'missing/missing_test.go:6: import: there is no package `example.com/shop/prices`',
    ]);
  });

  it('price', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'price'), [
      'price/price_test.go:12: assertion: expected 7, got 6',
      'price/price_test.go:19: assertion: expected 7, got 6',
      'price/price_test.go:25: environment: the file rates.json is missing',
      'price/price_test.go:36: environment: the port is in use',
      'price/price_test.go:42: environment: nobody answered at 127.0.0.1:1',
      'price/price_test.go:48: environment: the environment variable SHOP_TOKEN is not set',
      'price/price_test.go:59: assertion: expected 5, got 4',
      'price/price_test.go:65: assertion: the assertion does not hold',
      'price/price_test.go:71: assertion: unexpected error: quantity must be positive',
      'price/price_test.go:75: assertion: expected 3, got nothing',
    ]);
  });

  it('slow', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'slow'), ['slow/slow_test.go:8: timeout: the package was not over after 3s']);
  });

  it('types', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'types'), [
      'types/types_test.go:10: syntax: declared and not used: got',
      'types/types_test.go:10: type error: multiple-value price.LinePrice(1, 2) (value of type (int, error)) in single-value context',
      'types/types_test.go:11: syntax: declared and not used: total',
      'types/types_test.go:11: undefined name: `prcie` is not defined',
      'types/types_test.go:12: undefined name: `price.LineCost` is not defined',
      'types/types_test.go:13: type error: cannot use "a" (untyped string constant) as int value in argument to price.LinePrice',
    ]);
  });

  it('uninstalled', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'uninstalled'), [
      'uninstalled/uninstalled_test.go:6: import: there is no package `github.com/stretchr/testify/assert`',
    ]);
  });

  it('unused', () => {
    assert.deepEqual(read('go', 'go', 'go-test', 'unused'), [
      'unused/unused_test.go:4: syntax: "os" imported and not used',
      'unused/unused_test.go:9: syntax: declared and not used: price',
    ]);
  });
});

describe('diagnoses of what cargo-test reports', () => {
  it('lib', () => {
    assert.deepEqual(read('rust', 'rust', 'cargo-test', 'lib'), [
      'src/price.rs:116: environment: nobody answered the connection',
      'src/price.rs:68: error: a price: "quantity must be positive"',
      'src/price.rs:33: assertion: expected 7, got 6',
      'src/price.rs:122: error: attempt to add with overflow',
      'src/price.rs:85: error: index out of bounds: the len is 2 but the index is 3',
      'src/price.rs:38: assertion: expected Ok(7), got Ok(6)',
      'src/price.rs:100: environment: a file is missing',
      'src/price.rs:105: environment: an environment variable is not set',
      'src/price.rs:48: assertion: assertion failed: line_price(1, 1).unwrap() == 2',
      'src/price.rs:53: assertion: the price is wrong',
      'src/price.rs:43: assertion: expected anything but 1',
      'src/price.rs:78: error: not yet implemented',
      'src/price.rs:73: error: the shop is closed',
      'src/price.rs:19: type error: called `Option::unwrap()` on a `None` value',
      'src/price.rs:111: environment: the port is in use',
      'src/price.rs:89: error: Error: "quantity must be positive"',
      'src/price.rs:94: environment: a file is missing',
      'src/price.rs:127: assertion: the test did not panic, as it should',
      'src/price.rs:63: error: called `Result::unwrap()` on an `Err` value: "quantity must be positive"',
      'src/price.rs:134: assertion: expected "negative", got "called `Result::unwrap()` on an `Err` value: \\"quantity must be positive\\""',
    ]);
  });

  it('deep', () => {
    assert.deepEqual(read('rust', 'rust', 'cargo-test', 'deep'), ['tests/deep.rs:1: crash: the process of the tests ended too early']);
  });

  it('empty', () => {
    assert.deepEqual(read('rust', 'rust', 'cargo-test', 'empty'), ['no tests: Vitest found no test']);
  });

  it('exit', () => {
    assert.deepEqual(read('rust', 'rust', 'cargo-test', 'exit'), [
      'tests/exit.rs:1: crash: the process of the tests ended too early with exit code 3',
    ]);
  });

  it('integration', () => {
    assert.deepEqual(read('rust', 'rust', 'cargo-test', 'integration'), ['tests/integration.rs:5: assertion: expected Ok(7), got Ok(6)']);
  });

  it('memory', () => {
    assert.deepEqual(read('rust', 'rust', 'cargo-test', 'memory'), ['tests/memory.rs:1: crash: the process of the tests ended too early']);
  });

  it('segfault', () => {
    assert.deepEqual(read('rust', 'rust', 'cargo-test', 'segfault'), [
      'tests/segfault.rs:1: crash: the process of the tests ended too early',
    ]);
  });

  it('crate', () => {
    assert.deepEqual(read('rust', 'rust', 'cargo-test', 'crate'), [
      'src/lib.rs:3: import: the crate `pretty_assertions` is not a dependency',
    ]);
  });

  it('imports', () => {
    assert.deepEqual(read('rust', 'rust', 'cargo-test', 'imports'), [
      'src/lib.rs:3: import: unresolved import `super::lines`',
      'src/lib.rs:4: import: unresolved import `crate::prices`',
    ]);
  });

  it('names', () => {
    assert.deepEqual(read('rust', 'rust', 'cargo-test', 'names'), [
      'src/lib.rs:12: undefined name: `prcie` is not defined',
      'src/lib.rs:13: undefined name: `line_cost` is not defined',
    ]);
  });

  it('syntax', () => {
    assert.deepEqual(read('rust', 'rust', 'cargo-test', 'syntax'), ['src/lib.rs:5: syntax: mismatched closing delimiter: `}`']);
  });

  it('types', () => {
    assert.deepEqual(read('rust', 'rust', 'cargo-test', 'types'), [
      'src/lib.rs:9: type error: mismatched types',
      'src/lib.rs:10: type error: this function takes 2 arguments but 1 argument was supplied',
    ]);
  });
});

describe('diagnoses of what junit-maven reports', () => {
  it('tests', () => {
    assert.deepEqual(read('java', 'java', 'junit-maven', 'tests'), [
      'src/test/java/shop/AssertJTest.java:10: assertion: expected 7, got 6',
      'src/main/java/shop/Price.java:15: error: java.lang.IllegalArgumentException: quantity must be positive',
      'src/test/java/shop/PriceTest.java:26: assertion: expected 7, got 6',
      'src/test/java/shop/PriceTest.java:95: environment: the host shop.invalid was not found',
      'src/test/java/shop/PriceTest.java:31: assertion: expected true, got false',
      "src/test/java/shop/PriceTest.java:63: type error: class java.lang.String cannot be cast to class java.lang.Integer (java.lang.String and java.lang.Integer are in module java.base of loader 'bootstrap')",
      'src/test/java/shop/PriceTest.java:111: timeout: the test was not over after 200 milliseconds',
      'src/test/java/shop/PriceTest.java:21: assertion: expected 7, got 6',
      'src/test/java/shop/PriceTest.java:127: error: java.lang.IllegalStateException: no price',
      'src/test/java/shop/PriceTest.java:41: assertion: Expected java.lang.IllegalArgumentException to be thrown, but nothing was thrown.',
      'src/main/java/shop/Price.java:24: environment: the file rates.json is missing',
      'src/test/java/shop/PriceTest.java:69: error: java.lang.ArrayIndexOutOfBoundsException: Index 3 out of bounds for length 2',
      'src/test/java/shop/PriceTest.java:36: assertion: expected [1, 2], got [1, 3]',
      'src/test/java/shop/PriceTest.java:79: environment: the environment variable SHOP_TOKEN is not set',
      'src/test/java/shop/PriceTest.java:1: missing fixture: nothing gives the test its parameter `shop.Price$Order`',
      'src/test/java/shop/PriceTest.java:47: assertion: expected 5, got 4',
      'src/test/java/shop/PriceTest.java:105: crash: the call stack is used up',
      'src/test/java/shop/PriceTest.java:90: environment: nobody answered the connection',
      'src/test/java/shop/PriceTest.java:100: import: there is no class `shop.Prices`',
      'src/test/java/shop/PriceTest.java:85: environment: the port is in use',
      'src/test/java/shop/PriceTest.java:116: timeout: the test was not over after 200 ms',
      'src/main/java/shop/Price.java:20: type error: Cannot invoke "shop.Price$Customer.name()" because the return value of "shop.Price$Order.customer()" is null',
      'src/test/java/shop/PriceTest.java:134: assertion: not today',
      'src/test/java/shop/BrokenSetUpTest.java:1: error: shop.BrokenSetUpTest: java.lang.IllegalStateException: the shop is closed',
    ]);
  });

  it('exit', () => {
    assert.deepEqual(read('java', 'java', 'junit-maven', 'exit'), ['src/test/java/shop/ExitTest.java:1: crash: the JVM of the tests died']);
  });

  it('memory', () => {
    assert.deepEqual(read('java', 'java', 'junit-maven', 'memory'), [
      'environment: The build ended before the tests: org.apache.maven.plugins:maven-surefire-plugin:3.5.2:test (default-test) on project shop:',
    ]);
  });

  it('types', () => {
    assert.deepEqual(read('java', 'java', 'junit-maven', 'types'), [
      'src/test/java/shop/TypesTest.java:8: type error: incompatible types: int cannot be converted to java.lang.String',
      'src/test/java/shop/TypesTest.java:9: undefined name: `prcie` is not defined in shop.TypesTest',
      'src/test/java/shop/TypesTest.java:10: undefined name: `lineCost(int)` is not defined in shop.Price',
      'src/test/java/shop/TypesTest.java:11: type error: method linePrice in class shop.Price cannot be applied to given types;',
    ]);
  });

  it('imports', () => {
    assert.deepEqual(read('java', 'java', 'junit-maven', 'imports'), [
      'src/test/java/shop/ImportsTest.java:3: import: there is no package `com.google.common.collect`',
      'src/test/java/shop/ImportsTest.java:5: import: there is no package `shop.prices`',
      'src/test/java/shop/ImportsTest.java:10: undefined name: `Prices` is not defined in shop.ImportsTest',
    ]);
  });

  it('syntax', () => {
    assert.deepEqual(read('java', 'java', 'junit-maven', 'syntax'), ["src/test/java/shop/SyntaxTest.java:8: syntax: '}' expected"]);
  });
});
