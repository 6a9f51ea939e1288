/* oxlint-disable no-underscore-dangle -- Node's own names of the CommonJS loader's parts */
import { existsSync, readFileSync, statSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import ts from 'typescript';
import { instrument } from './instrument.ts';

const sourceExtensions: readonly string[] = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const assetExtensions: readonly string[] = [
  '.css',
  '.scss',
  '.sass',
  '.less',
  '.styl',
  '.svg',
  '.png',
  '.jpg',
  '.jpeg',
  '.gif',
  '.webp',
  '.avif',
  '.ico',
  '.woff',
  '.woff2',
  '.html',
  '.md',
  '.txt',
  '.graphql',
  '.wasm',
];

/** Loads the project's modules as CommonJS, whatever they are written in. */
export interface ModuleLoader {
  /** Exports of a file. Throws what the module throws. */
  load(file: string): unknown;
  /** Forgets every module of the project, so that the next load starts with fresh state. */
  reset(): void;
  /** Source of `file` to run instead of its text; undefined goes back to the text. */
  replace(file: string, text: string | undefined): void;
  /** Stands for the loaded exports of the file under test when other code is asked for its class. */
  readonly loadedFiles: () => readonly string[];
}

interface CompilingModule extends NodeModule {
  _compile(code: string, file: string): void;
}

interface ModuleInternals {
  _extensions: Record<string, (module: CompilingModule, file: string) => void>;
  _resolveFilename(request: string, parent: NodeModule | undefined, isMain: boolean, options?: unknown): string;
  _cache: Record<string, NodeModule | undefined>;
}

/** Takes over how this process requires project files. `options` are the project's compiler options. */
export function installModuleLoader(projectRoot: string, options: ts.CompilerOptions): ModuleLoader {
  const internals = Module as unknown as ModuleInternals;
  const originalResolve = internals._resolveFilename.bind(Module);
  const originalJs = internals._extensions['.js'];
  const requireFromRoot = createRequire(join(projectRoot, 'package.json'));
  const replaced = new Map<string, string>();
  const transpiled = new Map<string, string>();
  /** Replacement texts and what they transpile to. */
  const variants = new Map<string, string>();
  const loaded = new Set<string>();

  const compile = (module: CompilingModule, file: string): void => {
    loaded.add(file);
    let code = transpiled.get(file);
    if (code === undefined) {
      const ready = replaced.get(file);
      code = ready === undefined ? transpile(file, boundLoops(file, readFileSync(file, 'utf8')), options) : variants.get(ready);
      code ??= transpile(file, ready ?? '', options);
      if (ready !== undefined) variants.set(ready, code);
      transpiled.set(file, code);
    }
    module._compile(code, file);
  };
  const isOurs = (file: string): boolean =>
    !file.slice(projectRoot.length).includes(`${sep}node_modules${sep}`) && file.startsWith(projectRoot + sep);
  for (const extension of sourceExtensions) {
    const original = internals._extensions[extension] ?? originalJs;
    internals._extensions[extension] = (module, file) => {
      if (isOurs(file) || extension.startsWith('.ts') || extension.endsWith('ts')) compile(module, file);
      else original?.(module, file);
    };
  }
  for (const extension of assetExtensions) {
    internals._extensions[extension] = (module, file) => {
      module.exports = { __esModule: true, default: extension.includes('css') ? {} : file };
    };
  }
  internals._resolveFilename = (request, parent, isMain, resolveOptions) => {
    const clean = request.replace(/\?[a-z&=]+$/, '');
    try {
      return originalResolve(clean, parent, isMain, resolveOptions);
    } catch (error) {
      const found = resolveLikeBundlers(clean, parent?.filename ?? join(projectRoot, 'index.js'), options);
      if (found !== undefined) return found;
      throw error;
    }
  };
  return {
    load: (file) => requireFromRoot(file) as unknown,
    reset: () => {
      for (const file of loaded) delete internals._cache[file];
    },
    replace: (file, text) => {
      transpiled.delete(file);
      if (text === undefined) replaced.delete(file);
      else replaced.set(file, text);
    },
    loadedFiles: () => [...loaded],
  };
}

function boundLoops(file: string, text: string): string {
  return instrument(ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true), {});
}

/** One file to CommonJS. Type errors do not matter here; the result may still fail to parse when the source does. */
export function transpile(file: string, text: string, options: ts.CompilerOptions): string {
  const kept: ts.CompilerOptions = {};
  for (const name of [
    'experimentalDecorators',
    'emitDecoratorMetadata',
    'useDefineForClassFields',
    'jsx',
    'jsxFactory',
    'jsxFragmentFactory',
    'jsxImportSource',
  ] as const) {
    const value = options[name];
    if (value !== undefined) Object.assign(kept, { [name]: value });
  }
  if (kept.jsx === undefined || kept.jsx === ts.JsxEmit.Preserve || kept.jsx === ts.JsxEmit.ReactNative) kept.jsx = ts.JsxEmit.ReactJSX;
  return ts.transpileModule(text, {
    fileName: file
      .replace(/\.mts$/, '.ts')
      .replace(/\.cts$/, '.ts')
      .replace(/\.mjs$/, '.js')
      .replace(/\.cjs$/, '.js'),
    compilerOptions: {
      ...kept,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      isolatedModules: true,
      sourceMap: false,
      inlineSourceMap: false,
      allowJs: true,
      removeComments: false,
    },
  }).outputText;
}

const guesses: readonly string[] = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.jsx',
  '/index.mjs',
];
const jsToTs: readonly (readonly [string, readonly string[]])[] = [
  ['.js', ['.ts', '.tsx']],
  ['.jsx', ['.tsx']],
  ['.mjs', ['.mts']],
  ['.cjs', ['.cts']],
];

/** What bundlers accept and Node does not: no extension, `.js` for `.ts`, tsconfig paths, packages that only offer `import`. */
function resolveLikeBundlers(request: string, from: string, options: ts.CompilerOptions): string | undefined {
  if (request.startsWith('node:')) return undefined;
  if (request.startsWith('.') || request.startsWith('/')) return firstFile(resolve(dirname(from), request));
  for (const candidate of mappedPaths(request, options)) {
    const file = firstFile(candidate);
    if (file !== undefined) return file;
  }
  return packageEntry(request, dirname(from));
}

function firstFile(path: string): string | undefined {
  for (const guess of guesses) if (isFile(path + guess)) return path + guess;
  for (const [js, typed] of jsToTs) {
    if (!path.endsWith(js)) continue;
    for (const extension of typed) if (isFile(path.slice(0, -js.length) + extension)) return path.slice(0, -js.length) + extension;
  }
  return undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function mappedPaths(request: string, options: ts.CompilerOptions): string[] {
  const base = options.baseUrl ?? (typeof options['pathsBasePath'] === 'string' ? options['pathsBasePath'] : undefined);
  if (base === undefined) return [];
  const candidates: string[] = [];
  for (const [pattern, targets] of Object.entries(options.paths ?? {})) {
    const [before = '', after] = pattern.split('*');
    if (after === undefined ? request !== pattern : !(request.startsWith(before) && request.endsWith(after))) continue;
    const middle = after === undefined ? '' : request.slice(before.length, request.length - after.length);
    for (const target of targets) candidates.push(resolve(base, target.replace('*', middle)));
  }
  if (options.baseUrl !== undefined) candidates.push(resolve(options.baseUrl, request));
  return candidates;
}

/** Entry of a package for the conditions `import`, `module`, `node` and `default`. */
function packageEntry(request: string, from: string): string | undefined {
  const parts = request.split('/');
  const name = parts.slice(0, request.startsWith('@') ? 2 : 1).join('/');
  const rest = parts.slice(request.startsWith('@') ? 2 : 1).join('/');
  for (let directory = from; ; directory = dirname(directory)) {
    const root = join(directory, 'node_modules', name);
    const manifest = join(root, 'package.json');
    if (existsSync(manifest)) {
      const data = JSON.parse(readFileSync(manifest, 'utf8')) as { exports?: unknown; module?: string; main?: string };
      const subpath = rest === '' ? '.' : `./${rest}`;
      const exported = data.exports === undefined ? undefined : conditional(bySubpath(data.exports, subpath));
      const target = exported ?? (rest === '' ? (data.module ?? data.main ?? 'index.js') : rest);
      return firstFile(join(root, target));
    }
    if (dirname(directory) === directory) return undefined;
  }
}

function bySubpath(exported: unknown, subpath: string): unknown {
  if (typeof exported !== 'object' || exported === null || Array.isArray(exported)) return subpath === '.' ? exported : undefined;
  const map = exported as Record<string, unknown>;
  return Object.keys(map).some((key) => key.startsWith('.')) ? map[subpath] : subpath === '.' ? map : undefined;
}

function conditional(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target)) return target.map(conditional).find((each) => each !== undefined);
  if (typeof target !== 'object' || target === null) return undefined;
  for (const [condition, next] of Object.entries(target)) {
    if (!['node', 'import', 'module', 'require', 'default'].includes(condition)) continue;
    const found = conditional(next);
    if (found !== undefined) return found;
  }
  return undefined;
}
