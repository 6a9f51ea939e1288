import type TreeSitter from '@vscode/tree-sitter-wasm';

/** A line, or `exit` for leaving the function, class body or module. */
export type Target = number | 'exit';

/** The line on which control arrives when it enters these statements; `next` when none of them runs. */
export function entryLine(statements: readonly TreeSitter.Node[], next: Target): Target {
  const first = statements.find(runs);
  return first === undefined ? next : first.startPosition.row + 1;
}

/** Statements that leave no instruction behind, by CPython's compiler: comments, declarations of scope, constants such as docstrings. */
function runs(statement: TreeSitter.Node): boolean {
  switch (statement.type) {
    case 'comment':
    case 'global_statement':
    case 'nonlocal_statement':
      return false;
    case 'expression_statement': {
      const only = statement.namedChildCount === 1 ? statement.namedChild(0) : null;
      return only === null || !constants.has(only.type);
    }
    default:
      return true;
  }
}

const constants: ReadonlySet<string> = new Set(['string', 'concatenated_string', 'integer', 'float', 'true', 'false', 'none', 'ellipsis']);
