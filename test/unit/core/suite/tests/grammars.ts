import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { TestFinderAssets } from '../../../../../src/core/suite/tests/test-finder.ts';

const folder = dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));

/** The grammars as the library ships them. */
export const grammars: TestFinderAssets = {
  treeSitter: () => readFile(join(folder, 'tree-sitter.wasm')),
  python: () => readFile(join(folder, 'tree-sitter-python.wasm')),
  go: () => readFile(join(folder, 'tree-sitter-go.wasm')),
  rust: () => readFile(join(folder, 'tree-sitter-rust.wasm')),
  java: () => readFile(join(folder, 'tree-sitter-java.wasm')),
};
