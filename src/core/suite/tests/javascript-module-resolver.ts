import type ts from 'typescript';
import type { FileSystem } from '../../ports.ts';
import { basename, dirname, isInside, joinPath, nativePath, toPosix } from '../../paths.ts';
import { loadTypeScript } from '../load-typescript.ts';
import type { TestInventory } from './test-inventory.ts';

/**
 * Resolves as TypeScript does for bundlers and test runners: extensions and their twins (`./price.js` is `price.ts`), folders,
 * `paths` and `baseUrl` of the nearest tsconfig.json, `imports` and `exports` of package.json, and packages of the workspace by
 * their names. undefined: it leads out of the project.
 */
export async function createModuleResolver(
  root: string,
  inventory: TestInventory,
  fileSystem: FileSystem,
): Promise<(from: string, specifier: string) => string | undefined> {
  const typescript = await loadTypeScript();
  const texts = new Map<string, string>();
  for (const path of inventory.manifests) texts.set(toPosix(path), await fileSystem.readText(path));
  const files = new Set([...inventory.sources.map(toPosix), ...texts.keys()]);
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = dirname(file); !folders.has(folder) && folder !== dirname(folder); folder = dirname(folder)) folders.add(folder);
  }
  const host: ts.ModuleResolutionHost = {
    fileExists: (path) => files.has(path),
    readFile: (path) => texts.get(path),
    directoryExists: (path) => folders.has(path.replace(/\/$/, '')),
    realpath: (path) => path,
    getCurrentDirectory: () => toPosix(root),
  };
  const optionsOf = createOptions(typescript, host, texts);
  const packages = packagesIn(texts);

  return (from, specifier) => {
    const containing = toPosix(from);
    const plain = specifier.replace(/\?.*$/, '');
    const resolved = typescript.resolveModuleName(plain, containing, optionsOf(containing), host).resolvedModule?.resolvedFileName;
    const found = resolved ?? ofWorkspace(plain, packages, files);
    if (found === undefined || !files.has(found)) return undefined;
    const native = nativePath(found, root);
    return isInside(root, native) ? native : undefined;
  };
}

function createOptions(
  typescript: typeof ts,
  host: ts.ModuleResolutionHost,
  texts: ReadonlyMap<string, string>,
): (from: string) => ts.CompilerOptions {
  const known = new Map<string, ts.CompilerOptions>();
  const nearest = (from: string): string | undefined => {
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      const path = ['tsconfig.json', 'jsconfig.json'].map((name) => joinPath(folder, name)).find((each) => texts.has(each));
      if (path !== undefined) return path;
      if (folder === dirname(folder)) return undefined;
    }
  };
  const read = (path: string | undefined): ts.CompilerOptions => {
    const forced: ts.CompilerOptions = {
      moduleResolution: typescript.ModuleResolutionKind.Bundler,
      module: typescript.ModuleKind.ESNext,
      allowJs: true,
      resolveJsonModule: true,
      noDtsResolution: true,
      customConditions: ['source', 'development'],
    };
    if (path === undefined) return forced;
    const json: unknown = typescript.parseConfigFileTextToJson(path, texts.get(path) ?? '').config ?? {};
    // Only options are wanted: there are no files to list.
    const parsed = typescript.parseJsonConfigFileContent(
      json,
      {
        useCaseSensitiveFileNames: true,
        fileExists: (file) => host.fileExists(file),
        readFile: (file) => host.readFile(file),
        readDirectory: () => [],
      },
      dirname(path),
      undefined,
      path,
    );
    return { ...parsed.options, ...forced };
  };
  return (from) => {
    const path = nearest(from);
    const key = path ?? '';
    const options = known.get(key) ?? read(path);
    known.set(key, options);
    return options;
  };
}

/** Name of a package → its folder. */
function packagesIn(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [path, text] of texts) {
    if (basename(path) !== 'package.json') continue;
    const name = /"name"\s*:\s*"([^"]+)"/.exec(text)?.[1];
    if (name !== undefined) found.set(name, dirname(path));
  }
  return found;
}

const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** What a package of the workspace would export once it is built lies in its `src` or beside its manifest. */
function ofWorkspace(specifier: string, packages: ReadonlyMap<string, string>, files: ReadonlySet<string>): string | undefined {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const folder = packages.get(name);
  if (folder === undefined) return undefined;
  const below = specifier === name ? 'index' : specifier.slice(name.length + 1);
  for (const place of [joinPath(folder, 'src', below), joinPath(folder, below), joinPath(folder, 'lib', below)]) {
    const found = [place, ...endings.map((ending) => place + ending), ...endings.map((ending) => joinPath(place, `index${ending}`))].find(
      (path) => files.has(path),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
