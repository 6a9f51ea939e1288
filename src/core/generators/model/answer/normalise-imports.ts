import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import type { FileSystem } from '../../../ports.ts';
import type { GenerationRequest, ImportSpec, TestSource } from '../../generator.ts';

/** What the rule-based repair of imports must know of the unit under test. */
export interface UnitExports {
  /** Names that it exports. */
  readonly exported: ReadonlySet<string>;
  /** Names that a test refers to, and those that it declares itself. */
  readonly namesOf: (test: TestSource) => { readonly used: readonly string[]; readonly declared: ReadonlySet<string> };
}

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/**
 * Repairs imports by rule before anybody is asked again: imports of the unit get the specifier of the request (models copy
 * relative paths from the source or leave out the extension), other relative imports that lead nowhere are tried from the
 * unit's folder, names of the unit that are used but not imported are added. Specs of the same module are merged.
 */
export async function normaliseImports(
  test: TestSource,
  request: GenerationRequest,
  unit: UnitExports,
  fileSystem: FileSystem,
): Promise<TestSource> {
  const repaired: ImportSpec[] = [];
  for (const spec of test.imports) repaired.push({ ...spec, from: await repairedSpecifier(spec, request, unit, fileSystem) });
  const { used, declared } = unit.namesOf(test);
  const imported = new Set(repaired.flatMap((spec) => spec.names.map(({ name, alias }) => alias ?? name)));
  const missing = [...new Set(used)].filter((name) => unit.exported.has(name) && !declared.has(name) && !imported.has(name));
  if (missing.length > 0) repaired.push({ from: request.importSpecifier, names: missing.map((name) => ({ name })) });
  return { ...test, imports: merged(repaired) };
}

async function repairedSpecifier(spec: ImportSpec, request: GenerationRequest, unit: UnitExports, fileSystem: FileSystem): Promise<string> {
  const { from } = spec;
  if (from === request.importSpecifier) return from;
  return request.project.language === 'python' ? repairedModule(spec, request, unit) : repairedPath(spec, request, unit, fileSystem);
}

/** `price`, `src.shop.price` or `.price` for the unit `shop.price`, when a name that it exports is wanted from it. */
function repairedModule({ from, names }: ImportSpec, request: GenerationRequest, unit: UnitExports): string {
  const module = request.importSpecifier;
  const last = (text: string): string | undefined => text.split('.').at(-1);
  const sameEnd = from !== '' && last(from) === last(module);
  const near = from.startsWith('.') || module.endsWith(`.${from}`) || from.endsWith(`.${module}`);
  return sameEnd && near && names.some(({ name }) => name === '*' || unit.exported.has(name)) ? module : from;
}

async function repairedPath(
  { from, names }: ImportSpec,
  request: GenerationRequest,
  unit: UnitExports,
  fileSystem: FileSystem,
): Promise<string> {
  const tests = dirname(request.testFile);
  const isRelative = from.startsWith('.');
  const meant = isRelative ? resolve(tests, from) : undefined;
  if (meant !== undefined && withoutExtension(meant) === withoutExtension(request.file)) return request.importSpecifier;
  if (meant !== undefined && (await exists(meant, fileSystem))) return from;
  if (isRelative) {
    const fromSource = resolve(dirname(request.file), from);
    if (withoutExtension(fromSource) === withoutExtension(request.file)) return request.importSpecifier;
    if (await exists(fromSource, fileSystem)) return specifierTo(tests, fromSource);
  }
  // A path that leads nowhere, or an alias that was not given, with the unit's own name and names can only mean the unit.
  const named = withoutExtension(basename(from)) === withoutExtension(basename(request.file));
  const known = names.every(({ name }) => name === '*' || name === 'default' || unit.exported.has(name));
  return named && known && (isRelative || /^(src|lib|app|@|~)?\//.test(from)) ? request.importSpecifier : from;
}

async function exists(path: string, fileSystem: FileSystem): Promise<boolean> {
  const stem = withoutExtension(path);
  const tries = [path, ...extensions.map((extension) => `${stem}${extension}`), ...extensions.map((extension) => `${path}${extension}`)];
  for (const candidate of [...tries, ...extensions.map((extension) => join(path, `index${extension}`))]) {
    if ((await fileSystem.stat(candidate))?.kind === 'file') return true;
  }
  return false;
}

function withoutExtension(path: string): string {
  const extension = extname(path);
  return extensions.includes(extension) ? path.slice(0, -extension.length) : path;
}

function specifierTo(folder: string, path: string): string {
  const text = relative(folder, path).split(sep).join('/');
  return text.startsWith('.') ? text : `./${text}`;
}

function merged(specs: readonly ImportSpec[]): ImportSpec[] {
  const byModule = new Map<string, Map<string, ImportSpec['names'][number]>>();
  for (const spec of specs) {
    const names = byModule.get(spec.from) ?? new Map<string, ImportSpec['names'][number]>();
    for (const entry of spec.names) {
      const key = JSON.stringify([entry.name, entry.alias]);
      // What is imported as a value is there as a type, too.
      if (entry.typeOnly !== true || !names.has(key)) names.set(key, entry);
    }
    byModule.set(spec.from, names);
  }
  return [...byModule].map(([from, names]) => ({
    from,
    names: [...names.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
  }));
}
