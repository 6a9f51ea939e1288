import ts from 'typescript';
import type { ArmInfo, DecisionTable } from './decisions.ts';
import { logicalKind } from './decisions.ts';
import type { SourceMutant } from './instrument.ts';

const mostPerArm = 12;

const swaps = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
  [ts.SyntaxKind.AsteriskToken, '/'],
  [ts.SyntaxKind.SlashToken, '*'],
  [ts.SyntaxKind.PercentToken, '*'],
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
]);

/** Small changes that break an arm: its decision forced the other way, and what stands inside it altered or left out. */
export function mutantsOf(
  source: ts.SourceFile,
  table: DecisionTable,
  wanted: readonly ArmInfo[],
): ReadonlyMap<number, readonly SourceMutant[]> {
  const byArm = new Map<number, SourceMutant[]>();
  let nextId = 1;
  const known = new Map<string, SourceMutant>();
  for (const arm of wanted) {
    const mutants: SourceMutant[] = [];
    byArm.set(arm.index, mutants);
    const add = (node: ts.Node, replacement: string, form: SourceMutant['form'] = 'expression'): void => {
      if (mutants.length >= mostPerArm) return;
      const key = `${node.pos}:${node.end}:${form}:${replacement}`;
      const mutant = known.get(key) ?? { id: nextId++, node, replacement, form };
      known.set(key, mutant);
      mutants.push(mutant);
    };
    forceOtherWay(arm, source, add);
    if (arm.node !== undefined) alter(arm.node, source, table, add);
  }
  return byArm;
}

type Add = (node: ts.Node, replacement: string, form?: SourceMutant['form']) => void;

function forceOtherWay(arm: ArmInfo, source: ts.SourceFile, add: Add): void {
  const decision = arm.decision;
  if (decision === undefined) return;
  const position = decision.arms.indexOf(arm.index);
  const node = decision.node;
  if (ts.isIfStatement(node)) add(node.expression, position === 0 ? 'false' : 'true');
  else if (ts.isConditionalExpression(node)) add(node.condition, position === 0 ? 'false' : 'true');
  else if (ts.isBinaryExpression(node) && arm.node !== undefined) {
    const operand = arm.node;
    const parent = skipUp(operand.parent);
    if (ts.isBinaryExpression(parent) && logicalKind(parent) !== undefined && position > 0) add(parent, parent.left.getText(source));
    add(operand, position === 0 ? `!(${operand.getText(source)})` : 'undefined');
  } else if (ts.isSwitchStatement(node)) {
    const clause = node.caseBlock.clauses[position];
    if (clause !== undefined && ts.isCaseClause(clause)) add(clause.expression, 'Symbol()');
  } else if ((ts.isParameter(node) || ts.isBindingElement(node)) && node.initializer !== undefined) {
    if (ts.isNumericLiteral(node.initializer)) add(node.initializer, '0');
    if (ts.isStringLiteral(node.initializer))
      for (const other of otherStrings(source, node.initializer.text)) add(node.initializer, JSON.stringify(other));
    add(node.initializer, 'undefined');
  }
}

/** Strings of the file that a default could be confused with. */
function otherStrings(source: ts.SourceFile, text: string): string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteral(node) &&
      !ts.isImportDeclaration(node.parent) &&
      node.text !== text &&
      Math.abs(node.text.length - text.length) < 3
    )
      found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found].slice(0, 4);
}

function skipUp(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node) ? skipUp(node.parent) : node;
}

function alter(root: ts.Node, source: ts.SourceFile, table: DecisionTable, add: Add): void {
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isExpressionStatement(node) && !ts.isStringLiteral(node.expression)) add(node, '', 'statement');
    else if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) {
      add(node, '', 'statement');
    } else if (ts.isBinaryExpression(node)) {
      const swapped = swaps.get(node.operatorToken.kind);
      if (swapped !== undefined) add(node, `${node.left.getText(source)} ${swapped} ${node.right.getText(source)}`);
    } else if (ts.isNumericLiteral(node) && isPlainExpression(node)) add(node, `${node.text} + 1`);
    else if (node.kind === ts.SyntaxKind.TrueKeyword && isPlainExpression(node)) add(node, 'false');
    else if (node.kind === ts.SyntaxKind.FalseKeyword && isPlainExpression(node)) add(node, 'true');
    else if (ts.isStringLiteral(node) && isPlainExpression(node)) add(node, node.text === '' ? "'changed'" : "''");
    if (node !== root && table.byNode.get(node)?.kind === 'if') return;
    ts.forEachChild(node, visit);
  };
  visit(root);
}

/** A literal that stands where any expression may stand. */
function isPlainExpression(node: ts.Node): boolean {
  const parent = node.parent;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return parent.initializer === node;
  return (
    ts.isReturnStatement(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isArrowFunction(parent) ||
    (ts.isParameter(parent) && parent.initializer === node) ||
    ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== node && !isRequire(parent)) ||
    (ts.isBinaryExpression(parent) && parent.right === node)
  );
}

function isRequire(call: ts.CallExpression | ts.NewExpression): boolean {
  return call.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(call.expression) && call.expression.text === 'require');
}
