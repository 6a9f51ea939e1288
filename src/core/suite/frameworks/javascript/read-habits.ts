import type ts from 'typescript';
import type { FileSystem } from '../../../ports.ts';
import type { Habits } from '../../framework.ts';
import { extension, joinPath } from '../../../paths.ts';
import { readAssertionStyle } from './read-assertion-style.ts';
import { isNamedTest } from './source-files.ts';

/** How many files are read to see how the project writes. */
const sampleSize = 12;
/** How many folders are looked into for them. */
const visitedAtMost = 60;
const skipped = new Set(['node_modules', 'dist', 'build', 'coverage', 'out']);

/** What a framework knows of its own files. */
export interface OwnHabits {
  /** Globs that a test file must match, relative to the root; empty: the framework's default. */
  readonly include: readonly string[];
  /** Absolute cache folders of the runner. */
  readonly caches: readonly string[];
  /** Which files are tests; absent: those named `.test` and `.spec`. */
  readonly isTest?: (path: string) => boolean;
}

/** Conventions of a project as a few of its own files show them, with the texts of the tests among these. */
export interface ReadHabits {
  readonly habits: Habits;
  readonly testTexts: readonly string[];
}

/** Looks at a few of the project's own files: tests first, then sources. */
export async function readHabits(root: string, fileSystem: FileSystem, typescript: typeof ts, own: OwnHabits): Promise<ReadHabits> {
  const isTest = own.isTest ?? isNamedTest;
  const top = new Set((await fileSystem.list(root)).filter((entry) => entry.kind === 'directory').map((entry) => entry.name));
  const tests = ['tests', 'test', '__tests__', 'spec'].find((name) => top.has(name));
  const files = await sample(root, tests, fileSystem, isTest);
  const style = emptyCounts();
  const testTexts: string[] = [];
  for (const path of files.slice(0, sampleSize)) {
    const text = await fileSystem.readText(path);
    countImports(typescript, text, style);
    if (!isTest(path)) continue;
    testTexts.push(text);
    countTest(typescript, path, text, style);
  }
  const assertions = readAssertionStyle(typescript, testTexts);
  const habits: Habits = {
    testFolder: joinPath(root, tests ?? 'tests', 'generated'),
    testWord: wordOf(files),
    include: own.include,
    importExtension: await importExtension(style, root, fileSystem, typescript),
    quote: style.double > style.single ? '"' : "'",
    semicolons: style.bare <= style.semicolons,
    testFunction: style.test > style.it ? 'test' : 'it',
    ...(style.suite > style.describe ? { groupFunction: 'suite' } : {}),
    ...(style.required > style.imported ? { modules: 'commonjs' } : {}),
    ...(assertions === undefined ? {} : { assertions }),
    sourceRoots: [],
    caches: own.caches,
  };
  return { habits, testTexts };
}

function wordOf(files: readonly string[]): 'test' | 'spec' {
  const specs = files.filter((path) => /\.spec\.[cm]?[jt]sx?$/.test(path)).length;
  const tests = files.filter((path) => /\.test\.[cm]?[jt]sx?$/.test(path)).length;
  return specs > tests ? 'spec' : 'test';
}

/** Test files before sources; folders that hold them first, then breadth first, never more than a project can have. */
async function sample(
  root: string,
  tests: string | undefined,
  fileSystem: FileSystem,
  isTest: (path: string) => boolean,
): Promise<readonly string[]> {
  const found = new Set<string>();
  const queue = [...(tests === undefined ? [] : [joinPath(root, tests)]), joinPath(root, 'src'), joinPath(root, 'lib'), root];
  const seen = new Set<string>();
  for (let visited = 0; visited < visitedAtMost && queue.length > 0 && found.size < 4 * sampleSize; visited += 1) {
    const folder = queue.shift() ?? root;
    if (seen.has(folder)) continue;
    seen.add(folder);
    for (const entry of await fileSystem.list(folder)) {
      const path = joinPath(folder, entry.name);
      if (entry.kind === 'directory' && !skipped.has(entry.name) && !entry.name.startsWith('.')) queue.push(path);
      else if (entry.kind === 'file' && /^\.[cm]?[jt]sx?$/.test(extension(path))) found.add(path);
    }
  }
  return [...found].toSorted((a, b) => Number(isTest(b)) - Number(isTest(a)));
}

interface Counts {
  source: number;
  js: number;
  none: number;
  single: number;
  double: number;
  semicolons: number;
  bare: number;
  it: number;
  test: number;
  describe: number;
  suite: number;
  required: number;
  imported: number;
}

function emptyCounts(): Counts {
  return {
    source: 0,
    js: 0,
    none: 0,
    single: 0,
    double: 0,
    semicolons: 0,
    bare: 0,
    it: 0,
    test: 0,
    describe: 0,
    suite: 0,
    required: 0,
    imported: 0,
  };
}

function countImports(typescript: typeof ts, text: string, style: Counts): void {
  for (const imported of typescript.preProcessFile(text, true, true).importedFiles) {
    const quoteAt = text[imported.pos] === '"' || text[imported.pos] === "'" ? imported.pos : imported.pos - 1;
    if (text[quoteAt] === '"') style.double += 1;
    else if (text[quoteAt] === "'") style.single += 1;
    const after = quoteAt + imported.fileName.length + 2;
    const next = text[after] === ')' ? text[after + 1] : text[after];
    if (next === ';') style.semicolons += 1;
    else if (next === '\n' || next === '\r') style.bare += 1;
    if (!imported.fileName.startsWith('.')) continue;
    const ending = extension(imported.fileName);
    if (/^\.[cm]?tsx?$/.test(ending)) style.source += 1;
    else if (/^\.[cm]?jsx?$/.test(ending)) style.js += 1;
    else if (ending === '' || !/^\.(json|css|svg|vue|svelte)$/.test(ending)) style.none += 1;
  }
}

const counted = ['it', 'test', 'describe', 'suite'] as const;

/** `it(…)`, `it.each(…)(…)`, and the same of the others; whether the file imports or requires. */
function countTest(typescript: typeof ts, path: string, text: string, style: Counts): void {
  const visit = (node: ts.Node): void => {
    if (typescript.isImportDeclaration(node)) style.imported += 1;
    if (typescript.isCallExpression(node)) {
      let called: ts.Expression = node.expression;
      while (typescript.isPropertyAccessExpression(called)) called = called.expression;
      if (typescript.isIdentifier(called)) {
        const { text: name } = called;
        const word = counted.find((one) => one === name);
        if (word !== undefined) style[word] += 1;
        else if (name === 'require' && called === node.expression) style.required += 1;
      }
    }
    typescript.forEachChild(node, visit);
  };
  visit(typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest));
}

async function importExtension(
  style: Counts,
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
