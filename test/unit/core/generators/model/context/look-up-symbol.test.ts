import assert from 'node:assert/strict';
import { findExample } from '../../../../../../src/core/generators/model/context/find-example.ts';
import { lookUpText, symbolFinder } from '../../../../../../src/core/generators/model/context/look-up-symbol.ts';
import type { GenerationRequest } from '../../../../../../src/core/generators/generator.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';
import { shippingRequest } from '../../../../../support/messages-api/shipping-request.ts';

function lookUp(request: GenerationRequest, files: Readonly<Record<string, string>>): (name: string) => Promise<string> {
  const find = symbolFinder(request, createInMemoryFileSystem(files));
  return (name) => lookUpText(name, find, '/project');
}

describe('look_up_symbol', () => {
  const typescript = lookUp(
    {
      ...shippingRequest,
      text: "import { Order, later as soon } from './shop';\nimport Cart from './cart.js';\nimport { z } from 'zod';\nimport { far } from '../../outside/far';\nimport { dep } from '../node_modules/dep/index.js';\nexport const LIMIT = 3;\n",
    },
    {
      '/project/src/shop/index.ts': "export * from './order';\nexport { inTime as later } from './time';\n",
      '/project/src/shop/order.ts': 'type Id = string;\n\n/** What was bought. */\nexport interface Order {\n  id: Id;\n}\n',
      '/project/src/shop/time.ts': 'export const inTime = () => 1;\n',
      '/project/src/cart.ts': 'export default class Cart {\n  total(): number {\n    return 1;\n  }\n}\n',
      '/outside/far.ts': 'export const far = "secret";\n',
      '/project/node_modules/dep/index.js': 'export const dep = 1;\n',
    },
  );

  it('follows imports, re-exports, renames and defaults, and shows neighbours that are named', async () => {
    assert.equal(
      await typescript('Order'),
      '// src/shop/order.ts:4\ntype Id = string;\n\n/** What was bought. */\nexport interface Order {\n  id: Id;\n}',
    );
    assert.equal(await typescript('soon'), '// src/shop/time.ts:1\nexport const inTime = () => 1;');
    assert.equal(await typescript('Cart.total'), '// src/cart.ts:1\ntotal(): number {\n    return 1;\n  }');
    assert.equal(await typescript('LIMIT'), '// src/shipping.ts:1\nexport const LIMIT = 3;'.replace(':1', ':6'));
  });

  it('follows aliases of the nearest tsconfig.json, also of one that it extends or refers to, and of package.json', async () => {
    const imports =
      "import { rate } from '@/rates';\nimport { Cart } from '#cart';\nimport { tax } from '@lib/tax.js';\nimport { x } from '@/missing';\n";
    const aliases = (configurations: Readonly<Record<string, string>>) =>
      lookUp(
        { ...shippingRequest, text: imports },
        {
          '/project/package.json': '{"name":"shop","imports":{"#cart":"./src/cart.ts"}}',
          '/project/src/rates.ts': 'export const rate = 0.19;\n',
          '/project/src/cart.ts': 'export class Cart {}\n',
          '/project/packages/lib/tax.ts': 'export const tax = 7;\n',
          ...configurations,
        },
      );
    const paths = '"paths":{"@/*":["./src/*"],"@lib/*":["./packages/lib/*"]}';
    const ways: readonly Readonly<Record<string, string>>[] = [
      { '/project/tsconfig.json': `{ /* as people write it */ "compilerOptions":{${paths},}}` },
      { '/project/tsconfig.json': '{"extends":"./base.json"}', '/project/base.json': `{"compilerOptions":{${paths}}}` },
      {
        '/project/tsconfig.json': '{"files":[],"references":[{"path":"./node.json"},{"path":"./app.json"}]}',
        '/project/node.json': '{}',
        '/project/app.json': `{"compilerOptions":{${paths}}}`,
      },
      { '/project/jsconfig.json': `{"compilerOptions":{"baseUrl":".",${paths}}}` },
    ];
    for (const way of ways) {
      const find = aliases(way);
      assert.equal(await find('rate'), '// src/rates.ts:1\nexport const rate = 0.19;');
      assert.equal(await find('Cart'), '// src/cart.ts:1\nexport class Cart {}');
      assert.equal(await find('tax'), '// packages/lib/tax.ts:1\nexport const tax = 7;');
      assert.equal(await find('x'), "`x` comes from the package @/missing; only this project's own code can be looked up.");
    }
  });

  it('follows packages of the same workspace, which node_modules links to', async () => {
    const linked = createInMemoryFileSystem({
      '/project/node_modules/@shop/money/package.json': '{"name":"@shop/money","exports":"./src/index.ts"}',
      '/project/node_modules/@shop/money/src/index.ts': "export * from './cents.js';\n",
      '/project/packages/money/src/index.ts': "export * from './cents.js';\n",
      '/project/packages/money/src/cents.ts': 'export const cents = 100;\n',
    });
    const fileSystem = {
      ...linked,
      realPath: (path: string) => Promise.resolve(path.replace('/node_modules/@shop/', '/packages/')),
    };
    const find = symbolFinder({ ...shippingRequest, text: "import { cents } from '@shop/money';\n" }, fileSystem);
    assert.equal(await lookUpText('cents', find, '/project'), '// packages/money/src/cents.ts:1\nexport const cents = 100;');
  });

  it('never leaves the project', async () => {
    assert.equal(await typescript('z'), "`z` comes from the package zod; only this project's own code can be looked up.");
    for (const name of ['far', 'dep', 'nothing', '', '../../etc/passwd']) {
      assert.equal(await typescript(name), `There is no \`${name}\` in the file under test or in what it imports.`);
    }
  });

  it('cuts a long declaration at a line', async () => {
    const long = lookUp({ ...shippingRequest, text: `export const table = {\n${'  a: 1,\n'.repeat(600)}};\n` }, {});
    const text = await long('table');
    assert.ok(text.length < 3100);
    assert.ok(text.endsWith('  a: 1,\n…'));
  });

  it('follows the imports of Python: absolute, relative, renamed, through __init__', async () => {
    const python = lookUp(
      {
        ...shippingRequest,
        project: { ...shippingRequest.project, language: 'python', framework: 'pytest' },
        file: '/project/shop/order.py',
        text: 'import json\nfrom .rates import RATES as rates\nfrom shop.money import *\nfrom shop import Cart\n\ndef own():\n    return 1\n',
      },
      {
        '/project/shop/__init__.py': 'from .cart import Cart\n',
        '/project/shop/cart.py': 'BASE = 2\n\nclass Cart:\n    """Holds things."""\n    def total(self):\n        return BASE\n',
        '/project/shop/rates.py': '# By country.\nRATES = {\n    "DE": 0.19,\n}\n',
        '/project/shop/money.py': 'def cents(x):\n    return x\n',
      },
    );
    assert.equal(await python('rates'), '# shop/rates.py:2\n# By country.\nRATES = {\n    "DE": 0.19,\n}');
    assert.equal(await python('cents'), '# shop/money.py:1\ndef cents(x):\n    return x');
    assert.equal(await python('Cart.total'), '# shop/cart.py:5\nBASE = 2\n\ndef total(self):\n    return BASE');
    assert.equal(await python('own'), '# shop/order.py:6\ndef own():\n    return 1');
    assert.equal(await python('json'), "`json` comes from the package json; only this project's own code can be looked up.");
  });
});

describe('existing test as an example', () => {
  const test = "import { x } from '../src/shipping';\n";

  async function exampleAmong(files: Readonly<Record<string, string>>): Promise<string | undefined> {
    return (await findExample(shippingRequest, createInMemoryFileSystem(files)))?.path;
  }

  it('is the one with the name of the module, else one that imports it, else a neighbour', async () => {
    const neighbour = { '/project/src/other.test.ts': 'it' };
    const importing = { ...neighbour, '/project/tests/all.test.ts': test };
    assert.equal(
      await exampleAmong({ ...importing, '/project/tests/deep/shipping.spec.ts': 'it' }),
      '/project/tests/deep/shipping.spec.ts',
    );
    assert.equal(await exampleAmong(importing), '/project/tests/all.test.ts');
    assert.equal(await exampleAmong(neighbour), '/project/src/other.test.ts');
    assert.equal(await exampleAmong({ '/project/src/other.ts': '' }), undefined);
  });

  it('is never the new file itself, a generated one, one of a dependency or one outside', async () => {
    assert.equal(
      await exampleAmong({
        '/project/tests/generated/shipping.test.ts': test,
        '/project/node_modules/a/shipping.test.ts': test,
        '/project/.cache/shipping.test.ts': test,
        '/other/shipping.test.ts': test,
      }),
      undefined,
    );
  });
});
