import assert from 'node:assert/strict';
import type { Framework, Project, Suite } from '../../../../../src/core/suite/framework.ts';
import { goTest } from '../../../../../src/core/suite/frameworks/go-test.ts';
import { junitMaven } from '../../../../../src/core/suite/frameworks/junit-maven.ts';
import { pytest } from '../../../../../src/core/suite/frameworks/pytest.ts';
import { vitest } from '../../../../../src/core/suite/frameworks/vitest.ts';
import { relatedTests, type Relation } from '../../../../../src/core/suite/tests/related-tests.ts';
import { createTestFinder } from '../../../../../src/core/suite/tests/test-finder.ts';
import { listTestFiles } from '../../../../../src/core/suite/tests/test-inventory.ts';
import { createInMemoryFileSystem } from '../../../../support/in-memory-file-system.ts';
import { grammars } from './grammars.ts';

const finder = createTestFinder(grammars);

function suiteOf(framework: Framework, language: Project['language']): Suite {
  return {
    framework,
    project: { root: '/p', framework: framework.id, language, frameworkVersion: '1', interpreter: '', globals: false },
  };
}

function reason(relation: Relation): string {
  switch (relation.kind) {
    case 'covers':
      return `covers by ${relation.tests.join(', ')}`;
    case 'imports':
      return relation.through === undefined ? 'imports' : `imports through ${relation.through.slice(3)}`;
    case 'same-file':
    case 'name':
    case 'same-package':
      return relation.kind;
  }
}

async function related(
  suite: Suite,
  source: string,
  files: Readonly<Record<string, string>>,
  contexts?: ReadonlyMap<number, readonly string[]>,
): Promise<readonly string[]> {
  const fileSystem = createInMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([path, text]) => [`/p/${path}`, text])));
  const inventory = await listTestFiles(suite, fileSystem);
  const found = await relatedTests(suite, `/p/${source}`, inventory, { fileSystem, finder }, contexts);
  return found.map(({ file, relations }) => `${file.slice(3)}: ${relations.map(reason).join(', ')}`);
}

describe('related tests', () => {
  it('are found by import and by name, the surest first', async () => {
    assert.deepEqual(
      await related(suiteOf(vitest, 'typescript'), 'src/price.ts', {
        'package.json': '{ "name": "shop", "imports": { "#price": "./src/price.ts" } }',
        'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
        'src/price.ts': 'export const price = 1;',
        'src/index.ts': "export * from './price.js';",
        'src/other.ts': '',
        'src/price.test.ts': "import { price } from './price.js';",
        'src/other.test.ts': "import './other.ts';",
        'test/alias.test.ts': "import { price } from '@/price';",
        'test/internal.test.ts': "const { price } = await import('#price');",
        'test/required.test.js': "const { price } = require('../src/price');",
        'test/shop.test.ts': "import { price } from '../src/index.ts';",
        'test/price.spec.ts': "import 'vitest';",
        'node_modules/a/price.test.ts': "import '../../src/price.ts';",
      }),
      [
        'src/price.test.ts: imports, name',
        'test/alias.test.ts: imports',
        'test/internal.test.ts: imports',
        'test/required.test.js: imports',
        'test/price.spec.ts: name',
        'test/shop.test.ts: imports through src/index.ts',
      ],
    );
  });

  it('are found across packages of a workspace by their names', async () => {
    assert.deepEqual(
      await related(suiteOf(vitest, 'typescript'), 'packages/core/src/index.ts', {
        'packages/core/package.json': '{ "name": "@shop/core", "exports": "./dist/index.js" }',
        'packages/core/src/index.ts': '',
        'packages/web/package.json': '{ "name": "@shop/web" }',
        'packages/web/web.test.ts': "import '@shop/core';",
      }),
      ['packages/web/web.test.ts: imports'],
    );
  });

  it('are found in Python by dotted and relative modules, and by what the report says', async () => {
    const contexts = new Map([
      [3, ['tests/test_shop.py::TestShop::test_sells|run', 'tests/test_price.py::test_adds|run']],
      [4, ['tests.test_shop.test_other', '']],
    ]);
    assert.deepEqual(
      await related(
        suiteOf(pytest, 'python'),
        'src/shop/price.py',
        {
          'src/shop/__init__.py': '',
          'src/shop/price.py': 'def price(): pass',
          'src/shop/test_inside.py': 'from .price import price',
          'src/shop/tests/test_above.py': 'from .. import price',
          'tests/conftest.py': 'import shop.price',
          'tests/test_price.py': 'from shop.price import price',
          'tests/test_shop.py': 'import os',
          'tests/test_module.py': 'from shop import price as p',
          'tests/test_nothing.py': 'import json',
        },
        contexts,
      ),
      [
        'tests/test_price.py: covers by test_adds, imports, name',
        'tests/test_shop.py: covers by TestShop::test_sells, tests.test_shop.test_other',
        'src/shop/test_inside.py: imports',
        'src/shop/tests/test_above.py: imports',
        'tests/test_module.py: imports',
      ],
    );
  });

  it('are found in Go by package and by import path', async () => {
    assert.deepEqual(
      await related(suiteOf(goTest, 'go'), 'price/price.go', {
        'go.mod': 'module example.com/shop\n',
        'price/price.go': 'package price',
        'price/price_test.go': 'package price',
        'price/other_test.go': 'package price',
        'shop/shop_test.go': 'package shop\n\nimport "example.com/shop/price"\n',
        'stock/stock_test.go': 'package stock\n\nimport "price"\n',
      }),
      ['shop/shop_test.go: imports', 'price/price_test.go: name, same-package', 'price/other_test.go: same-package'],
    );
  });

  it('are found in Java by import, by name, and within the package', async () => {
    assert.deepEqual(
      await related(suiteOf(junitMaven, 'java'), 'src/main/java/shop/Price.java', {
        'src/main/java/shop/Price.java': 'package shop;\npublic class Price {}',
        'src/test/java/shop/PriceTest.java': 'package shop;\nclass PriceTest { Price price; }',
        'src/test/java/shop/StockTest.java': 'package shop;\nclass StockTest { Price price; }',
        'src/test/java/shop/OtherTest.java': 'package shop;\nclass OtherTest { Prices prices; }',
        'src/test/java/web/WebTest.java': 'package web;\nimport static shop.Price.of;\nclass WebTest {}',
        'src/test/java/web/AllTest.java': 'package web;\nimport shop.*;\nclass AllTest {}',
      }),
      [
        'src/test/java/web/AllTest.java: imports',
        'src/test/java/web/WebTest.java: imports',
        'src/test/java/shop/PriceTest.java: name, same-package',
        'src/test/java/shop/StockTest.java: same-package',
      ],
    );
  });

  it('are found in Rust in the source itself and in files of tests/', async () => {
    const rust: Framework = { ...goTest, id: 'cargo-test', isTestFile: (_project, file) => file.startsWith('/p/tests/') };
    assert.deepEqual(
      await related(suiteOf(rust, 'rust'), 'src/price.rs', {
        'src/lib.rs': 'pub mod price;',
        'src/price.rs': '#[cfg(test)]\nmod tests {\n  #[test]\n  fn adds() {}\n}',
        'src/stock.rs': 'fn stock() {}',
        'tests/shop.rs': 'use shop::{price::line_price, stock};\n#[test]\nfn sells() {}',
        'tests/other.rs': 'use shop::stock::stock;\n#[test]\nfn other() {}',
      }),
      ['src/price.rs: same-file', 'tests/shop.rs: imports'],
    );
  });
});
