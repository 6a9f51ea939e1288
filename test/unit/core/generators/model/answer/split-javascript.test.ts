import assert from 'node:assert/strict';
import ts from 'typescript';
import { splitJavaScript, type TestStyle } from '../../../../../../src/core/generators/model/answer/split-javascript.ts';
import type { TestSource } from '../../../../../../src/core/generators/generator.ts';

const vitest: TestStyle = { framework: 'vitest', testFunction: 'it', commonJs: false, assertions: [] };

function tests(code: string): readonly TestSource[] {
  const result = splitJavaScript(ts, code, 'answer.ts', vitest);
  assert.equal(result.status, 'tests', JSON.stringify(result));
  return result.status === 'tests' ? result.tests : [];
}

function problem(code: string): string {
  const result = splitJavaScript(ts, code, 'answer.ts', vitest);
  return result.status === 'problem' ? result.problem : `no problem: ${JSON.stringify(result.tests)}`;
}

describe('a Vitest file taken apart', () => {
  it('gives each test its own imports, the helpers that it needs, and its describe titles', () => {
    const [far, plain, ...more] = tests(`import { afterEach, describe, expect, it, vi } from 'vitest';
import cart, { add as plus, type Item } from './cart';
import * as money from './money';
import './polyfill';

// Ten of something.
function ten(item: Item) {
  return plus(item, 10);
}

const unused = 1;

describe('cart', () => {
  describe('with ten items', () => {
    // Far from the limit.
    it('is \`full\`', async () => {
      expect(ten({ id: 1 })).toBe(cart.limit);
    });
  });
});

test.only("costs nothing", () => {
  const text = \`
    kept
      as it is\`;
  expect(money.zero(text)).toBe(0);
});
`);
    assert.deepEqual(more, []);
    assert.deepEqual(far, {
      imports: [
        {
          from: './cart',
          names: [
            { name: 'add', alias: 'plus' },
            { name: 'default', alias: 'cart' },
            { name: 'Item', typeOnly: true },
          ],
        },
        { from: './polyfill', names: [] },
      ],
      setup: '// Ten of something.\nfunction ten(item: Item) {\n  return plus(item, 10);\n}',
      group: 'cart with ten items',
      title: 'is `full`',
      body: "// Far from the limit.\nit('is `full`', async () => {\n  expect(ten({ id: 1 })).toBe(cart.limit);\n});\n",
    });
    assert.deepEqual(plain, {
      imports: [
        { from: './money', names: [{ name: '*', alias: 'money' }] },
        { from: './polyfill', names: [] },
      ],
      setup: '',
      title: 'costs nothing',
      body: 'it("costs nothing", () => {\n  const text = `\n    kept\n      as it is`;\n  expect(money.zero(text)).toBe(0);\n});\n',
    });
  });

  it('gives all tests that share something the same shared code, with hooks, so that it is never declared twice', () => {
    const [a, b, c] = tests(`import { beforeEach, describe, expect, it } from 'vitest';
const one = 1;
const two = 2;
it('a', () => expect(f(one)).toBe(1));
it('b', () => expect(f(two)).toBe(2));
describe('fresh', () => {
  let list: number[];
  beforeEach(() => {
    list = [];
  });
  it('c', () => expect(f(list)).toBe(0));
});
`);
    const shared = 'const one = 1;\n\nconst two = 2;\n\nlet list: number[];\n\nbeforeEach(() => {\n  list = [];\n});';
    assert.deepEqual([a?.setup, b?.setup, c?.setup], [shared, shared, shared]);
    assert.deepEqual(c?.imports, [{ from: 'vitest', names: [{ name: 'beforeEach' }] }]);
  });

  it('leaves describe, it and expect to the renderer and adds what was forgotten of Vitest', () => {
    const [test] = tests("it('a', () => {\n  const spy = vi.fn();\n  expect(spy).not.toBeCalled();\n});\n");
    assert.deepEqual(test?.imports, [{ from: 'vitest', names: [{ name: 'vi' }] }]);
  });

  it('keeps the last of two tests with the same title, and leaves out skipped ones', () => {
    const found = tests("it('a', () => { f(1); });\nit.skip('b', () => {});\nit.todo('c');\nit('a', () => { f(2); });\n");
    assert.deepEqual(
      found.map(({ body }) => body),
      ["it('a', () => { f(2); });\n"],
    );
  });

  it('asks for single tests instead of tables, plain titles, and one declaration of what is shared', () => {
    assert.equal(
      problem("it.each([1, 2])('n %s', (n) => {\n  expect(n).toBe(n);\n});\nit(`a ${1}`, () => {});\n"),
      'Line 1: write single tests with fixed titles instead of `it.each`: each test is judged by itself.\nLine 4: the title of `it` must be a plain string.',
    );
    assert.match(
      problem(
        "describe('a', () => {\n const x = 1;\n it('1', () => f(x));\n});\ndescribe('b', () => {\n const x = 2;\n it('2', () => f(x));\n});\n",
      ),
      /^`x` is declared twice\./,
    );
  });

  it('names syntax errors with their place, and a file without tests', () => {
    assert.equal(problem("it('a', () => {\n  f(;\n});\n"), "The file does not parse:\n2:5 ')' expected.");
    assert.equal(problem('const a = 1;\n'), 'The file holds no `it()` call.');
    assert.equal(problem(''), 'The file holds no `it()` call.');
  });

  it('writes the calls as the project does', () => {
    const result = splitJavaScript(ts, "// Why.\nit('adds', () => { expect(1).toBe(1); });\n", 'answer.ts', {
      ...vitest,
      testFunction: 'test',
    });
    assert.equal(result.status === 'tests' ? result.tests[0]?.body : '', "// Why.\ntest('adds', () => { expect(1).toBe(1); });\n");
  });
});

describe('a test file of another framework taken apart', () => {
  const assertStrict = { from: 'node:assert/strict', names: [{ name: 'default', alias: 'assert' }] };
  const split = (code: string, style: Partial<TestStyle>): readonly TestSource[] => {
    const result = splitJavaScript(ts, code, 'answer.js', { ...vitest, ...style });
    assert.equal(result.status, 'tests', JSON.stringify(result));
    return result.status === 'tests' ? result.tests : [];
  };

  it('takes what is required for imports, in the way of the project', () => {
    const code = `const assert = require('node:assert/strict');
const { add, total: sum } = require('../src/cart');
const cart = require('../src/cart');
const ten = require('../src/numbers').ten;
require('../src/polyfill');

describe('cart', () => {
  specify('adds', () => {
    assert.equal(add(ten), sum(cart));
  });
});
`;
    const [common] = split(code, { framework: 'mocha', commonJs: true });
    assert.deepEqual(common, {
      imports: [
        assertStrict,
        { from: '../src/cart', names: [{ name: 'add' }, { name: 'total', alias: 'sum' }] },
        { from: '../src/cart', names: [{ name: 'default', alias: 'cart' }] },
        { from: '../src/numbers', names: [{ name: 'ten' }] },
        { from: '../src/polyfill', names: [] },
      ],
      setup: '',
      group: 'cart',
      title: 'adds',
      body: "it('adds', () => {\n  assert.equal(add(ten), sum(cart));\n});\n",
    });
    const [module] = split(code, { framework: 'mocha' });
    assert.deepEqual(module?.imports[2], { from: '../src/cart', names: [{ name: '*', alias: 'cart' }] });
    assert.deepEqual(module?.imports[0], assertStrict);
  });

  it("leaves the framework's own functions to the renderer, but not what else is used of it", () => {
    const [mocked] = split("import { it, mock } from 'node:test';\nit('a', () => { assert.equal(mock.fn(), 1); });", {
      framework: 'node-test',
      assertions: [assertStrict],
    });
    assert.deepEqual(mocked?.imports, [{ from: 'node:test', names: [{ name: 'mock' }] }, assertStrict]);
    const [jested] = split("test('a', () => { expect(jest.fn()).toBe(1); });", { framework: 'jest', testFunction: 'test' });
    assert.deepEqual(jested?.imports, [{ from: '@jest/globals', names: [{ name: 'jest' }] }]);
    const [hooked] = split("import { before, it } from 'mocha';\nbefore(() => {});\nit('a', () => {});", { framework: 'mocha' });
    assert.deepEqual(hooked?.imports, [{ from: 'mocha', names: [{ name: 'before' }] }]);
  });
});
