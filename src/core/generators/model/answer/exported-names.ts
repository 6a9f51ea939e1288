import type ts from 'typescript';
import { bindingNames } from './typescript-nodes.ts';
import { declared } from './split-python.ts';
import { pythonStatements } from './python-statements.ts';

/** Names that a TypeScript or JavaScript module exports by name, also through `module.exports`; types included. */
export function exportedNames(typescript: typeof ts, text: string, fileName: string): Set<string> {
  const file = typescript.createSourceFile(fileName, text, typescript.ScriptTarget.Latest, true);
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (
      typescript.isExportDeclaration(statement) &&
      statement.exportClause !== undefined &&
      typescript.isNamedExports(statement.exportClause)
    ) {
      for (const element of statement.exportClause.elements) names.add(element.name.text);
    }
    for (const name of commonJsNames(typescript, statement)) names.add(name);
    const modifiers = typescript.canHaveModifiers(statement) ? (typescript.getModifiers(statement) ?? []) : [];
    const has = (kind: ts.SyntaxKind): boolean => modifiers.some((modifier) => modifier.kind === kind);
    if (!has(typescript.SyntaxKind.ExportKeyword) || has(typescript.SyntaxKind.DefaultKeyword)) continue;
    for (const name of bindingNames(typescript, statement)) names.add(name);
  }
  names.delete('default');
  return names;
}

/** `module.exports = { a, b: 1 }`, `exports.a = …`, `module.exports.a = …`. */
function commonJsNames(typescript: typeof ts, statement: ts.Statement): readonly string[] {
  if (!typescript.isExpressionStatement(statement) || !typescript.isBinaryExpression(statement.expression)) return [];
  const { left, right, operatorToken } = statement.expression;
  if (operatorToken.kind !== typescript.SyntaxKind.EqualsToken || !typescript.isPropertyAccessExpression(left)) return [];
  const whole = left.getText();
  if (whole === 'module.exports') {
    if (!typescript.isObjectLiteralExpression(right)) return [];
    return right.properties.flatMap(({ name }) => (name !== undefined && typescript.isIdentifier(name) ? [name.text] : []));
  }
  return ['exports', 'module.exports'].includes(left.expression.getText()) ? [left.name.text] : [];
}

/** Names that a Python module binds at its margin. */
export function moduleNames(text: string): Set<string> {
  return new Set(pythonStatements(text).statements.flatMap(declared));
}
