import assert from 'node:assert/strict';
import { coverShop, type Covered } from '../support/cover-shop.ts';
import { makeProject, type Project } from '../support/project.ts';
import { commonJsShop, moduleShop } from '../support/shop-source.ts';

describe('branchlight cover with Mocha', function () {
  this.timeout(240_000);
  let project: Project;

  beforeEach(async () => {
    project = await makeProject();
  });
  afterEach(() => project.remove());

  it("writes Node's assert and require where the project's tests do", async () => {
    await project.write('package.json', JSON.stringify({ name: 'shop', scripts: { test: 'mocha' }, devDependencies: { mocha: '*' } }));
    await project.write('src/shop.js', commonJsShop);
    await project.write(
      'test/shop.js',
      "const assert = require('assert');\nconst { linePrice } = require('../src/shop');\n\ndescribe('linePrice', () => {\n  it('multiplies', () => {\n    assert.strictEqual(linePrice(2, 3), 6);\n  });\n});\n",
    );
    const { result, tests }: Covered = await coverShop(project, 'src/shop.js');
    assert.equal(result.code, 0, result.stderr);
    assert.match(
      tests,
      /^\/\/ [^\n]+\n\nconst assert = require\('assert'\);\nconst \{ bySku, linePrice, parseLine, reserve \} = require\('\.\.?\//m,
    );
    assert.ok(tests.includes("assert.throws(() => linePrice(0, 1), { message: 'quantity must be positive' });"), tests);
    assert.ok(tests.includes("assert.deepStrictEqual({ ...bySku(['a']) }, { a: 1 });"), tests);
    assert.ok(tests.includes("await assert.rejects(reserve(100), { message: 'only 10 are left' });"), tests);
  });

  it("writes Chai's expect, suite and test where they do", async () => {
    await project.write(
      'package.json',
      JSON.stringify({ name: 'shop', type: 'module', scripts: { test: 'mocha' }, devDependencies: { mocha: '*', chai: '*' } }),
    );
    await project.write('.mocharc.json', JSON.stringify({ spec: 'test/**/*.spec.js', ui: 'tdd' }));
    await project.write('src/shop.js', moduleShop);
    await project.write(
      'test/shop.spec.js',
      'import { expect } from "chai"\nimport { linePrice } from "../src/shop.js"\n\nsuite("linePrice", () => {\n  test("multiplies", () => {\n    expect(linePrice(2, 3)).to.equal(6)\n  })\n})\n',
    );
    const { result, tests } = await coverShop(project, 'src/shop.js');
    assert.equal(result.code, 0, result.stderr);
    assert.match(
      tests,
      /^import \{ expect \} from "chai"\nimport \{ bySku, linePrice, parseLine, reserve \} from "\.\.\/\.\.\/src\/shop\.js"$/m,
    );
    assert.match(tests, /^suite\("linePrice", \(\) => \{\n {2}test\(/m);
    assert.ok(tests.includes('expect(() => linePrice(0, 1)).to.throw("quantity must be positive")\n'), tests);
    assert.ok(tests.includes('expect(error).to.be.an.instanceOf(Error).with.property("message", "only 10 are left")\n'), tests);
  });
});
