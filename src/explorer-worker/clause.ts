import ts from 'typescript';
import { logicalKind, skipParentheses, type ArmInfo } from './decisions.ts';

const longest = 72;

const opposites = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.EqualsEqualsToken, '!='],
  [ts.SyntaxKind.ExclamationEqualsToken, '=='],
  [ts.SyntaxKind.LessThanToken, '>='],
  [ts.SyntaxKind.LessThanEqualsToken, '>'],
  [ts.SyntaxKind.GreaterThanToken, '<='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '<'],
]);

/** When an arm is taken, in the words of the source: `when qty <= 0`, `for case 'EUR'`. Shortened when it would be too long to read; empty when there is none. */
export function clauseOf(arm: ArmInfo, source: ts.SourceFile): string {
  const decision = arm.decision;
  if (decision === undefined) return '';
  const { node } = decision;
  const position = decision.arms.indexOf(arm.index);
  if (ts.isIfStatement(node)) return position === 0 ? holds(node.expression, source) : fails(node.expression, source);
  if (ts.isConditionalExpression(node)) return position === 0 ? holds(node.condition, source) : fails(node.condition, source);
  if (ts.isSwitchStatement(node)) {
    const clause = node.caseBlock.clauses[position];
    if (clause === undefined) return '';
    const subject = textOf(node.expression, source);
    if (ts.isCaseClause(clause))
      return node.expression.kind === ts.SyntaxKind.TrueKeyword
        ? holds(clause.expression, source)
        : short(`when ${subject} is ${textOf(clause.expression, source)}`);
    return short(`for any other ${subject}`);
  }
  if (ts.isBinaryExpression(node)) return operandClause(arm, node, source);
  return '';
}

/** The name of the innermost function around a node that has one; undefined at the top level. */
export function enclosingName(node: ts.Node): string | undefined {
  for (let at = node.parent as ts.Node | undefined; at !== undefined; at = at.parent as ts.Node | undefined) {
    if (!ts.isFunctionLike(at)) continue;
    if (ts.isConstructorDeclaration(at)) return ts.isClassLike(at.parent) ? at.parent.name?.text : undefined;
    const named = at.name ?? (ts.isVariableDeclaration(at.parent) || ts.isPropertyAssignment(at.parent) ? at.parent.name : undefined);
    if (named !== undefined && (ts.isIdentifier(named) || ts.isPrivateIdentifier(named))) return named.text;
  }
  return undefined;
}

function operandClause(arm: ArmInfo, outermost: ts.BinaryExpression, source: ts.SourceFile): string {
  const operand = arm.node;
  if (operand === undefined) return '';
  // The nearest logical expression of which the operand stands at the right: its left side decides.
  let child: ts.Node = operand;
  for (let parent = operand.parent; parent.pos >= outermost.pos && parent.end <= outermost.end; parent = parent.parent) {
    const kind = logicalKind(parent);
    if (kind !== undefined && ts.isBinaryExpression(parent) && parent.right === child) {
      const decisive = rightmost(parent.left);
      if (kind === 'and') return holds(decisive, source);
      return kind === 'or' ? fails(decisive, source) : short(`when ${textOf(decisive, source)} is missing`);
    }
    child = parent;
    if (parent === outermost) break;
  }
  return '';
}

/** Of `a && b` the part that was looked at last. */
function rightmost(node: ts.Expression): ts.Expression {
  const inner = skipParentheses(node);
  return ts.isBinaryExpression(inner) && logicalKind(inner) !== undefined && logicalKind(inner) === logicalKind(node.parent)
    ? rightmost(inner.right)
    : node;
}

function holds(expression: ts.Node, source: ts.SourceFile): string {
  const node = skipParentheses(expression);
  if (isNot(node)) return fails(node.operand, source);
  if (ts.isConditionalExpression(node)) return short(`when (${textOf(node, source)}) is truthy`);
  return short(`when ${textOf(node, source)}${isPlain(node) ? ' is set' : ''}`);
}

function fails(expression: ts.Node, source: ts.SourceFile): string {
  const node = skipParentheses(expression);
  if (isNot(node)) return holds(node.operand, source);
  if (ts.isBinaryExpression(node)) {
    const opposite = opposites.get(node.operatorToken.kind);
    if (opposite !== undefined) return short(`when ${textOf(node.left, source)} ${opposite} ${textOf(node.right, source)}`);
    if (logicalKind(node) !== undefined) return short(`unless ${textOf(node, source)}`);
  }
  if (ts.isConditionalExpression(node)) return short(`when (${textOf(node, source)}) is falsy`);
  return short(isPlain(node) ? `when ${textOf(node, source)} is not set` : `unless ${textOf(node, source)}`);
}

function isNot(node: ts.Node): node is ts.PrefixUnaryExpression {
  return ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken;
}

function isPlain(node: ts.Node): boolean {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

function textOf(node: ts.Node, source: ts.SourceFile): string {
  return node.getText(source).replaceAll(/\s+/g, ' ');
}

function short(clause: string): string {
  return clause.length <= longest ? clause : `${clause.slice(0, longest - 1).trimEnd()}…`;
}
