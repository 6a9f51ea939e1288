import { asError } from '../errors.ts';
import { analyseTypeScript } from './analyse-typescript.ts';
import { createGoAnalyser, type GoAnalyser } from './analyse-go.ts';
import { createPythonAnalyser, type PythonAnalyser } from './analyse-python.ts';
import { languageOf } from './language-of.ts';
import type { SourceAnalyser, SourceModel } from './source-model.ts';
import { createParserLoader, type ParserLoader } from './tree-sitter-parser.ts';

/** Where the bytes of the grammars come from. */
export interface SourceAssets {
  readonly treeSitter: () => Promise<Uint8Array>;
  readonly python: () => Promise<Uint8Array>;
  readonly go: () => Promise<Uint8Array>;
}

/**
 * Reads JavaScript and TypeScript by TypeScript's parser, Python and Go by tree-sitter. Each parser is loaded on first use.
 * Never throws on bad code; rejects only when a grammar cannot be loaded.
 */
export function createSourceAnalyser(assets: SourceAssets, load: ParserLoader = createParserLoader(assets.treeSitter)): SourceAnalyser {
  let python: Promise<PythonAnalyser> | undefined;
  let go: Promise<GoAnalyser> | undefined;
  return {
    async analyse(path, text) {
      const language = languageOf(path);
      switch (language) {
        case undefined:
          return undefined;
        case 'python': {
          python ??= load(assets.python).then(createPythonAnalyser);
          const analyse = await python;
          return tooDeepIsSyntax(language, () => analyse(text));
        }
        case 'go': {
          go ??= load(assets.go).then(createGoAnalyser);
          const analyse = await go;
          return tooDeepIsSyntax(language, () => analyse(text));
        }
        case 'javascript':
        case 'typescript': {
          const { default: ts } = await import('typescript');
          return tooDeepIsSyntax(language, () => analyseTypeScript(ts, path, text, language));
        }
      }
    },
  };
}

/** Code that is nested deeper than a parser's stack is bad code, not a bug of ours. */
function tooDeepIsSyntax(language: SourceModel['language'], analyse: () => SourceModel): SourceModel {
  try {
    return analyse();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { language, functions: [], branches: [], syntaxError: `The code is nested too deeply to be read (${asError(error).message}).` };
  }
}
