import { relative, sep } from 'node:path';
import type { FileSystem } from '../../../ports.ts';
import type { GenerationRequest } from '../../generator.ts';
import { pythonSymbols } from './python-symbols.ts';
import { typescriptSymbols } from './typescript-symbols.ts';

/** A declaration as it stands in the project. */
export interface FoundSymbol {
  /** Absolute. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** `package`: it comes from a dependency, whose name is given. */
export type SymbolResult =
  | { readonly status: 'found'; readonly symbol: FoundSymbol }
  | { readonly status: 'package'; readonly from: string }
  | { readonly status: 'unknown' };

export type SymbolFinder = (name: string) => Promise<SymbolResult>;

const longestResult = 3000;

/** Finds declarations as the file under test sees them, following imports and re-exports within the project. */
export function symbolFinder(request: GenerationRequest, fileSystem: FileSystem): SymbolFinder {
  return request.project.language === 'python' ? pythonSymbols(request, fileSystem) : typescriptSymbols(request, fileSystem);
}

/** Answer to a look-up as the model reads it: where it is declared, and the declaration, at most 3,000 characters. */
export async function lookUpText(name: string, find: SymbolFinder, root: string): Promise<string> {
  const result = await find(name);
  switch (result.status) {
    case 'found':
      return declarationText(result.symbol, root);
    case 'package':
      return `\`${name}\` comes from the package ${result.from}; only this project's own code can be looked up.`;
    case 'unknown':
      return `There is no \`${name}\` in the file under test or in what it imports.`;
  }
}

/** A declaration under a line that says where it stands. */
export function declarationText({ path, line, text }: FoundSymbol, root: string): string {
  const place = `${relative(root, path).split(sep).join('/')}:${line}`;
  const cut = text.length <= longestResult ? text : `${text.slice(0, text.lastIndexOf('\n', longestResult))}\n…`;
  return `${path.endsWith('.py') ? '#' : '//'} ${place}\n${cut}`;
}
