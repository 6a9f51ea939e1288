import assert from 'node:assert/strict';
import { renderVitest } from '../../../../../../src/core/suite/frameworks/vitest/render-vitest.ts';
import { testSource, vitestProject } from '../../sample-projects.ts';

const from = '../../src/price';

describe('a whole Vitest file', () => {
  it('has its comments, merged and sorted imports, helpers once, and groups where their first test stands', () => {
    const setup = 'const cart = () => new Cart();\n';
    const text = renderVitest(
      vitestProject(),
      [
        testSource("it('adds', () => {\n  expect(price(cart())).toBe(0);\n});\n", {
          group: 'price',
          setup,
          imports: [{ from, names: [{ name: 'price' }, { name: 'Cart' }] }],
        }),
        testSource("it('stands alone', () => {\n  expect(vat).toBe(1);\n});\n", {
          imports: [
            { from: '../../src/a', names: [{ name: 'vat', alias: 'vat' }] },
            { from: 'node:path', names: [{ name: '*', alias: 'path' }] },
            {
              from: 'zod',
              names: [
                { name: 'default', alias: 'zod' },
                { name: 'z', alias: 'schema' },
              ],
            },
            { from: 'side-effect', names: [] },
          ],
        }),
        testSource("it('adds more', () => {\n  expect(`\n  kept`).toBe(price(cart()));\n\n  expect(1);\n});\n", {
          group: 'price',
          setup,
          imports: [{ from, names: [{ name: 'price' }] }],
        }),
      ],
      ['Made by Branchlight.', '', 'Edit as you like.'],
    );
    assert.equal(
      text,
      `// Made by Branchlight.
//
// Edit as you like.

import { describe, expect, it } from 'vitest';
import * as path from 'node:path';
import 'side-effect';
import zod from 'zod';
import { z as schema } from 'zod';
import { vat } from '../../src/a';
import { Cart, price } from '../../src/price';

const cart = () => new Cart();

describe('price', () => {
  it('adds', () => {
    expect(price(cart())).toBe(0);
  });

  it('adds more', () => {
    expect(\`
  kept\`).toBe(price(cart()));

    expect(1);
  });
});

it('stands alone', () => {
  expect(vat).toBe(1);
});
`,
    );
  });

  it('imports as types only what nothing needs as a value', () => {
    const test = (names: readonly { name: string; alias?: string; typeOnly?: true }[], path = from) =>
      testSource("it('x', () => {});", { imports: [{ from: path, names }] });
    const text = renderVitest(
      vitestProject(),
      [
        test([{ name: 'Cart', typeOnly: true }, { name: 'Line', typeOnly: true }, { name: 'price' }]),
        test([{ name: 'Cart' }]),
        test([{ name: 'Money', alias: 'Cash', typeOnly: true }], '../../src/money'),
        test([{ name: 'default', alias: 'Shop', typeOnly: true }], '../../src/shop'),
      ],
      [],
    );
    assert.deepEqual(text.split('\n').slice(1, 4), [
      "import type { Money as Cash } from '../../src/money';",
      "import { Cart, type Line, price } from '../../src/price';",
      "import type Shop from '../../src/shop';",
    ]);
  });

  it('imports nothing of Vitest where its functions are globals, but what a test renames', () => {
    const imports = [
      { from: 'vitest', names: [{ name: 'expect' }, { name: 'vi' }] },
      { from, names: [{ name: 'price' }] },
    ];
    const project = vitestProject({}, { globals: true });
    assert.equal(
      renderVitest(project, [testSource("it('x', () => {});", { imports })], []),
      "import { price } from '../../src/price';\n\nit('x', () => {});\n",
    );
    const renamed = [{ from: 'vitest', names: [{ name: 'vi', alias: 'mock' }] }];
    assert.match(
      renderVitest(project, [testSource("it('x', () => {});", { imports: renamed })], []),
      /^import \{ vi as mock \} from 'vitest';/,
    );
  });

  it('writes quotes and line ends as its neighbours do, and escapes what is quoted', () => {
    const text = renderVitest(
      vitestProject({ quote: '"', semicolons: false }),
      [testSource('test("x", () => {})', { group: 'says "no" to \\ and\na line', imports: [{ from, names: [{ name: 'price' }] }] })],
      [],
    );
    assert.equal(
      text,
      String.raw`import { describe, expect, test } from "vitest"
import { price } from "../../src/price"

describe("says \"no\" to \\ and\na line", () => {
  test("x", () => {})
})
`,
    );
  });
});
