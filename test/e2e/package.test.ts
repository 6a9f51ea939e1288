import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, posix } from 'node:path';
import typescript from 'typescript';
import { bundles } from '../../.tools/bundles.ts';
import { bundledFolders, isAllowed, readPackage, titleOf } from '../../.tools/third-party-notices.ts';
import { runNpm } from '../support/npm-command.ts';
import { readZip, type ZipEntry } from '../support/zip.ts';

const root = join(import.meta.dirname, '../..');
const megabyte = 1024 * 1024;

interface Manifest {
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly version: string;
  readonly icon?: string;
  readonly contributes: { readonly grammars: readonly { readonly path: string }[] };
}

describe('the package', function () {
  this.timeout(120_000);
  let scratch = '';
  let bytes: Buffer;
  let entries: readonly ZipEntry[] = [];
  let manifest: Manifest;

  /** What runs inside or around the test runners of projects, as it is built. */
  const suiteScripts = [
    ...bundles.flatMap(({ entryPoints, outfile = '' }) =>
      Array.isArray(entryPoints) && entryPoints.some((entry) => typeof entry === 'string' && entry.includes(join('node', 'suite')))
        ? [`dist/${basename(outfile)}`]
        : [],
    ),
    ...readdirSync(join(root, 'src/node/suite')).flatMap((name) => (name.endsWith('.py') ? [`dist/${name}`] : [])),
  ];

  const find = (name: string): ZipEntry | undefined => entries.find((entry) => entry.name === posix.join('extension', name));

  before(() => {
    scratch = mkdtempSync(join(tmpdir(), 'branchlight-package-'));
    const file = join(scratch, 'branchlight.vsix');
    execFileSync(process.execPath, ['.tools/package.ts', '--no-build', '--out', file], { cwd: root, stdio: 'pipe' });
    bytes = readFileSync(file);
    entries = readZip(bytes);
    const packed = find('package.json');
    assert.ok(packed, 'the package has no package.json');
    manifest = JSON.parse(packed.read().toString('utf8')) as Manifest;
  });

  after(() => rmSync(scratch, { recursive: true, force: true }));

  it('holds what ships and nothing else', () => {
    const allowed = [
      /^\[Content_Types\]\.xml$/,
      /^extension\.vsixmanifest$/,
      /^extension\/(package\.json|readme\.md|changelog\.md|LICENSE(\.txt)?)$/i,
      /^extension\/dist\/(extension|language-client|server|explorer-worker|guard|typescript)\.cjs$/,
      /^extension\/dist\/(cli\.js|lib(\.[a-z0-9.]+)?\.d\.ts|[a-z-]+\.wasm|(guard|judge)\.py)$/,
      /^extension\/dist\/THIRD-PARTY-NOTICES\.txt$/,
      /^extension\/media\/([a-z-]+\/)?[a-z0-9-]+\.(svg|png|md)$/,
      /^extension\/syntaxes\/[a-z-]+\.tmLanguage\.json$/,
    ];
    const strangers = entries
      .map((entry) => entry.name)
      .filter((name) => !allowed.some((pattern) => pattern.test(name)) && !suiteScripts.includes(name.slice('extension/'.length)));
    assert.deepEqual(strangers, []);
  });

  it('is made of the packages in `dependencies`, all of them and no others', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const imported = sources
      .flatMap((name) => typescript.preProcessFile(readFileSync(join(root, 'src', name), 'utf8')).importedFiles)
      .flatMap(({ fileName }) => /^(?!node:|\.|vscode$)(?:@[^/]+\/)?[^/]+/.exec(fileName)?.[0] ?? []);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly dependencies: object };
    assert.deepEqual([...new Set(imported)].sort(), Object.keys(dependencies).sort());
  });

  it('gives notice of every package that is bundled, under licences that may be shipped', async () => {
    const notices = find('dist/THIRD-PARTY-NOTICES.txt')?.read().toString('utf8') ?? '';
    const built = await Promise.all(bundles.map((options) => build({ ...options, write: false })));
    const folders = new Set([
      ...built.flatMap(({ metafile }) => (metafile === undefined ? [] : bundledFolders(metafile))),
      'node_modules/@vscode/tree-sitter-wasm',
    ]);
    const packages = await Promise.all([...folders].map((folder) => readPackage(join(root, folder))));
    assert.ok(packages.length > 20, `only ${packages.length} packages were found in the bundles`);
    for (const one of packages) {
      assert.ok(isAllowed(one.licence), `${one.name} is under ${one.licence}`);
      assert.ok(notices.includes(`\n${titleOf(one)}\n`), `${titleOf(one)} has no notice`);
      for (const text of one.texts) assert.ok(notices.includes(text), `a licence text of ${one.name} is missing`);
    }
  });

  it('holds everything that its parts load at run time', () => {
    const needed = [
      manifest.main,
      ...Object.values(manifest.bin),
      ...manifest.contributes.grammars.map((grammar) => grammar.path),
      ...(manifest.icon === undefined ? [] : [manifest.icon]),
      'dist/server.cjs',
      'dist/explorer-worker.cjs',
      'dist/guard.cjs',
      'dist/guard.py',
      'dist/judge.py',
      'dist/language-client.cjs',
      ...suiteScripts,
      'dist/typescript.cjs',
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/lib.es2023.d.ts',
      'dist/tree-sitter.wasm',
      ...['python', 'go', 'rust', 'java'].map((language) => `dist/tree-sitter-${language}.wasm`),
    ];
    assert.deepEqual(
      needed.filter((name) => find(name) === undefined),
      [],
    );
  });

  it('ships every picture that the README shows, and no picture that nothing shows', () => {
    const readme = find('readme.md')?.read().toString('utf8') ?? '';
    const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, target]) => target ?? '');
    const screenshots = entries.filter((entry) => entry.name.startsWith('extension/media/screenshots/')).map((entry) => entry.name);
    assert.deepEqual(
      pictures.filter((picture) => !picture.startsWith('https://') && find(picture) === undefined),
      [],
    );
    assert.deepEqual(
      screenshots.filter((name) => !pictures.includes(name.slice('extension/'.length))),
      [],
    );
  });

  it('carries the version of the sources', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
    assert.equal(manifest.version, version);
  });

  it('gives the command line to npm, too', async () => {
    const answer: string[] = [];
    await runNpm(['pack', '--dry-run', '--json', '--loglevel', 'error'], root, (line) => answer.push(line));
    const [packed] = JSON.parse(answer.join('\n')) as readonly { readonly files: readonly { readonly path: string }[] }[];
    const names = packed?.files.map((file) => file.path) ?? [];
    assert.ok(names.includes('dist/cli.js'), names.join('\n'));
    assert.deepEqual(
      names.filter((name) => !/^(dist\/|package\.json$|README\.md$|LICENSE$)/.test(name)),
      [],
    );
  });

  it('stays small', () => {
    const client = find(manifest.main)?.size ?? Infinity;
    assert.ok(bytes.length < 8 * megabyte, `the package has ${(bytes.length / megabyte).toFixed(1)} MB`);
    assert.ok(client < megabyte, `what activation loads has ${(client / megabyte).toFixed(2)} MB`);
  });
});
