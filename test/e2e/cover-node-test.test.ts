import assert from 'node:assert/strict';
import { coverShop } from '../support/cover-shop.ts';
import { makeProject, type Project } from '../support/project.ts';
import { moduleShop, typedShop } from '../support/shop-source.ts';

describe("branchlight cover with Node's test runner", function () {
  this.timeout(240_000);
  let project: Project;

  beforeEach(async () => {
    project = await makeProject();
  });
  afterEach(() => project.remove());

  it('imports from node:test and node:assert as the tests of the project do', async () => {
    await project.write('package.json', JSON.stringify({ name: 'shop', type: 'module', scripts: { test: 'node --test' } }));
    await project.write('src/shop.js', moduleShop);
    await project.write(
      'test/shop.test.js',
      "import assert from 'node:assert/strict';\nimport { describe, it } from 'node:test';\nimport { linePrice } from '../src/shop.js';\n\ndescribe('linePrice', () => {\n  it('multiplies', () => {\n    assert.equal(linePrice(2, 3), 6);\n  });\n});\n",
    );
    const { result, tests } = await coverShop(project, 'src/shop.js');
    assert.equal(result.code, 0, result.stderr);
    assert.match(tests, /^import \{ describe, it \} from 'node:test';\nimport assert from 'node:assert\/strict';\nimport \{ bySku, /m);
    assert.ok(tests.includes("assert.deepEqual(parseLine('a'), { sku: 'a', quantity: 1, note: undefined });"), tests);
    assert.ok(tests.includes("await assert.rejects(reserve(100), { message: 'only 10 are left' });"), tests);
  });

  it('covers TypeScript in a project without type definitions of Node', async () => {
    await project.write(
      'package.json',
      JSON.stringify({ name: 'shop', type: 'module', scripts: { test: 'node --test "test/**/*.test.ts"' } }),
    );
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      types: [],
    };
    await project.write('tsconfig.json', JSON.stringify({ compilerOptions }));
    await project.write('src/shop.ts', typedShop);
    await project.write(
      'test/shop.test.ts',
      "import { test } from 'node:test';\nimport assert from 'node:assert';\nimport { linePrice } from '../src/shop.ts';\n\ntest('multiplies', () => {\n  assert.strictEqual(linePrice(2, 3), 6);\n});\n",
    );
    const { result, tests } = await coverShop(project, 'src/shop.ts');
    assert.equal(result.code, 0, result.stderr);
    assert.ok(tests.includes("import { describe, test } from 'node:test';\nimport assert from 'node:assert';\n"), tests);
    assert.ok(tests.includes('assert.strictEqual(result?.cents, 0);'), tests);
  });
});
