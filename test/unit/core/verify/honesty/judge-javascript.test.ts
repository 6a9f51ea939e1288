import assert from 'node:assert/strict';
import typescript from 'typescript';
import { judgeJavaScript } from '../../../../../src/core/verify/honesty/judge-javascript.ts';

function judge(body: string, imports = "import { price, Cart } from '../src/price.ts';"): string | undefined {
  const text = `import { describe, expect, it, vi } from 'vitest';\n${imports}\nit('x', async () => {\n${body}\n});\n`;
  return judgeJavaScript(typescript, { path: 'tests/a.test.ts', text, isUnit: (module) => module === '../src/price.ts' });
}

describe('honesty of a JavaScript test', () => {
  const honest: Readonly<Record<string, string>> = {
    'a direct result': 'expect(price(3)).toBe(6);',
    'a result through variables': 'const a = price(3);\nconst [b] = [a];\nexpect(b).toBe(6);',
    'a thrown error': 'expect(() => price(-1)).toThrow(RangeError);',
    'an awaited rejection': 'await expect(price(-1)).rejects.toThrow();',
    'an instance': 'const cart = new Cart();\ncart.add(3);\nexpect(cart.total).toBe(3);',
    'a callback that the unit calls': 'const seen = vi.fn();\nprice(3, seen);\nexpect(seen).toHaveBeenCalledWith(6);',
    'an object that the unit fills': 'const out = [];\nprice(3, out);\nexpect(out).toEqual([6]);',
    'a dynamic import': "const unit = await import('../src/price.ts');\nexpect(unit.price(3)).toBe(6);",
    'counted assertions in a catch':
      'expect.assertions(1);\ntry { price(-1); } catch (error) { expect(error).toBeInstanceOf(Error); price(1); }\nconst e = price(1); if (e) expect(e).toBe(1);',
  };
  for (const [what, body] of Object.entries(honest)) {
    it(`accepts ${what}`, () => assert.equal(judge(body), undefined));
  }

  const dishonest: readonly (readonly [string, string])[] = [
    ['price(3);', 'asserts nothing'],
    ['expect(price(3));', 'asserts nothing'],
    ['price(3);\nexpect(true).toBe(true);', 'asserts nothing that depends on the unit under test'],
    ['const n = 3;\nprice(n);\nexpect(n).toBe(3);', 'asserts nothing that depends on the unit under test'],
    ["expect(typeof price).toBe('function');", 'asserts nothing that depends on the unit under test'],
    ['expect(price(3)).toBe(price(3));', 'compares the unit only with itself'],
    ['expect(price(3)).toMatchSnapshot();', 'records a snapshot (toMatchSnapshot) instead of asserting what is right'],
    ['expect(price(3)).toMatchInlineSnapshot(`6`);', 'records a snapshot (toMatchInlineSnapshot) instead of asserting what is right'],
    ['if (false) expect(price(3)).toBe(6);', 'asserts only where it may never run: in a branch, a catch or a callback'],
    ['expect(price(-1)).rejects.toThrow();', 'does not wait for the assertion `expect(price(-1)).rejects.toThrow()`'],
    ["vi.mock('../src/price.ts');\nexpect(price(3)).toBe(6);", 'mocks the unit under test'],
    ["eval('1');\nexpect(price(3)).toBe(6);", 'makes code from text with eval'],
    ['process.exit(0);\nexpect(price(3)).toBe(6);', 'calls process.exit'],
    ["await fetch('http://x');\nexpect(price(3)).toBe(6);", 'opens the network with fetch'],
    ["const { execSync } = await import('node:child_process');\nexpect(price(3)).toBe(6);", 'imports node:child_process'],
    ["const fs = await import('node:fs');\nfs.rmSync('src');\nexpect(price(3)).toBe(6);", 'changes files with rmSync'],
    ["it.only('y', () => {});\nexpect(price(3)).toBe(6);", 'is marked .only'],
  ];
  for (const [body, reason] of dishonest) {
    it(`rejects: ${reason} (${body.split('\n')[0]})`, () => assert.equal(judge(body), reason));
  }
});

describe('honesty of a test for Mocha, Node or Jest', () => {
  const runners: Readonly<Record<string, string>> = {
    node: "import { it, mock } from 'node:test';\nimport assert from 'node:assert/strict';\nimport * as unit from '../src/price.ts';\nimport { price } from '../src/price.ts';",
    required: "const assert = require('assert');\nconst unit = require('../src/price.ts');\nconst { price } = unit;",
    named: "import { strictEqual, throws } from 'node:assert';\nimport { price } from '../src/price.ts';",
    chai: "import { expect } from 'chai';\nimport sinon from 'sinon';\nimport * as unit from '../src/price.ts';\nimport { price } from '../src/price.ts';",
    jest: "import { expect, it, jest } from '@jest/globals';\nimport * as unit from '../src/price.ts';\nimport { price } from '../src/price.ts';",
  };
  const judgeFor = (runner: string, body: string): string | undefined =>
    judgeJavaScript(typescript, {
      path: 'tests/a.test.ts',
      text: `${runners[runner] ?? ''}\nit('x', async (t) => {\n${body}\n});\n`,
      isUnit: (module) => module === '../src/price.ts',
    });

  const honest: readonly (readonly [string, string])[] = [
    ['node', 'assert.equal(price(3), 6);'],
    ['node', 'const result = price(3);\nassert.deepStrictEqual({ ...result }, { a: 1 });'],
    ['node', "assert.throws(() => price(-1), { message: 'odd' });"],
    ['node', 'await assert.rejects(price(-1));'],
    ['node', 'assert(price(3));'],
    ['node', 't.assert.strictEqual(price(3), 6);'],
    ['node', "try {\n await price(-1);\n assert.fail('resolved');\n} catch (error) {\n assert.match(error.message, /odd/);\n}"],
    ['node', "mock.method(console, 'log', () => {});\nassert.equal(price(3), 6);"],
    ['required', 'assert.strictEqual(price(3), 6);'],
    ['required', 'assert.strictEqual(unit.price(3), 6);'],
    ['named', 'strictEqual(price(3), 6);'],
    ['named', 'throws(() => price(-1), RangeError);'],
    ['chai', 'expect(price(3)).to.equal(6);'],
    ['chai', 'expect(price(3)).to.be.true;'],
    ['chai', "expect(price(3)).to.be.an('array').that.includes(6);"],
    ['chai', "expect(() => price(-1)).to.throw('odd');"],
    ['chai', 'price(3).should.equal(6);'],
    ['chai', 'await expect(price(-1)).to.be.rejected;'],
    [
      'chai',
      "const error = await price(-1).then(() => undefined, (reason) => reason);\nexpect(error).to.be.an.instanceOf(Error).with.property('message', 'odd');",
    ],
    ['jest', "jest.spyOn(console, 'log').mockImplementation(() => {});\nexpect(price(3)).toBe(6);"],
    ['jest', 'const done = jest.fn();\nprice(3, done);\nexpect(done).toHaveBeenCalledWith(6);'],
  ];
  for (const [runner, body] of honest) {
    it(`accepts (${runner}) ${body.replaceAll('\n', ' ')}`, () => assert.equal(judgeFor(runner, body), undefined));
  }

  const nothing = 'asserts nothing';
  const independent = 'asserts nothing that depends on the unit under test';
  const unsure = 'asserts only where it may never run: in a branch, a catch or a callback';
  const mocked = 'replaces parts of the unit under test by mocks';
  const dishonest: readonly (readonly [string, string, string])[] = [
    ['node', 'price(3);', nothing],
    ['node', 'price(3);\nassert.ok(true);', independent],
    ['node', 'price(3);\nassert.fail;', nothing],
    ['node', 'assert.equal(price(3), price(3));', 'compares the unit only with itself'],
    ['node', 'assert.rejects(price(-1));', 'does not wait for the assertion `assert.rejects(price(-1))`'],
    ['node', 'try {\n assert.equal(price(3), 6);\n} catch {}', unsure],
    ['node', 'try {\n price(-1);\n} catch (error) {\n assert.ok(error);\n}', unsure],
    ['node', "mock.method(unit, 'price', () => 6);\nassert.equal(unit.price(3), 6);", mocked],
    ['node', "t.mock.method(unit, 'price', () => 6);\nassert.equal(unit.price(3), 6);", mocked],
    ['node', "mock.module('../src/price.ts', {});\nassert.equal(price(3), 6);", 'mocks the unit under test'],
    ['node', "t.mock.module('../src/price.ts', {});\nassert.equal(price(3), 6);", 'mocks the unit under test'],
    ['node', 't.assert.snapshot(price(3));', 'records a snapshot (snapshot) instead of asserting what is right'],
    ['node', 't.skip();\nassert.equal(price(3), 6);', 'calls t.skip'],
    ['node', "it('y', { skip: true }, () => {});\nassert.equal(price(3), 6);", 'is marked skip: true'],
    ['required', 'price(3);\nassert.equal(1, 1);', independent],
    ['chai', 'expect(price(3));', nothing],
    ['chai', 'expect(price(3)).to.be;', nothing],
    ['chai', 'price(3);\nexpect(true).to.be.true;', independent],
    ['chai', 'expect(price(3)).to.equal(price(3));', 'compares the unit only with itself'],
    ['chai', 'expect(price(-1)).to.be.rejected;', 'does not wait for the assertion `expect(price(-1)).to.be.rejected`'],
    ['chai', 'expect(price(-1)).to.eventually.equal(6);', 'does not wait for the assertion `expect(price(-1)).to.eventually.equal(6)`'],
    ['chai', "sinon.stub(unit, 'price').returns(6);\nexpect(unit.price(3)).to.equal(6);", mocked],
    ['chai', 'this.retries(3);\nexpect(price(3)).to.equal(6);', 'hides failures by trying again (this.retries)'],
    ['chai', "xspecify('y', () => {});\nexpect(price(3)).to.equal(6);", 'is marked xspecify'],
    ['jest', "jest.mock('../src/price.ts');\nexpect(price(3)).toBe(6);", 'mocks the unit under test'],
    ['jest', "jest.spyOn(unit, 'price').mockReturnValue(6);\nexpect(unit.price(3)).toBe(6);", mocked],
    ['jest', "it.failing('y', () => {});\nexpect(price(3)).toBe(6);", 'is marked .failing'],
    ['jest', 'jest.retryTimes(3);\nexpect(price(3)).toBe(6);', 'hides failures by trying again (jest.retryTimes)'],
    ['jest', 'expect(price(3)).toMatchSnapshot();', 'records a snapshot (toMatchSnapshot) instead of asserting what is right'],
  ];
  for (const [runner, body, reason] of dishonest) {
    it(`rejects (${runner}): ${reason} (${body.replaceAll('\n', ' ')})`, () => assert.equal(judgeFor(runner, body), reason));
  }
});
