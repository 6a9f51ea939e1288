import assert from 'node:assert/strict';
import typescript from 'typescript';
import { readAssertionStyle } from '../../../../../../src/core/suite/frameworks/javascript/read-assertion-style.ts';

const read = (...texts: string[]) => readAssertionStyle(typescript, texts);

describe('what the tests of a project assert with', () => {
  it('is not known without an assertion', () => {
    assert.equal(read(), undefined);
    assert.equal(read("it('adds', () => {});", 'import { assert } from "./own"; export const expect = 1;'), undefined);
  });

  it("is expect of the framework's own or of its package", () => {
    assert.deepEqual(read("test('a', () => { expect(f()).toBe(1); });"), { library: 'expect' });
    assert.deepEqual(read("it('a', async () => { await expect(f()).rejects.toThrow(); });"), { library: 'expect' });
    assert.deepEqual(read("import { expect } from 'expect'; it('a', () => { expect(f()).not.toBe(1); });"), {
      library: 'expect',
      from: 'expect',
    });
  });

  it("is Node's assert, from where and in the words of the tests", () => {
    assert.deepEqual(read("import assert from 'node:assert/strict'; it('a', () => { assert.equal(f(), 1); });"), {
      library: 'assert',
      from: 'node:assert/strict',
      imported: 'default',
      plain: true,
    });
    assert.deepEqual(read("const assert = require('assert'); it('a', () => { assert.equal(f(), 1); assert.deepEqual(f(), 1); });"), {
      library: 'assert',
      from: 'assert',
      imported: 'default',
      plain: false,
    });
    assert.deepEqual(read("const assert = require('assert').strict; it('a', () => { assert.equal(f(), 1); });"), {
      library: 'assert',
      from: 'assert',
      imported: 'strict',
      plain: true,
    });
    assert.deepEqual(read("import { strict as assert } from 'node:assert'; it('a', () => { assert.strictEqual(f(), 1); });"), {
      library: 'assert',
      from: 'node:assert',
      imported: 'strict',
      plain: false,
    });
    assert.deepEqual(read("import * as assert from 'assert'; it('a', () => { assert.ok(f()); });"), {
      library: 'assert',
      from: 'assert',
      imported: 'namespace',
      plain: false,
    });
  });

  it('is Chai, imported or global, with properties or without', () => {
    assert.deepEqual(read("import { expect } from 'chai'; it('a', () => { expect(f()).to.equal(1); });"), {
      library: 'chai',
      global: false,
      properties: false,
    });
    assert.deepEqual(read("it('a', () => { expect(f()).to.be.true; });"), { library: 'chai', global: true, properties: true });
    assert.deepEqual(read("const { assert } = require('chai'); it('a', () => { assert.equal(f(), 1); assert.ok(g()); assert(h()); });"), {
      library: 'chai',
      global: false,
      properties: false,
    });
  });

  it('is what most of them use', () => {
    const chai = "import { expect } from 'chai'; it('a', () => { expect(f()).to.equal(1); });";
    const node = "import assert from 'node:assert'; it('a', () => { assert.strictEqual(f(), 1); });";
    assert.equal(read(chai, chai, node)?.library, 'chai');
    assert.equal(read(chai, node, node, node)?.library, 'assert');
  });
});
