import assert from 'node:assert/strict';
import type { Habits, Project } from '../../../../../../src/core/suite/framework.ts';
import { jest } from '../../../../../../src/core/suite/frameworks/jest.ts';
import { placeJestFile } from '../../../../../../src/core/suite/frameworks/jest/place-jest.ts';
import { renderJest } from '../../../../../../src/core/suite/frameworks/jest/render-jest.ts';
import { existing, testSource, vitestProject } from '../../sample-projects.ts';

function jestProject(habits: Partial<Habits> = {}, more: Partial<Project> = {}): Project {
  return vitestProject(habits, { framework: 'jest', globals: true, ...more });
}

function place(project: Project, file = '/w/src/shop/price.ts', ...taken: readonly string[]): Promise<string> {
  return placeJestFile(project, file, existing(...taken));
}

describe('place of a Jest file', () => {
  it('mirrors the sources in the folder of generated tests', async () => {
    assert.equal(await place(jestProject()), '/w/tests/generated/shop/price.test.ts');
    assert.equal(await place(jestProject(), undefined, '/w/tests/generated/shop/price.test.ts'), '/w/tests/generated/shop/price.2.test.ts');
  });

  it('goes where testMatch, testRegex and roots find it', async () => {
    assert.equal(await place(jestProject({ include: ['<rootDir>/src/**/*.spec.ts'] })), '/w/src/shop/__tests__/generated/price.spec.ts');
    assert.equal(await place(jestProject({ include: ['**/*.test.ts', '!**/generated/**'] })), '/w/src/shop/__tests__/price.test.ts');
    assert.equal(await place(jestProject({}, { facts: { testRegex: ['-test\\.ts$'] } })), '/w/tests/generated/shop/price-test.ts');
    assert.equal(await place(jestProject({}, { facts: { roots: ['/w/src'] } })), '/w/src/shop/__tests__/generated/price.test.ts');
    const nest = { rootFolder: '/w/src', testRegex: ['.*\\.spec\\.ts$'], roots: ['/w/src'] };
    assert.equal(await place(jestProject({}, { facts: nest })), '/w/src/shop/__tests__/generated/price.spec.ts');
  });

  it('makes what the project looks for a test file', () => {
    const project = jestProject({}, { facts: { testRegex: ['-test\\.ts$'] } });
    assert.deepEqual(
      ['/w/a-test.ts', '/w/a.test.ts', '/w/a.ts'].map((file) => jest.isTestFile(project, file)),
      [true, true, false],
    );
  });
});

describe('a whole Jest file', () => {
  const test = testSource("it('adds', () => {\n  expect(price(1)).toBe(1);\n});\n", {
    group: 'price',
    imports: [{ from: '../src/price', names: [{ name: 'price' }, { name: 'default', alias: 'shop' }] }],
  });

  it('calls what Jest makes global', () => {
    assert.equal(
      renderJest(jestProject(), [test], []),
      "import { price } from '../src/price';\nimport shop from '../src/price';\n\ndescribe('price', () => {\n  it('adds', () => {\n    expect(price(1)).toBe(1);\n  });\n});\n".replace(
        /(import \{.*\n)(import shop.*\n)/,
        '$2$1',
      ),
    );
  });

  it('imports it where the project does', () => {
    assert.match(
      renderJest(jestProject({}, { globals: false }), [test], []),
      /^import \{ describe, expect, it \} from '@jest\/globals';\n/,
    );
  });

  it('requires where the tests of a JavaScript project do', () => {
    const text = renderJest(jestProject({ modules: 'commonjs' }, { language: 'javascript', globals: false }), [test], ['Made here.']);
    assert.deepEqual(text.split('\n').slice(0, 5), [
      '// Made here.',
      '',
      "const { describe, expect, it } = require('@jest/globals');",
      "const shop = require('../src/price');",
      "const { price } = require('../src/price');",
    ]);
    assert.match(renderJest(jestProject({ modules: 'commonjs' }), [test], []), /^import /);
  });
});
