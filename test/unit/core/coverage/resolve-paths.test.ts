import assert from 'node:assert/strict';
import { findReports } from '../../../../src/core/coverage/find-reports.ts';
import { readGoModules } from '../../../../src/core/coverage/go-modules.ts';
import { createPathResolver } from '../../../../src/core/coverage/resolve-paths.ts';
import { createInMemoryFileSystem } from '../../../support/in-memory-file-system.ts';

interface Asked {
  readonly report?: string;
  readonly root?: string;
  readonly roots?: readonly string[];
  readonly module?: string;
  readonly mappings?: Readonly<Record<string, string>>;
  readonly goMods?: Readonly<Record<string, string>>;
}

async function resolve(files: readonly string[], path: string, asked: Asked = {}): Promise<string> {
  const { report = '/ws/coverage/lcov.info', root = '/ws', roots = [], module, mappings = {}, goMods = {} } = asked;
  const system = createInMemoryFileSystem({ ...Object.fromEntries(files.map((file) => [file, ''])), ...goMods });
  const found = await findReports(system, root, []);
  const goModules = await readGoModules(system, found.goMods);
  const resolver = createPathResolver(system, { root, sources: found.sources, goModules, mappings });
  const answer = await resolver.resolve({ path, report, roots, module });
  return answer.found ? answer.path : `${answer.code}: ${answer.reason}`;
}

describe('paths of reports', () => {
  it('takes an absolute path of this folder as it is', async () => {
    assert.equal(await resolve(['/ws/src/a.ts'], '/ws/src/a.ts'), '/ws/src/a.ts');
  });

  it('looks from the folder of the report upwards', async () => {
    const files = ['/ws/packages/one/src/a.ts', '/ws/src/a.ts'];
    assert.equal(await resolve(files, 'src/a.ts', { report: '/ws/packages/one/coverage/lcov.info' }), '/ws/packages/one/src/a.ts');
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
    assert.equal(
      answer,
      'path/ambiguous: /ci/src/a.ts may be any of 2 files: /ws/one/src/a.ts, /ws/two/src/a.ts. The setting `branchlight.pathMappings` can say which folder is meant.',
    );
  });

  it('does not take a file for another one of the same name', async () => {
    assert.match(await resolve(['/ws/src/index.ts'], '/ci/other/lib/index.ts'), /^path\/unknown: .* another checkout/);
    assert.match(await resolve(['/ws/lib/old/a.ts'], '/ws/src/old/a.ts'), /does not exist any more/);
    assert.match(await resolve(['/ws/a.ts', '/outside/x.ts'], '/outside/x.ts'), /^path\/outside/);
    assert.match(await resolve(['/ws/a.ts', '/outside/a.ts'], '../../outside/a.ts'), /^path\/unknown/);
  });

  it('starts from the roots that the report names, and does not choose between two', async () => {
    const files = ['/ws/api/src/a.py', '/ws/web/src/a.py', '/ws/web/src/b.py'];
    assert.equal(await resolve(files, 'src/a.py', { roots: ['/ws/api'] }), '/ws/api/src/a.py');
    assert.equal(await resolve(files, 'src/b.py', { roots: ['/ws/api', '/ws/web'] }), '/ws/web/src/b.py');
    assert.match(
      await resolve(files, 'src/a.py', { roots: ['/ws/api', '/ws/web'] }),
      /^path\/ambiguous: src\/a\.py exists below several roots/,
    );
    assert.equal(await resolve(files, 'src/a.py', { roots: ['/home/ci/build/web'] }), '/ws/web/src/a.py');
    assert.equal(await resolve(files, 'a.py', { roots: ['web/src', '', '--dummy'] }), '/ws/web/src/a.py');
  });

  it('reads the packages of Java and Kotlin, also where the folders of the common package are left out', async () => {
    const files = [
      '/ws/app/src/main/java/com/shop/Cart.java',
      '/ws/lib/src/main/java/com/shop/Cart.java',
      '/ws/app/src/main/kotlin/Tax.kt',
    ];
    assert.equal(await resolve(files, 'com/shop/Cart.java', { module: 'lib' }), '/ws/lib/src/main/java/com/shop/Cart.java');
    assert.match(await resolve(files, 'com/shop/Cart.java'), /^path\/ambiguous/);
    assert.equal(await resolve(files, 'com/shop/Tax.kt'), '/ws/app/src/main/kotlin/Tax.kt');
  });

  it('finds a Go file by the innermost module that its import path names', async () => {
    const files = ['/ws/server/cart/cart.go', '/ws/server/tools/cart/cart.go', '/ws/other/cart/cart.go'];
    const goMods = {
      '/ws/server/go.mod': 'module example.com/shop/v2\n\ngo 1.22\n',
      '/ws/server/tools/go.mod': '// tools\nmodule "example.com/shop/v2/tools"\n',
    };
    assert.equal(await resolve(files, 'example.com/shop/v2/cart/cart.go', { goMods }), '/ws/server/cart/cart.go');
    assert.equal(await resolve(files, 'example.com/shop/v2/tools/cart/cart.go', { goMods }), '/ws/server/tools/cart/cart.go');
  });

  it('follows what the user maps', async () => {
    const files = ['/ws/services/app/src/a.ts', '/ws/old/src/a.ts'];
    assert.equal(await resolve(files, '/builds/x/src/a.ts', { mappings: { '/builds/x': 'services/app' } }), '/ws/services/app/src/a.ts');
    const both = { '/builds': 'old', '/builds/x/': 'services/app' };
    assert.equal(await resolve(files, '/builds/x/src/a.ts', { mappings: both }), '/ws/services/app/src/a.ts');
    assert.equal(await resolve(files, 'D:\\b\\src\\a.ts', { mappings: { 'D:\\b': '/ws/old' } }), '/ws/old/src/a.ts');
  });

  it('understands URLs, other drives and reproducible builds', async () => {
    const files = ['/ws/src/a b.ts', '/ws/src/c.cs'];
    assert.equal(await resolve(files, 'webpack://shop/./src/a%20b.ts?1f3c'), '/ws/src/a b.ts');
    assert.equal(await resolve(files, 'webpack:///src/a b.ts'), '/ws/src/a b.ts');
    assert.equal(await resolve(files, 'http://localhost:5173/src/a%20b.ts?t=1'), '/ws/src/a b.ts');
    assert.equal(await resolve(files, '/_/src/c.cs'), '/ws/src/c.cs');
    assert.equal(await resolve(files, '\\\\wsl$\\Debian\\ws\\src\\c.cs'), '/ws/src/c.cs');
    assert.equal(await resolve(['/mnt/c/ws/a.ts'], 'C:\\ws\\a.ts', { root: '/mnt/c/ws', report: '/mnt/c/ws/x' }), '/mnt/c/ws/a.ts');
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
