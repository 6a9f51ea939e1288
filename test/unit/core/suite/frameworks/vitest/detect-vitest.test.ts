import assert from 'node:assert/strict';
import type { FrameworkSettings, Project } from '../../../../../../src/core/suite/framework.ts';
import { vitest } from '../../../../../../src/core/suite/frameworks/vitest.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';

type Files = Readonly<Record<string, string>>;

const installed: Files = {
  '/w/package.json': '{"devDependencies":{"vitest":"^4"}}',
  '/w/node_modules/vitest/package.json': '{"version":"4.0.1"}',
  '/w/node_modules/@vitest/coverage-v8/package.json': '{"version":"4.0.1"}',
};

async function detect(files: Files, file = '/w/src/price.ts', settings: FrameworkSettings = {}): Promise<Project> {
  const found = await vitest.detect(file, '/w', createInMemoryFileSystem(files), settings);
  assert.ok(found.found, found.found ? '' : found.reason);
  return found.project;
}

async function reason(files: Files, file = '/w/src/price.ts'): Promise<string> {
  const found = await vitest.detect(file, '/w', createInMemoryFileSystem(files), {});
  assert.equal(found.found, false);
  return found.reason;
}

describe('detection of Vitest', () => {
  it('reads what is installed', async () => {
    const project = await detect(installed);
    const { root, language, frameworkVersion, interpreter, runner, coverageProvider, globals } = project;
    assert.deepEqual(
      { root, language, frameworkVersion, interpreter, runner, coverageProvider, globals },
      {
        root: '/w',
        language: 'typescript',
        frameworkVersion: '4.0.1',
        interpreter: 'node',
        runner: '/w/node_modules/vitest/vitest.mjs',
        coverageProvider: 'v8',
        globals: false,
      },
    );
  });

  for (const field of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
    it(`takes a package that names it in ${field}`, async () => {
      assert.equal((await detect({ ...installed, '/w/package.json': JSON.stringify({ [field]: { vitest: '4' } }) })).root, '/w');
    });
  }

  it('takes the package of a monorepo with the runner hoisted above it', async () => {
    const project = await detect(
      { ...installed, '/w/packages/shop/package.json': '{"devDependencies":{"vitest":"4"}}', '/w/packages/shop/src/a.ts': '' },
      '/w/packages/shop/src/a.ts',
    );
    assert.deepEqual(
      [project.root, project.runner, project.habits?.testFolder],
      ['/w/packages/shop', '/w/node_modules/vitest/vitest.mjs', '/w/packages/shop/tests/generated'],
    );
    assert.deepEqual(project.habits?.caches, ['/w/node_modules/.vite', '/w/node_modules/.vite-temp', '/w/node_modules/.vitest']);
  });

  it('takes the root of a monorepo for a package that does not name it', async () => {
    assert.equal((await detect({ ...installed, '/w/packages/shop/package.json': '{}' }, '/w/packages/shop/a.ts')).root, '/w');
  });

  it('takes a folder with a Vitest config, and a Vite config only where the package names Vitest', async () => {
    const files = { ...installed, '/w/a/vitest.config.mts': '', '/w/b/vite.config.ts': '' };
    assert.equal((await detect(files, '/w/a/src/x.ts')).root, '/w/a');
    assert.equal((await detect(files, '/w/b/src/x.ts')).root, '/w');
  });

  it('reads globals, include and the provider where the config says them literally', async () => {
    const config = `export default defineConfig({ test: { globals: true, include: ['src/**/*.spec.ts'], coverage: { provider: 'istanbul' } } });`;
    const project = await detect({
      ...installed,
      '/w/vitest.config.ts': config,
      '/w/node_modules/@vitest/coverage-istanbul/package.json': '{}',
    });
    assert.deepEqual([project.globals, project.habits?.include, project.coverageProvider], [true, ['src/**/*.spec.ts'], 'istanbul']);
  });

  it('takes the provider that is installed when the config names another one', async () => {
    const config = `export default { test: { coverage: { provider: 'istanbul' } } };`;
    assert.equal((await detect({ ...installed, '/w/vitest.config.ts': config })).coverageProvider, 'v8');
  });

  it('prefers Istanbul before 3.2, where V8 does not tell arms apart', async () => {
    const old = {
      ...installed,
      '/w/node_modules/vitest/package.json': '{"version":"3.1.4"}',
      '/w/node_modules/@vitest/coverage-istanbul/package.json': '{}',
    };
    assert.equal((await detect(old)).coverageProvider, 'istanbul');
  });

  it('has no provider when no coverage package is installed', async () => {
    const files = Object.fromEntries(Object.entries(installed).filter(([path]) => !path.includes('coverage')));
    assert.equal((await detect(files)).coverageProvider, undefined);
  });

  it('uses the Node of the settings', async () => {
    assert.equal((await detect(installed, '/w/src/price.ts', { node: '/opt/node' })).interpreter, '/opt/node');
    assert.equal((await detect(installed, '/w/src/price.ts', { node: '' })).interpreter, 'node');
  });

  it('tells JavaScript from TypeScript', async () => {
    const languages = [];
    for (const ending of ['ts', 'mts', 'cts', 'tsx', 'js', 'cjs', 'jsx']) {
      languages.push((await detect(installed, `/w/src/a.${ending}`)).language);
    }
    assert.deepEqual(languages, [...Array.from({ length: 4 }, () => 'typescript'), ...Array.from({ length: 3 }, () => 'javascript')]);
  });

  it('says why there is no project, and the next step', async () => {
    assert.equal(
      await reason({ '/w/package.json': '{"devDependencies":{"jest":"1"}}' }),
      'No package.json or config between /w/src and /w names Vitest. Add it with `npm i -D vitest @vitest/coverage-v8`.',
    );
    assert.equal(
      await reason({ '/w/package.json': '{"devDependencies":{"vitest":"4"}}' }),
      "/w uses Vitest but it is not installed. Run the package manager's install there first.",
    );
    assert.equal(
      await reason({ ...installed, '/w/node_modules/vitest/package.json': '{"version":"2.1.9"}' }),
      'Vitest 2.1.9 is installed in /w; Branchlight needs 3 or later.',
    );
    assert.equal(await reason(installed, '/w/a.py'), 'Vitest tests JavaScript and TypeScript files.');
  });

  it('takes a package.json that is being edited for one that names nothing', async () => {
    assert.match(await reason({ ...installed, '/w/package.json': '{"devDependencies":' }), /^No package\.json or config/);
  });
});

describe('habits of a Vitest project', () => {
  it('ends lines as the imports of its files do', async () => {
    const bare = `import { price } from "../src/price"\n\ntest("a", () => {})\n`;
    assert.equal((await detect({ ...installed, '/w/tests/price.test.ts': bare })).habits?.semicolons, false);
    assert.equal(
      (await detect({ ...installed, '/w/tests/price.test.ts': bare.replace('price"\n', 'price";\n') })).habits?.semicolons,
      true,
    );
  });

  it('are those of its tests', async () => {
    const { habits } = await detect({
      ...installed,
      '/w/test/price.spec.ts': 'import { it } from "vitest";\nimport { price } from "../src/price.js";\n',
      '/w/src/price.ts': '',
    });
    assert.deepEqual(
      [habits?.testFolder, habits?.testWord, habits?.importExtension, habits?.quote],
      ['/w/test/generated', 'spec', 'js', '"'],
    );
  });

  const options: readonly (readonly [tsconfig: string, importExtension: string])[] = [
    ['{"compilerOptions":{"module":"nodenext"}}', 'js'],
    ['{"compilerOptions":{"moduleResolution":"Node16"}}', 'js'],
    ['{"compilerOptions":{"module":"nodenext","allowImportingTsExtensions":true}}', 'source'],
    ['{ // as tsc --init leaves it\n"compilerOptions":{"moduleResolution":"bundler",}}', 'none'],
    ['{}', 'none'],
  ];
  for (const [tsconfig, importExtension] of options) {
    it(`without tests, imports are as tsconfig wants them: ${importExtension} for ${tsconfig.split('\n').at(-1)}`, async () => {
      assert.equal((await detect({ ...installed, '/w/tsconfig.json': tsconfig })).habits?.importExtension, importExtension);
    });
  }

  it('without tests and tsconfig, imports name the file as it is', async () => {
    assert.equal((await detect(installed)).habits?.importExtension, 'source');
  });
});

describe('test files of Vitest', () => {
  it('are known by their name or folder', async () => {
    const project = await detect(installed);
    const paths = ['/w/a.test.ts', '/w/a.spec.mjs', '/w/__tests__/help.ts', '/w/src/test.ts', '/w/src/latest.ts', '/w/src/a.ts'];
    assert.deepEqual(
      paths.filter((path) => vitest.isTestFile(project, path)),
      paths.slice(0, 3),
    );
  });
});
