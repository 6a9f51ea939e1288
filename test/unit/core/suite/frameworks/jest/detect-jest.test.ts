import assert from 'node:assert/strict';
import type { Detection, FrameworkSettings, Project } from '../../../../../../src/core/suite/framework.ts';
import { jest } from '../../../../../../src/core/suite/frameworks/jest.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';

type Files = Readonly<Record<string, string>>;

const modules: Files = { '/w/node_modules/jest/package.json': '{"version":"30.1.0"}' };
const installed: Files = { ...modules, '/w/package.json': '{"devDependencies":{"jest":"^30"}}' };

function ask(files: Files, file = '/w/src/price.ts', settings: FrameworkSettings = {}): Promise<Detection> {
  return jest.detect(file, '/w', createInMemoryFileSystem(files), settings);
}

async function detect(files: Files, file?: string, settings?: FrameworkSettings): Promise<Project & { readonly evidence: string }> {
  const found = await ask(files, file, settings);
  assert.ok(found.found, found.found ? '' : found.reason);
  return { ...found.project, evidence: found.evidence };
}

async function reason(files: Files, file?: string): Promise<string> {
  const found = await ask(files, file);
  assert.equal(found.found, false);
  return found.reason;
}

describe('detection of Jest', () => {
  it('reads what is installed', async () => {
    const { root, language, frameworkVersion, interpreter, runner, coverageProvider, globals, evidence } = await detect(installed);
    assert.deepEqual(
      { root, language, frameworkVersion, interpreter, runner, coverageProvider, globals, evidence },
      {
        root: '/w',
        language: 'typescript',
        frameworkVersion: '30.1.0',
        interpreter: 'node',
        runner: '/w/node_modules/jest/bin/jest.js',
        coverageProvider: 'istanbul',
        globals: true,
        evidence: 'installed',
      },
    );
  });

  const evidences: readonly (readonly [evidence: string, files: Files])[] = [
    ['configured', { '/w/jest.config.mjs': 'export default {};' }],
    ['configured', { '/w/package.json': '{"jest":{"testEnvironment":"node"}}' }],
    ['scripted', { '/w/package.json': '{"scripts":{"test":"cross-env TZ=UTC npx jest --coverage"}}' }],
    ['imported', { '/w/tests/a.test.js': "import { it } from '@jest/globals';\n" }],
  ];
  for (const [evidence, files] of evidences) {
    it(`says that it is ${evidence} by ${Object.entries(files).flat().join(' with ')}`, async () => {
      assert.equal((await detect({ ...installed, ...files })).evidence, evidence);
    });
  }

  it('takes the configured root of a monorepo for a package that only depends on it, and a nearer script before it', async () => {
    const files = {
      ...installed,
      '/w/jest.config.js': 'module.exports = {}',
      '/w/packages/a/package.json': '{"devDependencies":{"jest":"*"}}',
    };
    assert.equal((await detect(files, '/w/packages/a/x.ts')).root, '/w');
    const scripted = { ...files, '/w/packages/a/package.json': '{"scripts":{"test":"jest"}}' };
    assert.equal((await detect(scripted, '/w/packages/a/x.ts')).root, '/w/packages/a');
  });

  it('takes the folder that the user names', async () => {
    assert.equal((await detect({ ...modules, '/w/a/src/x.ts': '' }, '/w/a/src/x.ts', { root: '/w/a' })).root, '/w/a');
  });

  it('keeps of the script what says which tests there are and how they run', async () => {
    const test =
      'NODE_OPTIONS=--experimental-vm-modules TZ="Europe/Paris" jest unit -c jest.unit.js -i --watch --coverage --reporters a b --verbose';
    const { facts } = await detect({ ...installed, '/w/package.json': JSON.stringify({ scripts: { e2e: 'jest -c e2e.js', test } }) });
    assert.deepEqual(facts?.['arguments'], ['--config=jest.unit.js', '-i', '--reporters=a', '--reporters=b', '--verbose']);
    assert.deepEqual(facts['patterns'], ['unit']);
    assert.deepEqual(facts['environment'], ['NODE_OPTIONS=--experimental-vm-modules', 'TZ=Europe/Paris']);
  });

  it('keeps what a script gives to Node', async () => {
    const test = 'node --experimental-vm-modules -r dotenv/config node_modules/jest/bin/jest.js';
    const { facts } = await detect({ ...installed, '/w/package.json': JSON.stringify({ scripts: { test } }) });
    assert.deepEqual(facts?.['nodeArguments'], ['--experimental-vm-modules', '-r', 'dotenv/config']);
  });

  it('reads the literals of a configuration, wherever they stand', async () => {
    const configs: Files = {
      '/w/jest.config.ts':
        "const config: Config = { rootDir: 'app', testRegex: '\\\\.spec\\\\.ts$', roots: ['<rootDir>/src'] };\nexport default config;",
      '/w/package.json': '{"jest":{"rootDir":"app","testRegex":"\\\\.spec\\\\.ts$","roots":["<rootDir>/src"]}}',
      '/w/jest.config.js':
        "module.exports = createJestConfig({ rootDir: './app', testRegex: ['\\\\.spec\\\\.ts$'], roots: ['<rootDir>/src'] });",
    };
    for (const [path, text] of Object.entries(configs)) {
      const { facts } = await detect({ ...installed, [path]: text });
      assert.deepEqual(
        [facts?.['rootFolder'], facts?.['testRegex'], facts?.['roots']],
        ['/w/app', ['\\.spec\\.ts$'], ['/w/app/src']],
        path,
      );
    }
  });

  it('knows no one root folder for several projects', async () => {
    const { facts } = await detect({ ...installed, '/w/jest.config.js': "module.exports = { projects: ['packages/*'] };" });
    assert.equal(facts?.['rootFolder'], undefined);
  });

  it('starts the script of create-react-app, which brings Jest and its configuration', async () => {
    const { runner, frameworkVersion, evidence } = await detect({
      '/w/package.json': '{"scripts":{"test":"react-scripts test --env=jsdom"},"dependencies":{"react-scripts":"5"}}',
      '/w/node_modules/react-scripts/package.json': '{"version":"5.0.1"}',
      '/w/node_modules/jest/package.json': '{"version":"27.5.1"}',
    });
    assert.deepEqual([runner, frameworkVersion, evidence], ['/w/node_modules/react-scripts/scripts/test.js', '27.5.1', 'scripted']);
  });

  it('says why there is no project, and the next step', async () => {
    assert.equal(
      await reason({ '/w/package.json': '{"devDependencies":{"vitest":"1"}}', '/w/pnpm-lock.yaml': '' }),
      'No package.json or config between /w/src and /w names Jest. Add it with `pnpm add -D jest`.',
    );
    assert.equal(
      await reason({ '/w/package.json': '{"devDependencies":{"jest":"30"}}' }),
      "/w uses Jest but it is not installed. Run the package manager's install there first.",
    );
    assert.match(await reason({ '/w/package.json': '{"devDependencies":{"jest":"30"}}', '/w/.pnp.cjs': '' }), /nodeLinker: node-modules/);
    assert.equal(
      await reason({ ...installed, '/w/node_modules/jest/package.json': '{"version":"26.6.3"}' }),
      'Jest 26.6.3 is installed in /w; Branchlight needs 27 or later.',
    );
    assert.equal(await reason(installed, '/w/a.py'), 'Jest tests JavaScript and TypeScript files.');
  });
});

describe('habits of a Jest project', () => {
  it('are those of its tests, also when they require', async () => {
    const { habits, globals } = await detect({
      ...installed,
      '/w/test/price.spec.js': "const { price } = require('../src/price')\n\ntest('a', () => { expect(price).toBe(1) })\n",
    });
    assert.deepEqual(
      [habits?.modules, habits?.testWord, habits?.testFunction, habits?.semicolons, habits?.testFolder, globals],
      ['commonjs', 'spec', 'test', false, '/w/test/generated', true],
    );
  });

  it('import what Jest gives where it is not injected', async () => {
    assert.equal((await detect({ ...installed, '/w/jest.config.js': 'module.exports = { injectGlobals: false };' })).globals, false);
  });
});
