import assert from 'node:assert/strict';
import { findSuites } from '../../../../src/core/suite/find-suites.ts';
import type { SuiteSettings } from '../../../../src/core/suite/suite-settings.ts';
import { createInMemoryFileSystem } from '../../../support/in-memory-file-system.ts';

const vitestInstalled = { '/w/node_modules/vitest/package.json': '{"version":"4.0.1"}' };
const namesVitest = '{"devDependencies":{"vitest":"4"}}';

async function suites(files: Readonly<Record<string, string>>, settings: SuiteSettings = {}, folder = '/w'): Promise<readonly string[]> {
  const disk = createInMemoryFileSystem({ ...vitestInstalled, ...files });
  const { projects, reason } = await findSuites(folder, '/w', disk, { suites: settings });
  return projects.length === 0 ? [reason] : projects.map(({ root, framework }) => `${root} ${framework}`);
}

describe('the suites of a folder', () => {
  it('are one for each package and language', async () => {
    const files = { '/w/web/package.json': namesVitest, '/w/admin/package.json': namesVitest, '/w/tool/pytest.ini': '[pytest]' };
    assert.deepEqual(await suites(files), ['/w/admin vitest', '/w/tool pytest', '/w/web vitest']);
    assert.deepEqual(await suites(files, {}, '/w/web'), ['/w/web vitest']);
  });

  it('leave out a package that the configured suite around it runs', async () => {
    const files = { '/w/package.json': namesVitest, '/w/vitest.config.ts': 'export default {}', '/w/a/package.json': namesVitest };
    assert.deepEqual(await suites(files), ['/w vitest']);
  });

  it('leave out a root that only names the framework for its packages', async () => {
    const files = { '/w/package.json': namesVitest, '/w/a/package.json': namesVitest, '/w/b/package.json': namesVitest };
    assert.deepEqual(await suites(files), ['/w/a vitest', '/w/b vitest']);
  });

  it('are not looked for in what is built, installed or there for tests', async () => {
    const files = {
      '/w/a/package.json': namesVitest,
      '/w/dist/package.json': namesVitest,
      '/w/a/test/fixtures/x/package.json': namesVitest,
    };
    assert.deepEqual(await suites(files), ['/w/a vitest']);
  });

  it('are those that the user says', async () => {
    const files = { '/w/a/package.json': namesVitest, '/w/b/package.json': namesVitest, '/w/c/x.txt': '' };
    const settings: SuiteSettings = { b: { framework: 'none' }, c: { framework: 'pytest' } };
    assert.deepEqual(await suites(files, settings), ['/w/a vitest', '/w/c pytest']);
  });

  it('say what was looked for when there are none', async () => {
    assert.match((await suites({ '/w/package.json': '{}' }))[0] ?? '', /^Nothing between \/w and \/w names a test framework/);
  });
});
