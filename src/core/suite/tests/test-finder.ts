import { extension } from '../../paths.ts';
import { languageOf } from '../../source/language-of.ts';
import { createParserLoader, type ParserLoader } from '../../source/tree-sitter-parser.ts';
import type { FrameworkId } from '../framework.ts';
import { loadTypeScript } from '../load-typescript.ts';
import { findGoTests } from './find-go-tests.ts';
import { findJavaTests } from './find-java-tests.ts';
import { findJavaScriptTests } from './find-javascript-tests.ts';
import { findPythonTests } from './find-python-tests.ts';
import { findRustTests } from './find-rust-tests.ts';
import type { FoundImport } from './found-import.ts';
import type { FoundTest } from './found-test.ts';
import { readGoImports, readJavaImports, readPythonImports, readRustImports } from './read-imports.ts';
import type { SyntaxNode } from './syntax-node.ts';

/** Where the bytes of the grammars come from. */
export interface TestFinderAssets {
  readonly treeSitter: () => Promise<Uint8Array>;
  readonly python: () => Promise<Uint8Array>;
  readonly go: () => Promise<Uint8Array>;
  readonly rust: () => Promise<Uint8Array>;
  readonly java: () => Promise<Uint8Array>;
}

export interface TestFinder {
  /**
   * The tests and groups of a file, in the order of the file. Of broken code what can still be read. Empty for a file in a
   * language that none of the frameworks has. Rejects only when a grammar cannot be loaded.
   */
  find(path: string, text: string, framework: FrameworkId): Promise<readonly FoundTest[]>;
  /** What a file imports, as it is written there; `import()` and `require` are imports too. */
  imports(path: string, text: string): Promise<readonly FoundImport[]>;
  /** What `read` finds in the syntax tree of a file in Python, Go, Rust or Java; empty for others. The tree ends with the call. */
  readTree<T>(path: string, text: string, read: (root: SyntaxNode) => readonly T[]): Promise<readonly T[]>;
}

type ImportReader = (root: SyntaxNode) => readonly FoundImport[];
type Grammar = 'python' | 'go' | 'rust' | 'java';
type Reader = (root: SyntaxNode, path: string, framework: FrameworkId) => readonly FoundTest[];

const readers: Readonly<Record<Grammar, Reader>> = {
  python: findPythonTests,
  go: findGoTests,
  rust: findRustTests,
  java: findJavaTests,
};

const importReaders: Readonly<Record<Grammar, ImportReader>> = {
  python: readPythonImports,
  go: readGoImports,
  rust: readRustImports,
  java: readJavaImports,
};

const grammarOf: ReadonlyMap<string, Grammar> = new Map([
  ['.py', 'python'],
  ['.pyw', 'python'],
  ['.go', 'go'],
  ['.rs', 'rust'],
  ['.java', 'java'],
]);

/**
 * Each parser is loaded when its language is first met. Whoever has a source analyser, too, gives both the same `load`: two
 * runtimes would not know each other's languages.
 */
export function createTestFinder(assets: TestFinderAssets, load: ParserLoader = createParserLoader(assets.treeSitter)): TestFinder {
  const parsers = new Map<Grammar, ReturnType<ParserLoader>>();
  const parserOf = (grammar: Grammar): ReturnType<ParserLoader> => {
    const known = parsers.get(grammar);
    if (known !== undefined) return known;
    const loading = load(assets[grammar]);
    parsers.set(grammar, loading);
    loading.catch(() => parsers.delete(grammar));
    return loading;
  };
  async function parsed<T>(grammar: Grammar, text: string, read: (root: SyntaxNode) => readonly T[]): Promise<readonly T[]> {
    const tree = (await parserOf(grammar)).parse(text);
    if (tree === null) return [];
    try {
      return tooDeepIsEmpty(() => read(tree.rootNode));
    } finally {
      tree.delete();
    }
  }
  return {
    async find(path, text, framework) {
      const grammar = grammarOf.get(extension(path).toLowerCase());
      if (grammar !== undefined) return parsed(grammar, text, (root) => readers[grammar](root, path, framework));
      if (!isJavaScript(path)) return [];
      const typescript = await loadTypeScript();
      return tooDeepIsEmpty(() => findJavaScriptTests(typescript, path, text, framework));
    },
    async imports(path, text) {
      const grammar = grammarOf.get(extension(path).toLowerCase());
      if (grammar !== undefined) return parsed(grammar, text, importReaders[grammar]);
      if (!isJavaScript(path)) return [];
      const { importedFiles } = (await loadTypeScript()).preProcessFile(text, true, true);
      return importedFiles.map(({ fileName }) => ({ specifier: fileName, names: [] }));
    },
    async readTree(path, text, read) {
      const grammar = grammarOf.get(extension(path).toLowerCase());
      return grammar === undefined ? [] : parsed(grammar, text, read);
    },
  };
}

function isJavaScript(path: string): boolean {
  const language = languageOf(path);
  return language === 'javascript' || language === 'typescript';
}

/** Code that is nested deeper than a parser's stack holds no tests that anybody wrote. */
function tooDeepIsEmpty<T>(find: () => readonly T[]): readonly T[] {
  try {
    return find();
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
