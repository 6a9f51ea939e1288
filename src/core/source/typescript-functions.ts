import type ts from 'typescript';
import { oneLine } from './one-line.ts';
import type { SourceFunction } from './source-model.ts';

type TypeScript = typeof ts;
type Exported = NonNullable<SourceFunction['exported']>;

/** Collects the functions of one file while its nodes are visited in document order. */
export interface FunctionNamer {
  visit(node: ts.Node): void;
  /** In document order; call it after the last visit. */
  functions(): readonly SourceFunction[];
}

/** Names functions as a person would call them, and finds out how another file reaches each. */
export function createFunctionNamer(typescript: TypeScript, file: ts.SourceFile): FunctionNamer {
  const found: ts.SignatureDeclaration[] = [];
  return {
    visit(node) {
      if (isFunctionWithBody(typescript, node)) found.push(node);
    },
    functions() {
      const exports = exportedNames(typescript, file);
      return found.map((node) => {
        const exported = exportedKind(typescript, file, node, exports);
        const from = file.getLineAndCharacterOfPosition(node.getStart(file));
        const to = file.getLineAndCharacterOfPosition(node.getEnd());
        return {
          name: nameOf(typescript, node),
          range: { start: { line: from.line + 1, column: from.character }, end: { line: to.line + 1, column: to.character } },
          ...(exported === undefined ? {} : { exported }),
        };
      });
    },
  };
}

function isFunctionWithBody(typescript: TypeScript, node: ts.Node): node is ts.SignatureDeclaration {
  return typescript.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

function nameOf(typescript: TypeScript, node: ts.Node): string {
  const { parent } = node;
  if (typescript.isConstructorDeclaration(node)) return `${containerName(typescript, parent)}constructor`;
  if (typescript.isMethodDeclaration(node) || typescript.isAccessor(node))
    return `${containerName(typescript, parent)}${memberName(typescript, node.name)}`;
  if ((typescript.isFunctionDeclaration(node) || typescript.isFunctionExpression(node)) && node.name !== undefined) return node.name.text;
  if (typescript.isFunctionDeclaration(node) || (typescript.isExportAssignment(parent) && !parent.isExportEquals)) return 'default';
  const outer = wrapped(typescript, node);
  const holder = outer.parent;
  if (typescript.isVariableDeclaration(holder) && typescript.isIdentifier(holder.name)) return holder.name.text;
  if (typescript.isPropertyDeclaration(holder) || typescript.isPropertyAssignment(holder)) {
    return `${containerName(typescript, holder.parent)}${memberName(typescript, holder.name)}`;
  }
  if (typescript.isBinaryExpression(holder) && holder.right === outer && holder.operatorToken.kind === typescript.SyntaxKind.EqualsToken) {
    return oneLine(holder.left.getText()).replace(/^(?:module\.)?exports\./, '');
  }
  return '<anonymous>';
}

function memberName(typescript: TypeScript, name: ts.PropertyName): string {
  return typescript.isStringLiteralLike(name) ? name.text : oneLine(name.getText());
}

/** `Cart.` for members of a class or of an object that has a name, else nothing. */
function containerName(typescript: TypeScript, container: ts.Node): string {
  if (typescript.isClassLike(container) && container.name !== undefined) return `${container.name.text}.`;
  const outer = wrapped(typescript, container);
  const holder = outer.parent;
  if (typescript.isVariableDeclaration(holder) && typescript.isIdentifier(holder.name)) return `${holder.name.text}.`;
  if (typescript.isPropertyAssignment(holder)) return `${containerName(typescript, holder.parent)}${memberName(typescript, holder.name)}.`;
  return typescript.isClassLike(container) && hasModifier(container, typescript.SyntaxKind.DefaultKeyword) ? 'default.' : '';
}

/** Out of parentheses and type assertions around a value. */
function wrapped(typescript: TypeScript, node: ts.Node): ts.Node {
  let outer = node;
  for (;;) {
    const { parent } = outer;
    const isShell =
      typescript.isParenthesizedExpression(parent) || typescript.isAsExpression(parent) || typescript.isSatisfiesExpression(parent);
    if (!isShell) return outer;
    outer = parent;
  }
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const { modifiers } = node as { readonly modifiers?: readonly ts.ModifierLike[] };
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

/** Local names that `export { … }`, `export default name` and CommonJS assignments give to other files. */
function exportedNames(typescript: TypeScript, file: ts.SourceFile): ReadonlyMap<string, Exported> {
  const names = new Map<string, Exported>();
  for (const statement of file.statements) {
    if (typescript.isExportDeclaration(statement) && statement.moduleSpecifier === undefined) {
      const clause = statement.exportClause;
      if (clause === undefined || !typescript.isNamedExports(clause)) continue;
      for (const one of clause.elements) names.set((one.propertyName ?? one.name).text, one.name.text === 'default' ? 'default' : 'named');
    } else if (typescript.isExportAssignment(statement) && typescript.isIdentifier(statement.expression)) {
      names.set(statement.expression.text, 'default');
    } else if (typescript.isExpressionStatement(statement)) {
      addCommonJs(typescript, statement.expression, names);
    }
  }
  return names;
}

function addCommonJs(typescript: TypeScript, expression: ts.Expression, names: Map<string, Exported>): void {
  if (!typescript.isBinaryExpression(expression) || expression.operatorToken.kind !== typescript.SyntaxKind.EqualsToken) return;
  const target = expression.left.getText();
  const { right } = expression;
  if (/^(?:module\.)?exports\.\w+$/.test(target) && typescript.isIdentifier(right)) names.set(right.text, 'named');
  if (target !== 'module.exports') return;
  if (typescript.isIdentifier(right)) names.set(right.text, 'default');
  if (!typescript.isObjectLiteralExpression(right)) return;
  for (const property of right.properties) {
    if (typescript.isShorthandPropertyAssignment(property)) names.set(property.name.text, 'named');
    if (typescript.isPropertyAssignment(property) && typescript.isIdentifier(property.initializer))
      names.set(property.initializer.text, 'named');
  }
}

function exportedKind(
  typescript: TypeScript,
  file: ts.SourceFile,
  node: ts.Node,
  exports: ReadonlyMap<string, Exported>,
): Exported | undefined {
  const { SyntaxKind } = typescript;
  const own = (declaration: ts.Node, name: string | undefined): Exported | undefined => {
    if (hasModifier(declaration, SyntaxKind.DefaultKeyword)) return 'default';
    if (hasModifier(declaration, SyntaxKind.ExportKeyword)) return 'named';
    return name === undefined ? undefined : exports.get(name);
  };
  if (typescript.isFunctionDeclaration(node)) return node.parent === file ? own(node, node.name?.text) : undefined;
  const outer = wrapped(typescript, node);
  const holder = outer.parent;
  if (typescript.isExportAssignment(holder)) return 'default';
  const isMember = typescript.isClassElement(node) || typescript.isPropertyDeclaration(holder);
  const container = typescript.isClassElement(node) ? node.parent : holder.parent;
  if (isMember && typescript.isClassLike(container)) {
    if (hasModifier(typescript.isClassElement(node) ? node : holder, SyntaxKind.PrivateKeyword)) return undefined;
    const isReachable = typescript.isClassDeclaration(container)
      ? container.parent === file && own(container, container.name?.text) !== undefined
      : topLevelExport(typescript, file, container, own) !== undefined;
    return isReachable ? 'member' : undefined;
  }
  if (typescript.isPropertyAssignment(holder) || typescript.isMethodDeclaration(node)) {
    const literal = typescript.isMethodDeclaration(node) ? node.parent : holder.parent;
    if (isModuleExports(typescript, wrapped(typescript, literal).parent)) return 'named';
    return topLevelExport(typescript, file, literal, own) === undefined ? undefined : 'member';
  }
  if (typescript.isBinaryExpression(holder) && holder.right === outer) {
    if (isModuleExports(typescript, holder)) return 'default';
    if (/^(?:module\.)?exports\.\w+$/.test(holder.left.getText())) return 'named';
  }
  return topLevelExport(typescript, file, node, own);
}

/** Of a value held by a top-level `const`, or exported by default as it stands. */
function topLevelExport(
  typescript: TypeScript,
  file: ts.SourceFile,
  value: ts.Node,
  own: (declaration: ts.Node, name: string | undefined) => Exported | undefined,
): Exported | undefined {
  const holder = wrapped(typescript, value).parent;
  if (typescript.isExportAssignment(holder)) return 'default';
  if (!typescript.isVariableDeclaration(holder) || !typescript.isVariableStatement(holder.parent.parent)) return undefined;
  const statement = holder.parent.parent;
  return statement.parent === file ? own(statement, typescript.isIdentifier(holder.name) ? holder.name.text : undefined) : undefined;
}

function isModuleExports(typescript: TypeScript, node: ts.Node): boolean {
  return typescript.isBinaryExpression(node) && node.left.getText() === 'module.exports';
}
