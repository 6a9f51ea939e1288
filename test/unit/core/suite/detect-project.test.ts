import assert from 'node:assert/strict';
import { detectProject } from '../../../../src/core/suite/detect-project.ts';
import { pytest } from '../../../../src/core/suite/frameworks/pytest.ts';
import { vitest } from '../../../../src/core/suite/frameworks/vitest.ts';
import { createInMemoryFileSystem } from '../../../support/in-memory-file-system.ts';

async function reason(file: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const found = await detectProject(file, '/w', createInMemoryFileSystem(files), {}, [vitest, pytest]);
  assert.equal(found.found, false);
  return found.reason;
}

describe('the project of a file', () => {
  it('is found by the framework of its language', async () => {
    const disk = createInMemoryFileSystem({
      '/w/package.json': '{"devDependencies":{"vitest":"4"}}',
      '/w/node_modules/vitest/package.json': '{"version":"4.0.1"}',
      '/w/pyproject.toml': '',
    });
    const frameworks = [];
    for (const file of ['/w/src/a.ts', '/w/tool/a.py']) {
      const found = await detectProject(file, '/w', disk, {});
      frameworks.push(found.found ? found.project.framework : found.reason);
    }
    assert.deepEqual(frameworks, ['vitest', 'pytest']);
  });

  it('is missing with the next step, said only for the language of the file', async () => {
    assert.equal(
      await reason('/w/src/a.ts'),
      'No package.json or config between /w/src and /w names Vitest. Add it with `npm i -D vitest @vitest/coverage-v8`.',
    );
  });

  it('is missing with everything that was looked for, where several frameworks would do', async () => {
    const found = await detectProject('/w/src/a.ts', '/w', createInMemoryFileSystem({}), {});
    assert.equal(
      found.found ? '' : found.reason,
      "Nothing between /w/src and /w names a test framework. Looked for Vitest, Jest, Mocha and Node's test runner: configuration files, scripts and dependencies of package.json, imports of tests. Add one, or name yours in the setting branchlight.suites.",
    );
  });

  it('is that of the framework that is configured, not only installed, and of the nearest folder', async () => {
    const disk = createInMemoryFileSystem({
      '/w/package.json': '{"devDependencies":{"vitest":"4","jest":"30"},"jest":{}}',
      '/w/node_modules/vitest/package.json': '{"version":"4.0.1"}',
      '/w/node_modules/jest/package.json': '{"version":"30.0.0"}',
      '/w/tool/package.json': '{"scripts":{"test":"node --test"}}',
    });
    const names: string[] = [];
    for (const file of ['/w/src/a.ts', '/w/tool/a.js']) {
      const found = await detectProject(file, '/w', disk, {});
      names.push(found.found ? found.project.framework : found.reason);
    }
    assert.deepEqual(names, ['jest', 'node-test']);
  });

  it('is what the user says for the folder, with what is added', async () => {
    const disk = createInMemoryFileSystem({
      '/w/package.json': '{"devDependencies":{"vitest":"4","jest":"30"},"jest":{}}',
      '/w/node_modules/vitest/package.json': '{"version":"4.0.1"}',
    });
    const suites = {
      '.': { framework: 'vitest', arguments: ['--no-isolate'], interpreter: '/opt/node' },
      old: { framework: 'none' },
    } as const;
    const found = await detectProject('/w/src/a.ts', '/w', disk, { suites });
    assert.ok(found.found);
    assert.deepEqual(
      [found.project.framework, found.project.interpreter, found.project.addedArguments],
      ['vitest', '/opt/node', ['--no-isolate']],
    );
    const none = await detectProject('/w/old/a.ts', '/w', disk, { suites });
    assert.equal(none.found ? '' : none.reason, 'The setting branchlight.suites says that nothing in /w/old is tested.');
  });

  it('is missing for a language that no framework tests, and the sentence names what is tested', async () => {
    assert.equal(await reason('/w/README.md'), 'Vitest tests JavaScript and TypeScript files. pytest tests Python files.');
  });
});
