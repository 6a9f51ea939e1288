import assert from 'node:assert/strict';
import { finder, found } from './found-notes.ts';

describe('tests of a JavaScript file', () => {
  it('are those of describe, it and test, with what is said of them', async () => {
    assert.deepEqual(
      await found(
        '/p/price.test.ts',
        [
          "import { describe, it, expect } from 'vitest';",
          "describe('price', () => {",
          "  it('adds', () => { expect(1).toBe(1); });",
          "  it.skip('waits', () => {});",
          "  it.todo('later');",
          "  it.only('alone', () => {});",
          "  it.fails('is wrong', () => {});",
          "  it.concurrent.skip('beside', async () => {});",
          "  describe.skip('in a group', () => { test('does not run', () => {}); });",
          '  it(`has no variable`, () => {});',
          '  it(`knows ${process.platform}`, () => {});',
          "  it('is ' + 'joined', () => {});",
          '});',
          "test('by itself', { skip: true }, () => {});",
        ],
        'vitest',
      ),
      [
        '2 price (group)',
        '3 price › adds',
        '4 price › waits (skip)',
        '5 price › later (todo)',
        '6 price › alone (only)',
        '7 price › is wrong (fails)',
        '8 price › beside (skip)',
        '9 price › in a group (group, skip)',
        '9 price › in a group › does not run',
        '10 price › has no variable',
        '11 price › knows ${process.platform} (dynamic)',
        '12 price › is joined',
        '14 by itself (skip)',
      ],
    );
  });

  it('have one place for many cases', async () => {
    assert.deepEqual(
      await found(
        '/p/price.test.js',
        [
          "it.each([[1, 2], [3, 4]])('adds %i', (a, b) => {});",
          'it.each`',
          '  a    | b',
          '  ${1} | ${2}',
          "`('adds $a and $b', ({ a, b }) => {});",
          "describe.each(['EUR', 'USD'])('in %s', (currency) => {",
          "  it('pays', () => {});",
          '});',
          "test.for([1, 2])('takes %i', (n) => {});",
          "for (const currency of ['EUR']) {",
          '  it(`pays in ${currency}`, () => {});',
          '}',
          "['a'].forEach((letter) => it(letter, () => {}));",
          "it.skipIf(process.platform === 'win32')('has links', () => {});",
        ],
        'jest',
      ),
      [
        '1 adds %i (parameterised, dynamic)',
        '2 adds $a and $b (parameterised, dynamic)',
        '6 in %s (group, parameterised, dynamic)',
        '7 in %s › pays',
        '9 takes %i (parameterised, dynamic)',
        '11 pays in ${currency} (parameterised, dynamic)',
        '13 letter (parameterised, dynamic)',
        '14 has links',
      ],
    );
  });

  it('are found under the names that the file gives them, and nothing else is', async () => {
    assert.deepEqual(
      await found(
        '/p/price.test.mts',
        [
          "import { test as base, describe as group } from 'vitest';",
          "import * as v from 'vitest';",
          "import { context } from './request.ts';",
          "import { Price } from './price.ts';",
          'const test = base.extend({ order: {} });',
          "const unit = 'prices';",
          'function it(title: string) {}',
          "group(unit, () => { test('extended', () => {}); });",
          "v.it('by the module', () => {});",
          'group(Price.name, () => {});',
          "it('is a function of the file', () => {});",
          "/a/.test('a');",
          'test.beforeEach(() => {});',
          "suite('tdd', () => {});",
        ],
        'vitest',
      ),
      ['8 prices (group)', '8 prices › extended', '9 by the module', '10 Price (group)', '14 tdd (group)'],
    );
  });

  it("are Mocha's in both interfaces, pending ones too", async () => {
    assert.deepEqual(
      await found(
        '/p/price.js',
        [
          "suite('price', function () { test('adds', function () {}); });",
          "context('when empty', () => { specify('is nothing', () => {}); xit('waits', () => {}); it('is only named'); });",
          "xdescribe('not now', () => {});",
        ],
        'mocha',
      ),
      [
        '1 price (group)',
        '1 price › adds',
        '2 when empty (group)',
        '2 when empty › is nothing',
        '2 when empty › waits (skip)',
        '2 when empty › is only named (todo)',
        '3 not now (group, skip)',
      ],
    );
  });

  it("are Node's with subtests and options", async () => {
    assert.deepEqual(
      await found(
        '/p/price.test.cjs',
        [
          "const test = require('node:test');",
          "const { suite, it: check } = require('node:test');",
          "test('an order', async (t) => {",
          "  await t.test('has a price', async (u) => { await u.test('in euro', () => {}); });",
          '});',
          "test.test('by the module', { todo: 'soon' }, () => {});",
          "suite('group', () => { check('inside', () => {}); });",
          'test(function named() {});',
          'test(() => {});',
        ],
        'node-test',
      ),
      [
        '3 an order',
        '4 an order › has a price',
        '4 an order › has a price › in euro',
        '6 by the module (todo)',
        '7 group (group)',
        '7 group › inside',
        '8 named',
        '9 <anonymous>',
      ],
    );
  });

  it('have a range in UTF-16 units, the end exclusive', async () => {
    const [test] = await finder.find('/p/a.test.ts', "const s = '😀'; it('x', () => {\n});\n", 'vitest');
    assert.deepEqual(test?.range, { start: { line: 1, column: 16 }, end: { line: 2, column: 2 } });
  });

  it('are found in code that is broken further down', async () => {
    assert.deepEqual(await found('/p/a.test.ts', ["it('adds', () => {});", 'const x = {'], 'vitest'), ['1 adds']);
  });
});
