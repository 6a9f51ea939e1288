import { readFile } from 'node:fs/promises';
import { assetPath } from './assets.ts';

/** The grammars that `createSourceAnalyser` and `createTestFinder` need, read from beside the bundles on first use. */
export const sourceAssets: {
  readonly treeSitter: () => Promise<Uint8Array>;
  readonly python: () => Promise<Uint8Array>;
  readonly go: () => Promise<Uint8Array>;
  readonly rust: () => Promise<Uint8Array>;
  readonly java: () => Promise<Uint8Array>;
} = {
  treeSitter: () => readFile(assetPath('tree-sitter.wasm')),
  python: () => readFile(assetPath('tree-sitter-python.wasm')),
  go: () => readFile(assetPath('tree-sitter-go.wasm')),
  rust: () => readFile(assetPath('tree-sitter-rust.wasm')),
  java: () => readFile(assetPath('tree-sitter-java.wasm')),
};
