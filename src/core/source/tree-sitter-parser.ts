import type TreeSitter from '@vscode/tree-sitter-wasm';

/** Makes a parser for a grammar. */
export type ParserLoader = (grammar: () => Promise<Uint8Array>) => Promise<TreeSitter.Parser>;

/** Parsers over one runtime, which is loaded on first use: two of them at the same time would not know each other's languages. */
export function createParserLoader(runtime: () => Promise<Uint8Array>): ParserLoader {
  let loading: Promise<typeof TreeSitter> | undefined;
  async function load(): Promise<typeof TreeSitter> {
    const { default: treeSitter } = await import('@vscode/tree-sitter-wasm');
    // Emscripten takes the module's bytes by this name; the published types only know `locateFile`.
    const options: unknown = { wasmBinary: await runtime() };
    await treeSitter.Parser.init(options as Parameters<typeof treeSitter.Parser.init>[0]);
    return treeSitter;
  }
  return async (grammar) => {
    loading ??= load();
    const [treeSitter, bytes] = await Promise.all([loading, grammar()]);
    const parser = new treeSitter.Parser();
    parser.setLanguage(await treeSitter.Language.load(bytes));
    return parser;
  };
}
