import type TreeSitter from '@vscode/tree-sitter-wasm';
import type { Range } from '../../coverage/coverage-map.ts';

export type SyntaxNode = TreeSitter.Node;

/** Children that have a name in the grammar, without comments. */
export function children(node: SyntaxNode): readonly SyntaxNode[] {
  return node.namedChildren.filter((child): child is SyntaxNode => child !== null && !/comment/.test(child.type));
}

/** Lines from 1; columns are UTF-16 units as the library counts them for strings. */
export function rangeOf(from: SyntaxNode, to: SyntaxNode = from): Range {
  return {
    start: { line: from.startPosition.row + 1, column: from.startPosition.column },
    end: { line: to.endPosition.row + 1, column: to.endPosition.column },
  };
}

export function lineOf(node: SyntaxNode): number {
  return node.startPosition.row + 1;
}

/** Text of a field, empty when there is none. */
export function textOf(node: SyntaxNode, field: string): string {
  return node.childForFieldName(field)?.text ?? '';
}
