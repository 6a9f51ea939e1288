import type ts from 'typescript';
import type { FileSystem } from '../../../ports.ts';
import type { Habits } from '../../framework.ts';
import { extension, foldersUp, joinPath } from '../../../paths.ts';
import type { VitestConfig } from './read-vitest-config.ts';

/** How many files are read to see how the project writes. */
const sampleSize = 12;
const skipped = new Set(['node_modules', 'dist', 'build', 'coverage', 'out', '.git']);

/** Looks at a few of the project's own files: tests first, then sources. */
export async function readHabits(
  root: string,
  workspaceRoot: string,
  config: VitestConfig,
  fileSystem: FileSystem,
  typescript: typeof ts,
): Promise<Habits> {
  const top = new Set((await fileSystem.list(root)).filter((entry) => entry.kind === 'directory').map((entry) => entry.name));
  const tests = ['tests', 'test', '__tests__'].find((name) => top.has(name));
  const files = await sample(root, tests, fileSystem);
  const style = { source: 0, js: 0, none: 0, single: 0, double: 0, semicolons: 0, bare: 0, it: 0, test: 0 };
  for (const path of files.slice(0, sampleSize)) {
    const text = await fileSystem.readText(path);
    countStyle(typescript, text, style);
    if (isTest(path)) countCalls(typescript, path, text, style);
  }
  return {
    testFolder: joinPath(root, tests ?? 'tests', 'generated'),
    testWord: wordOf(files),
    include: config.include,
    importExtension: await importExtension(style, root, fileSystem, typescript),
    quote: style.double > style.single ? '"' : "'",
    semicolons: style.bare <= style.semicolons,
    testFunction: style.test > style.it ? 'test' : 'it',
    sourceRoots: [],
    caches: await cacheFolders(root, workspaceRoot, fileSystem),
  };
}

function wordOf(files: readonly string[]): 'test' | 'spec' {
  const specs = files.filter((path) => /\.spec\.[cm]?[jt]sx?$/.test(path)).length;
  const tests = files.filter((path) => /\.test\.[cm]?[jt]sx?$/.test(path)).length;
  return specs > tests ? 'spec' : 'test';
}

/** Test files before sources, breadth first, never more folders than a project can have levels. */
async function sample(root: string, tests: string | undefined, fileSystem: FileSystem): Promise<readonly string[]> {
  const found: string[] = [];
  const queue = [...(tests === undefined ? [] : [joinPath(root, tests)]), joinPath(root, 'src'), root];
  for (let visited = 0; visited < 40 && queue.length > 0 && found.length < 4 * sampleSize; visited += 1) {
    const folder = queue.shift() ?? root;
    for (const entry of await fileSystem.list(folder)) {
      const path = joinPath(folder, entry.name);
      if (entry.kind === 'directory' && !skipped.has(entry.name) && folder !== root) queue.push(path);
      else if (entry.kind === 'file' && /^\.[cm]?[jt]sx?$/.test(extension(path)) && !found.includes(path)) found.push(path);
    }
  }
  return found;
}

interface StyleCount {
  source: number;
  js: number;
  none: number;
  single: number;
  double: number;
  semicolons: number;
  bare: number;
  it: number;
  test: number;
}

function countStyle(typescript: typeof ts, text: string, style: StyleCount): void {
  for (const imported of typescript.preProcessFile(text, true, true).importedFiles) {
    const quoteAt = text[imported.pos] === '"' || text[imported.pos] === "'" ? imported.pos : imported.pos - 1;
    if (text[quoteAt] === '"') style.double += 1;
    else if (text[quoteAt] === "'") style.single += 1;
    const next = text[quoteAt + imported.fileName.length + 2];
    if (next === ';') style.semicolons += 1;
    else if (next === '\n' || next === '\r') style.bare += 1;
    if (!imported.fileName.startsWith('.')) continue;
    const ending = extension(imported.fileName);
    if (/^\.[cm]?tsx?$/.test(ending)) style.source += 1;
    else if (/^\.[cm]?jsx?$/.test(ending)) style.js += 1;
    else if (ending === '' || !/^\.(json|css|svg|vue|svelte)$/.test(ending)) style.none += 1;
  }
}

function isTest(path: string): boolean {
  return /\.(test|spec)\.[cm]?[jt]sx?$/.test(path);
}

/** `it(…)`, `it.each(…)(…)`, and the same of `test`. */
function countCalls(typescript: typeof ts, path: string, text: string, style: StyleCount): void {
  const visit = (node: ts.Node): void => {
    if (typescript.isCallExpression(node)) {
      let called: ts.Expression = node.expression;
      while (typescript.isPropertyAccessExpression(called)) called = called.expression;
      if (typescript.isIdentifier(called) && (called.text === 'it' || called.text === 'test')) style[called.text] += 1;
    }
    typescript.forEachChild(node, visit);
  };
  visit(typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest));
}

async function importExtension(
  style: StyleCount,
  root: string,
  fileSystem: FileSystem,
  typescript: typeof ts,
): Promise<Habits['importExtension']> {
  const most = Math.max(style.source, style.js, style.none);
  if (most > 0) return style.source === most ? 'source' : style.js === most ? 'js' : 'none';
  const path = joinPath(root, 'tsconfig.json');
  if ((await fileSystem.stat(path)) === undefined) return 'source';
  const parsed: unknown = typescript.parseConfigFileTextToJson(path, await fileSystem.readText(path)).config;
  const options: Readonly<Record<string, unknown>> =
    (parsed as { compilerOptions?: Record<string, unknown> } | undefined)?.compilerOptions ?? {};
  if (options['allowImportingTsExtensions'] === true || options['rewriteRelativeImportExtensions'] === true) return 'source';
  const resolution = options['moduleResolution'] ?? options['module'];
  return typeof resolution === 'string' && /^node(16|18|20|next)$/i.test(resolution) ? 'js' : 'none';
}

/** Where Vite and Vitest keep caches: in the nearest `node_modules`. */
async function cacheFolders(root: string, workspaceRoot: string, fileSystem: FileSystem): Promise<readonly string[]> {
  for (const folder of [...foldersUp(root, workspaceRoot), ...foldersUp(workspaceRoot, '/')]) {
    const modules = joinPath(folder, 'node_modules');
    if ((await fileSystem.stat(modules))?.kind === 'directory')
      return ['.vite', '.vite-temp', '.vitest'].map((name) => joinPath(modules, name));
  }
  return [];
}
