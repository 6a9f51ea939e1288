import assert from 'node:assert/strict';
import type { Detection } from '../../../../../../src/core/suite/framework.ts';
import { mocha } from '../../../../../../src/core/suite/frameworks/mocha.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';

const installed = {
  '/w/node_modules/mocha/package.json': JSON.stringify({ name: 'mocha', version: '11.8.0', bin: { mocha: './bin/mocha.js' } }),
};

async function detect(files: Readonly<Record<string, string>>, file = '/w/src/price.js'): Promise<Detection> {
  return mocha.detect(file, '/w', createInMemoryFileSystem({ ...installed, ...files }), {});
}

async function found(files: Readonly<Record<string, string>>, file?: string): Promise<Extract<Detection, { readonly found: true }>> {
  const detection = await detect(files, file);
  assert.ok(detection.found, detection.found ? '' : detection.reason);
  return detection;
}

const never = (): Promise<boolean> => Promise.resolve(false);

describe('Mocha', () => {
  it('is found by its configuration, by a script, or by being installed', async () => {
    const script = JSON.stringify({ scripts: { test: 'cross-env NODE_ENV=test nyc mocha -r tsx --recursive' } });
    const { project, evidence } = await found({ '/w/package.json': script });
    assert.equal(evidence, 'scripted');
    assert.equal(project.runner, '/w/node_modules/mocha/bin/mocha.js');
    assert.equal(project.frameworkVersion, '11.8.0');
    assert.deepEqual(project.facts?.['arguments'], ['-r', 'tsx', '--recursive']);
    assert.deepEqual(project.facts?.['environment'], ['NODE_ENV=test']);
    assert.equal((await found({ '/w/package.json': '{"mocha":{"spec":"x"}}' })).evidence, 'configured');
    assert.equal((await found({ '/w/.mocharc.yml': 'spec: x' })).evidence, 'configured');
    assert.equal((await found({ '/w/package.json': '{"devDependencies":{"mocha":"11"}}' })).evidence, 'installed');
  });

  it('is not found where nothing names it, where it is not installed, or where it is too old', async () => {
    const reason = async (files: Readonly<Record<string, string>>): Promise<string> => {
      const detection = await detect(files);
      return detection.found ? 'found' : detection.reason;
    };
    assert.equal(
      await reason({ '/w/package.json': '{}' }),
      'No package.json or .mocharc between /w/src and /w names Mocha. Add it with `npm i -D mocha`.',
    );
    const old = { '/w/package.json': '{"mocha":{}}', '/w/node_modules/mocha/package.json': '{"version":"8.4.0"}' };
    assert.equal(await reason(old), 'Mocha 8.4.0 is installed in /w; Branchlight needs 9 or later.');
    const detection = await mocha.detect('/v/a.js', '/v', createInMemoryFileSystem({ '/v/.mocharc.json': '{}' }), {});
    assert.match(detection.found ? '' : detection.reason, /uses Mocha but it is not installed/);
    const python = await mocha.detect('/w/a.py', '/w', createInMemoryFileSystem({}), {});
    assert.equal(!python.found && python.otherLanguage, true);
  });

  for (const [name, text] of [
    ['.mocharc.yaml', '# all\nspec:\n  - "spec/**/*.spec.ts" # ours\n  - more\nui: tdd\nextension: [ts, .js]\nrecursive: true\n'],
    ['.mocharc.jsonc', '{ // all\n "spec": ["spec/**/*.spec.ts", "more"], "ui": "tdd", "extension": ["ts", "js"], "recursive": true }'],
    ['.mocharc.cjs', "module.exports = { spec: ['spec/**/*.spec.ts', 'more'], ui: 'tdd', extension: 'ts,js', recursive: true };"],
  ] as const) {
    it(`reads ${name}: which files are tests, and how they are written`, async () => {
      const { project } = await found({ [`/w/${name}`]: text, '/w/package.json': '{}' });
      assert.deepEqual(project.facts?.['specs'], ['spec/**/*.spec.ts', 'more']);
      assert.deepEqual(project.facts?.['extensions'], ['ts', 'js']);
      assert.deepEqual([project.habits?.groupFunction, project.habits?.testFunction], ['suite', 'test']);
      assert.equal(mocha.isTestFile(project, '/w/more/deep/any.ts'), true);
      assert.equal(mocha.isTestFile(project, '/w/src/price.ts'), false);
    });
  }

  it('puts tests where Mocha looks for them', async () => {
    const place = async (config: string, file: string): Promise<string | undefined> => {
      const { project } = await found({ '/w/.mocharc.json': config, '/w/package.json': '{}', '/w/test/a.js': '' }, file);
      return mocha.authoring?.testFileFor(project, file, never);
    };
    assert.equal(await place('{}', '/w/src/deep/price.js'), '/w/test/price.test.js');
    assert.equal(await place('{"recursive":true}', '/w/src/deep/price.js'), '/w/test/generated/deep/price.test.js');
    assert.equal(await place('{"spec":"src/**/*.spec.ts"}', '/w/src/price.ts'), '/w/src/__tests__/generated/price.spec.ts');
    assert.equal(await place('{"spec":"unit/*_test.js"}', '/w/src/price.js'), '/w/unit/price_test.js');
  });

  it('writes what Node can load: require in CommonJS packages, endings in modules', async () => {
    const test = { group: 'g', imports: [{ from: '../src/a.js', names: [{ name: 'a' }] }], setup: '', body: "it('x', () => {});" };
    const commonjs = (await found({ '/w/.mocharc.json': '{}', '/w/package.json': '{}' })).project;
    assert.equal(
      mocha.authoring?.render(commonjs, [test as never], []),
      "const { a } = require('../src/a.js');\n\ndescribe('g', () => {\n  it('x', () => {});\n});\n",
    );
    const esm = (await found({ '/w/.mocharc.json': '{}', '/w/package.json': '{"type":"module"}' })).project;
    assert.match(mocha.authoring?.render(esm, [test as never], []) ?? '', /^import \{ a \} from '\.\.\/src\/a\.js';/);
    assert.equal(mocha.authoring?.importSpecifier(esm, '/w/test/a.test.js', '/w/src/a.js'), '../src/a.js');
  });
});
