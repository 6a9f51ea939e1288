import assert from 'node:assert/strict';
import { findReports } from '../../../../src/core/coverage/find-reports.ts';
import { createPathResolver } from '../../../../src/core/coverage/resolve-paths.ts';
import { createInMemoryFileSystem } from '../../../support/in-memory-file-system.ts';

async function resolve(files: readonly string[], path: string, report = '/ws/coverage/lcov.info', root = '/ws'): Promise<string> {
  const system = createInMemoryFileSystem(Object.fromEntries(files.map((file) => [file, ''])));
  const { sources } = await findReports(system, root, []);
  const answer = await createPathResolver(system, root, sources).resolve({ path, report });
  return answer.found ? answer.path : `${answer.code}: ${answer.reason}`;
}

describe('paths of reports', () => {
  it('takes an absolute path of this folder as it is', async () => {
    assert.equal(await resolve(['/ws/src/a.ts'], '/ws/src/a.ts'), '/ws/src/a.ts');
  });

  it('looks from the folder of the report upwards', async () => {
    const files = ['/ws/packages/one/src/a.ts', '/ws/src/a.ts'];
    assert.equal(await resolve(files, 'src/a.ts', '/ws/packages/one/coverage/lcov.info'), '/ws/packages/one/src/a.ts');
    assert.equal(await resolve(files, './src/../src/a.ts'), '/ws/src/a.ts');
  });

  it('finds the file of another checkout by the longest end that only one file shares', async () => {
    const files = ['/ws/one/src/a.ts', '/ws/two/src/a.ts'];
    assert.equal(await resolve(files, '/home/ci/build/two/src/a.ts'), '/ws/two/src/a.ts');
    assert.equal(await resolve(files, 'C:\\build\\one\\src\\a.ts'), '/ws/one/src/a.ts');
    assert.equal(await resolve(files, 'file:///ci/one/src/a.ts'), '/ws/one/src/a.ts');
  });

  it('asks rather than guesses between two', async () => {
    const answer = await resolve(['/ws/one/src/a.ts', '/ws/two/src/a.ts'], '/ci/src/a.ts');
    assert.equal(answer, 'path/ambiguous: /ci/src/a.ts may be any of 2 files: /ws/one/src/a.ts, /ws/two/src/a.ts.');
  });

  it('does not take a file for another one of the same name', async () => {
    assert.match(await resolve(['/ws/src/index.ts'], '/ci/other/lib/index.ts'), /^path\/unknown: .* another checkout/);
    assert.match(await resolve(['/ws/lib/old/a.ts'], '/ws/src/old/a.ts'), /does not exist any more/);
    assert.match(await resolve(['/ws/a.ts', '/outside/x.ts'], '/outside/x.ts'), /^path\/outside/);
    assert.match(await resolve(['/ws/a.ts', '/outside/a.ts'], '../../outside/a.ts'), /^path\/unknown/);
  });

  it('names of nothing lead nowhere', async () => {
    assert.match(await resolve(['/ws/a.ts'], ''), /^path\/unknown/);
    assert.match(await resolve(['/ws/a.ts'], 'a\0.ts'), /^path\/unknown/);
  });
});

describe('finding reports', () => {
  it('enters neither dependencies nor virtual environments, however they are named', async () => {
    const system = createInMemoryFileSystem({
      '/ws/coverage/lcov.info': '',
      '/ws/node_modules/x/lcov.info': '',
      '/ws/.git/lcov.info': '',
      '/ws/python/pyvenv.cfg': '',
      '/ws/python/lib/lcov.info': '',
      '/ws/.nyc/lcov.info': '',
      '/ws/src/a.ts': '',
    });
    const found = await findReports(system, '/ws', ['**/lcov.info']);
    assert.deepEqual(found.reports, ['/ws/.nyc/lcov.info', '/ws/coverage/lcov.info']);
    assert.deepEqual(found.sources, ['/ws/src/a.ts']);
  });

  it('stops when it is told to', async () => {
    await assert.rejects(findReports(createInMemoryFileSystem(), '/ws', [], AbortSignal.abort()), { name: 'AbortError' });
  });
});
