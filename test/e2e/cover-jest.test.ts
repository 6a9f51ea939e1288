import assert from 'node:assert/strict';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { coverShop } from '../support/cover-shop.ts';
import { installed } from '../support/installs.ts';
import { makeProject, type Project } from '../support/project.ts';
import { commonJsShop } from '../support/shop-source.ts';

describe('branchlight cover with Jest', function () {
  this.timeout(240_000);
  let project: Project;

  before(async function () {
    const install = await installed('jest-30');
    if ('missing' in install) {
      if (process.env['CI'] !== undefined) throw new Error(install.missing);
      console.log(`      skipped: ${install.missing}`);
      this.skip();
    }
    project = await makeProject();
    await rm(join(project.root, 'node_modules'));
    await symlink(join(install.folder, 'node_modules'), join(project.root, 'node_modules'), 'junction');
  });
  after(() => project.remove());

  it('writes tests with its globals, required as the tests of the project do', async () => {
    await project.write('package.json', JSON.stringify({ name: 'shop', scripts: { test: 'jest' }, devDependencies: { jest: '*' } }));
    await project.write('src/shop.js', commonJsShop);
    await project.write(
      'tests/shop.test.js',
      "const { linePrice } = require('../src/shop');\n\ndescribe('linePrice', () => {\n  test('multiplies', () => {\n    expect(linePrice(2, 3)).toBe(6);\n  });\n});\n",
    );
    const { result, tests } = await coverShop(project, 'src/shop.js');
    assert.equal(result.code, 0, result.stderr);
    assert.match(
      tests,
      /^\/\/ [^\n]+\n\nconst \{ bySku, linePrice, parseLine, reserve \} = require\('\.\.\/\.\.\/src\/shop'\);\n\ndescribe\(/,
    );
    assert.ok(tests.includes("expect(() => linePrice(0, 1)).toThrow('quantity must be positive');"), tests);
    assert.ok(tests.includes("await expect(reserve(100)).rejects.toThrow('only 10 are left');"), tests);
  });
});
