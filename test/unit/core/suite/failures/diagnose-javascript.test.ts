import assert from 'node:assert/strict';
import { diagnosesOf, linesOf } from './made-failures.ts';

/** Case of the fixtures → what a person reads of it; numbers of ports are drawn by the system. */
function read(folder: string, language: Parameters<typeof diagnosesOf>[1], framework: string, name: string): readonly string[] {
  return linesOf(diagnosesOf(folder, language, framework, name)).map((line) => line.replace(/port \d+/, 'port N'));
}

describe('diagnoses of what vitest reports', () => {
  it('assertion', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'assertion'), [
      'vitest/assertion.test.ts:5: assertion: expected 7, got 6',
      'vitest/assertion.test.ts:9: assertion: expected { id: 1, lines: [ 3 ] }, got { id: 1, lines: [ 2 ] }',
      'vitest/assertion.test.ts:13: assertion: expected [Function] to throw an error',
      'vitest/assertion.test.ts:17: assertion: promise resolved "5" instead of rejecting',
    ]);
  });

  it('empty', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'empty'), ['no tests: Vitest found no test']);
  });

  it('environment', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'environment'), [
      'vitest/environment.test.ts:9: environment: port N is in use',
      'vitest/environment.test.ts:1: environment: nobody answered at 127.0.0.1:1',
      'vitest/environment.test.ts:1: environment: the network failed (fetch failed)',
      'vitest/environment.test.ts:24: error: Error: EIO: i/o error, write',
    ]);
  });

  it('exit', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'exit'), [
      'vitest/exit.test.ts:4: crash: process.exit(3) was called inside a test',
    ]);
  });

  it('file-missing', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'file-missing'), [
      'vitest/file-missing.test.ts:1: import: there is no file `../shared/prices.js`',
    ]);
  });

  it('hook', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'hook'), [
      "shared/price.js:9: type error: Cannot read properties of undefined (reading 'customer')",
    ]);
  });

  it('memory', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'memory'), ['vitest/memory.test.ts:1: error: failed outside its tests']);
  });

  it('name-missing', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'name-missing'), [
      'vitest/name-missing.test.ts:5: import: the imported module has no function named `lineCost`',
    ]);
  });

  it('name', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'name'), [
      'vitest/name.test.ts:6: undefined name: `prcie` is not defined',
      'vitest/name.test.ts:10: undefined name: `makeOrder` is not defined',
    ]);
  });

  it('package-missing', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'package-missing'), [
      'vitest/package-missing.test.ts:1: import: the package `left-pad` is not installed',
    ]);
  });

  it('segfault', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'segfault'), [
      'vitest/segfault.test.ts:1: error: failed outside its tests',
    ]);
  });

  it('slow', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'slow'), [
      'vitest/slow.test.ts:3: timeout: the test was not over after 200 ms',
    ]);
  });

  it('snapshot', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'snapshot'), [
      'vitest/snapshot.test.ts:4: assertion: the value differs from its snapshot',
    ]);
  });

  it('syntax', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'syntax'), [
      'vitest/syntax.test.ts:4: syntax: Expected `,` or `}` but found `;`',
    ]);
  });

  it('thrown', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'thrown'), [
      "shared/price.js:9: type error: Cannot read properties of undefined (reading 'name')",
      'vitest/thrown.test.ts:9: type error: linePrice(...).toMoney is not a function',
      'shared/price.js:4: error: RangeError: quantity must be positive',
      'shared/price.js:13: environment: the file rates.json is missing',
      'shared/price.js:17: environment: the environment variable SHOP_TOKEN is not set',
      'vitest/thrown.test.ts:1: error: just a text',
    ]);
  });

  it('unhandled', () => {
    assert.deepEqual(read('javascript', 'typescript', 'vitest', 'unhandled'), [
      'vitest/unhandled.test.ts:4: error: an error was thrown that no test waited for, at the latest in "leaves a rejection behind"',
    ]);
  });
});

describe('diagnoses of what jest reports', () => {
  it('assertion', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'assertion'), [
      'jest/assertion.test.js:5: assertion: expected 7, got 6',
      'jest/assertion.test.js:9: assertion: expected { id: 1, lines: [ 3 ] }, got { id: 1, lines: [ 2 ] }',
      'jest/assertion.test.js:13: assertion: Expected substring: "quantity must be positive"; Received function did not throw',
      'jest/assertion.test.js:17: assertion: Received promise resolved instead of rejected; Resolved to value: 5',
    ]);
  });

  it('dom', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'dom'), ['jest/dom.test.js:4: undefined name: `document` is not defined']);
  });

  it('empty', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'empty'), ['jest/empty.test.js:1: no tests: the file has no test']);
  });

  it('environment', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'environment'), [
      'jest/environment.test.js:9: environment: port N is in use',
      'jest/environment.test.js:15: environment: nobody answered at 127.0.0.1:1',
      'jest/environment.test.js:19: environment: the host shop.invalid was not found',
      'jest/environment.test.js:24: error: Error: EIO: i/o error, write',
    ]);
  });

  it('esm', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'esm'), ['jest/esm.test.js:1: import: an ES module was loaded as CommonJS']);
  });

  it('exit', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'exit'), [
      'jest/exit.test.js:4: crash: process.exit(3) was called inside a test',
    ]);
  });

  it('file-missing', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'file-missing'), [
      'jest/file-missing.test.js:2: import: there is no file `../shared/prices.js`',
    ]);
  });

  it('green', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'green'), []);
  });

  it('hook', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'hook'), [
      "shared/price.js:9: type error: Cannot read properties of undefined (reading 'customer')",
    ]);
  });

  it('memory', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'memory'), ['out of memory: Jest ran out of memory.']);
  });

  it('name', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'name'), [
      'jest/name.test.js:6: undefined name: `prcie` is not defined',
      'jest/name.test.js:10: undefined name: `makeOrder` is not defined',
    ]);
  });

  it('package-missing', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'package-missing'), [
      'jest/package-missing.test.js:2: import: the package `left-pad` is not installed',
    ]);
  });

  it('segfault', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'segfault'), ['crash: the tests were ended by SIGABRT']);
  });

  it('slow', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'slow'), [
      'jest/slow.test.js:3: timeout: the test was not over after 200 ms',
    ]);
  });

  it('syntax', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'syntax'), ['jest/syntax.test.js:1: syntax: Unexpected token, expected ","']);
  });

  it('thrown', () => {
    assert.deepEqual(read('javascript', 'typescript', 'jest', 'thrown'), [
      "shared/price.js:9: type error: Cannot read properties of undefined (reading 'name')",
      'jest/thrown.test.js:9: type error: linePrice(...).toMoney is not a function',
      'shared/price.js:4: error: RangeError: quantity must be positive',
      'shared/price.js:13: environment: the file rates.json is missing',
      'shared/price.js:17: environment: the environment variable SHOP_TOKEN is not set',
      'jest/thrown.test.js:24: error: Error: thrown: "just a text"',
    ]);
  });
});

describe('diagnoses of what mocha reports', () => {
  it('assertion', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'assertion'), [
      'mocha/assertion.test.js:7: assertion: expected 7, got 6',
      'mocha/assertion.test.js:11: assertion: expected { id: 1, lines: [ 3 ] }, got { id: 1, lines: [ 2 ] }',
      'mocha/assertion.test.js:15: assertion: Missing expected exception.',
      'mocha/assertion.test.js:19: assertion: the price is wrong',
      'mocha/assertion.test.js:23: assertion: expected 7, got 6',
      'mocha/assertion.test.js:27: assertion: expected { id: 2 }, got { id: 1 }',
    ]);
  });

  it('empty', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'empty'), ['no tests: Vitest found no test']);
  });

  it('environment', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'environment'), [
      'mocha/environment.test.js:11: environment: port N is in use',
      'mocha/environment.test.js:1: environment: nobody answered at 127.0.0.1:1',
      'mocha/environment.test.js:1: environment: the network failed (fetch failed)',
      'mocha/environment.test.js:26: error: EIO: i/o error, write',
    ]);
  });

  it('exit', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'exit'), [
      'mocha/exit.test.js:1: crash: the process of the tests ended too early',
    ]);
  });

  it('file-missing', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'file-missing'), [
      'mocha/file-missing.test.js:4: import: there is no file `../shared/prices.js`',
    ]);
  });

  it('hook', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'hook'), [
      "shared/price.js:9: type error: Cannot read properties of undefined (reading 'customer')",
    ]);
  });

  it('memory', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'memory'), [
      'mocha/memory.test.js:1: crash: the tests were ended by SIGABRT',
    ]);
  });

  it('name-missing', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'name-missing'), [
      'mocha/name-missing.test.mjs:1: import: `../shared/price.mjs` has no export named `lineCost`',
    ]);
  });

  it('name', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'name'), [
      'mocha/name.test.js:8: undefined name: `prcie` is not defined',
      'mocha/name.test.js:12: undefined name: `makeOrder` is not defined',
    ]);
  });

  it('package-missing', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'package-missing'), [
      'mocha/package-missing.test.js:4: import: the package `left-pad` is not installed',
    ]);
  });

  it('segfault', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'segfault'), [
      'mocha/segfault.test.js:1: crash: the tests were ended by SIGABRT',
    ]);
  });

  it('slow', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'slow'), [
      'mocha/slow.test.js:1: timeout: the test was not over after 200 ms',
    ]);
  });

  it('syntax', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'syntax'), ["mocha/syntax.test.js:1: syntax: Unexpected token ';'"]);
  });

  it('thrown', () => {
    assert.deepEqual(read('javascript', 'typescript', 'mocha', 'thrown'), [
      "shared/price.js:9: type error: Cannot read properties of undefined (reading 'name')",
      'mocha/thrown.test.js:11: type error: linePrice(...).toMoney is not a function',
      'shared/price.js:4: error: quantity must be positive',
      'shared/price.js:13: environment: the file rates.json is missing',
      'shared/price.js:17: environment: the environment variable SHOP_TOKEN is not set',
      'mocha/thrown.test.js:1: error: the string "just a text" was thrown, throw an Error :)',
    ]);
  });
});

describe('diagnoses of what node-test reports', () => {
  it('assertion', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'assertion'), [
      'node-test/assertion.test.js:7: assertion: expected 7, got 6',
      'node-test/assertion.test.js:11: assertion: expected { id: 1, lines: [ 3 ] }, got { id: 1, lines: [ 2 ] }',
      'node-test/assertion.test.js:15: assertion: Missing expected exception.',
      'node-test/assertion.test.js:19: assertion: the price is wrong',
    ]);
  });

  it('empty', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'empty'), []);
  });

  it('environment', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'environment'), [
      'node-test/environment.test.js:11: environment: port N is in use',
      'node-test/environment.test.js:17: environment: nobody answered at 127.0.0.1:1',
      'node-test/environment.test.js:21: environment: the network failed (fetch failed)',
      'node-test/environment.test.js:26: error: EIO: i/o error, write',
    ]);
  });

  it('exit', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'exit'), [
      'node-test/exit.test.js:1: crash: the process of the tests ended too early with exit code 3',
    ]);
  });

  it('file-missing', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'file-missing'), [
      'node-test/file-missing.test.js:4: import: there is no file `../shared/prices.js`',
    ]);
  });

  it('hook', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'hook'), [
      "shared/price.js:9: type error: Cannot read properties of undefined (reading 'customer')",
    ]);
  });

  it('memory', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'memory'), [
      'node-test/memory.test.js:1: out of memory: the memory of the process was used up',
    ]);
  });

  it('name-missing', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'name-missing'), [
      'node-test/name-missing.test.mjs:2: import: `../shared/price.mjs` has no export named `lineCost`',
    ]);
  });

  it('name', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'name'), [
      'node-test/name.test.js:8: undefined name: `prcie` is not defined',
      'node-test/name.test.js:12: undefined name: `makeOrder` is not defined',
    ]);
  });

  it('package-missing', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'package-missing'), [
      'node-test/package-missing.test.js:4: import: the package `left-pad` is not installed',
    ]);
  });

  it('segfault', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'segfault'), ['node-test/segfault.test.js:1: error: test failed']);
  });

  it('subtests', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'subtests'), [
      'node-test/subtests.test.js:7: assertion: expected 3, got 2',
    ]);
  });

  it('syntax', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'syntax'), ["node-test/syntax.test.js:6: syntax: Unexpected token ';'"]);
  });

  it('thrown', () => {
    assert.deepEqual(read('javascript', 'typescript', 'node-test', 'thrown'), [
      "shared/price.js:9: type error: Cannot read properties of undefined (reading 'name')",
      'node-test/thrown.test.js:11: type error: linePrice(...).toMoney is not a function',
      'shared/price.js:4: error: quantity must be positive',
      'shared/price.js:13: environment: the file rates.json is missing',
      'shared/price.js:17: environment: the environment variable SHOP_TOKEN is not set',
      'node-test/thrown.test.js:26: error: just a text',
    ]);
  });
});
