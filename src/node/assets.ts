import { dirname, join, basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ShippedFile } from '../core/ports.ts';

/** Files that ship beside the bundles in `dist/`; see `.tools/build.ts`. */
export type AssetName =
  | 'explorer-worker.cjs'
  | 'typescript.cjs'
  | 'tree-sitter.wasm'
  | 'tree-sitter-python.wasm'
  | 'tree-sitter-go.wasm'
  | 'tree-sitter-rust.wasm'
  | 'tree-sitter-java.wasm'
  | 'guard.cjs'
  | 'guard.py'
  | 'judge.py'
  | ShippedFile;

/** Absolute path of an asset, for a bundle in `dist/` as for sources run as they stand (after a build). */
export function assetPath(name: AssetName): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return basename(here) === 'dist' ? join(here, name) : join(here, '..', '..', 'dist', name);
}
