import assert from 'node:assert/strict';
import type { Habits } from '../../../../../../src/core/suite/framework.ts';
import { placeVitestFile, vitestSpecifier } from '../../../../../../src/core/suite/frameworks/vitest/place-vitest.ts';
import { existing, vitestProject } from '../../sample-projects.ts';

function place(file: string, habits: Partial<Habits> = {}, ...taken: readonly string[]): Promise<string> {
  return placeVitestFile(vitestProject(habits), file, existing(...taken));
}

describe('place of a Vitest file', () => {
  it('mirrors the sources in the folder of generated tests', async () => {
    assert.equal(await place('/w/src/shop/price.ts'), '/w/tests/generated/shop/price.test.ts');
    assert.equal(await place('/w/lib/price.ts'), '/w/tests/generated/price.test.ts');
    assert.equal(await place('/w/server/price.ts'), '/w/tests/generated/server/price.test.ts');
  });

  it('goes below the folder that the project calls its tests, with its word', async () => {
    assert.equal(await place('/w/src/price.ts', { testFolder: '/w/test/generated', testWord: 'spec' }), '/w/test/generated/price.spec.ts');
  });

  it('goes beside the source where the project only looks there', async () => {
    const include = ['src/**/*.{test,spec}.ts'];
    assert.equal(await place('/w/src/shop/price.ts', { include }), '/w/src/shop/__tests__/generated/price.test.ts');
    assert.equal(await place('/w/src/shop/price.ts', { include: ['src/*/*.test.ts'] }), '/w/src/shop/price.test.ts');
    assert.equal(await place('/w/src/shop/price.ts', { include: ['src/**/__tests__/*.ts'] }), '/w/src/shop/__tests__/price.test.ts');
  });

  it('takes the word that the project looks for before its own', async () => {
    assert.equal(await place('/w/src/price.ts', { include: ['**/*.spec.ts'] }), '/w/tests/generated/price.spec.ts');
  });

  it('falls back to the folder of generated tests when nothing would be found', async () => {
    assert.equal(await place('/w/src/price.ts', { include: ['e2e/*.e2e.ts'] }), '/w/tests/generated/price.test.ts');
  });

  it('keeps the ending that Vitest runs', async () => {
    const endings = [];
    for (const ending of ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs']) {
      endings.push((await place(`/w/src/a.${ending}`)).replace('/w/tests/generated/a.test.', `${ending} → `));
    }
    assert.deepEqual(endings, ['ts → ts', 'tsx → tsx', 'mts → ts', 'cts → ts', 'js → js', 'jsx → jsx', 'mjs → mjs', 'cjs → js']);
  });

  it('counts up when the name is taken', async () => {
    const taken = ['/w/tests/generated/price.test.ts', '/w/tests/generated/price.2.test.ts'];
    assert.equal(await place('/w/src/price.ts', {}, ...taken), '/w/tests/generated/price.3.test.ts');
  });

  it('counts up where the file system does not tell capitals apart', async () => {
    const taken = (path: string): Promise<boolean> => Promise.resolve(path.toLowerCase() === '/w/tests/generated/price.test.ts');
    assert.equal(await placeVitestFile(vitestProject(), '/w/src/Price.ts', taken), '/w/tests/generated/Price.2.test.ts');
  });

  it('stays inside the project for a source from outside', async () => {
    assert.equal(await place('/other/price.ts'), '/w/tests/generated/price.test.ts');
  });

  it('follows native paths on Windows', async () => {
    const project = vitestProject({ testFolder: 'C:\\w\\tests\\generated' }, { root: 'C:\\w' });
    assert.equal(await placeVitestFile(project, 'c:\\w\\src\\shop\\price.ts', existing()), 'C:\\w\\tests\\generated\\shop\\price.test.ts');
    assert.equal(
      vitestSpecifier(project, 'C:\\w\\tests\\generated\\shop\\price.test.ts', 'c:\\w\\src\\shop\\price.ts'),
      '../../../src/shop/price',
    );
  });
});

describe('import of the source in a Vitest file', () => {
  const endings = ['ts', 'tsx', 'mts', 'cts', 'js', 'cjs'];
  const table: readonly (readonly [habit: Habits['importExtension'], specifiers: readonly string[]])[] = [
    ['none', ['../../src/a', '../../src/a', '../../src/a', '../../src/a.cts', '../../src/a', '../../src/a.cjs']],
    ['js', ['../../src/a.js', '../../src/a.js', '../../src/a.mjs', '../../src/a.cjs', '../../src/a.js', '../../src/a.cjs']],
    ['source', ['../../src/a.ts', '../../src/a.tsx', '../../src/a.mts', '../../src/a.cts', '../../src/a.js', '../../src/a.cjs']],
  ];
  for (const [importExtension, specifiers] of table) {
    it(`with the habit "${importExtension}"`, () => {
      const project = vitestProject({ importExtension });
      assert.deepEqual(
        endings.map((ending) => vitestSpecifier(project, '/w/tests/generated/a.test.ts', `/w/src/a.${ending}`)),
        specifiers,
      );
    });
  }

  it('begins with ./ in the same folder, also for a name that begins with a dot', () => {
    assert.equal(vitestSpecifier(vitestProject(), '/w/src/a.test.ts', '/w/src/a.ts'), './a');
  });
});
