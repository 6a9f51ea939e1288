import type ts from 'typescript';
import { boundNames, moduleOf, patternNames, rootName } from './forbidden-code.ts';

/** What in a test file comes from the unit under test. */
export interface DataFlow {
  /** Names of the unit's own exports. */
  readonly unit: ReadonlySet<string>;
  /** Whether an expression's value depends on having executed the unit. */
  readonly dependsOnUnit: (node: ts.Node) => boolean;
}

/**
 * Follows values from the imports of the unit through variables, assignments, callbacks and objects handed to it.
 * Names are followed without scopes: a test is small, and a name that means two things in it is a fault of its own.
 */
export function followUnit(typescript: typeof ts, file: ts.SourceFile, isUnit: (module: string) => boolean): DataFlow {
  const unit = new Set<string>();
  const results = new Set<string>();
  visitAll(typescript, file, (node) => {
    const module = moduleOf(typescript, node);
    if (module === undefined || !isUnit(module)) return;
    for (const name of boundNames(typescript, node)) unit.add(name);
  });

  const executes = (node: ts.Node): boolean => {
    if (typescript.isCallExpression(node) || typescript.isNewExpression(node))
      return mentions(typescript, node.expression, (name) => unit.has(name) || results.has(name)) || isUnitImport(node);
    if (typescript.isTaggedTemplateExpression(node)) return mentions(typescript, node.tag, (name) => unit.has(name));
    // A property of the unit's namespace, or a constant of it: its module was executed for it.
    return false;
  };
  const isUnitImport = (node: ts.Node): boolean => {
    const module = moduleOf(typescript, node);
    return module !== undefined && isUnit(module);
  };
  const dependsOnUnit = (node: ts.Node): boolean => {
    let found = false;
    visitAll(typescript, node, (inner) => {
      found ||= executes(inner) || (typescript.isIdentifier(inner) && isValue(typescript, inner) && results.has(inner.text));
    });
    return found;
  };

  // Until nothing new is learnt; every round adds at least one name.
  for (let known = -1; known !== unit.size + results.size;) {
    known = unit.size + results.size;
    visitAll(typescript, file, (node) => {
      learn(typescript, node, { unit, results, dependsOnUnit, executes });
    });
  }
  return { unit, dependsOnUnit: (node) => dependsOnUnit(node) || isConstantOfUnit(typescript, node, unit) };
}

interface Learning {
  readonly unit: Set<string>;
  readonly results: Set<string>;
  readonly dependsOnUnit: (node: ts.Node) => boolean;
  readonly executes: (node: ts.Node) => boolean;
}

function learn(typescript: typeof ts, node: ts.Node, state: Learning): void {
  if (typescript.isVariableDeclaration(node) && node.initializer !== undefined) {
    const names = patternNames(typescript, node.name);
    if (state.dependsOnUnit(node.initializer)) addAll(state.results, names);
    else if (mentions(typescript, node.initializer, (name) => state.unit.has(name)) && !isFunction(typescript, node.initializer))
      addAll(state.unit, names);
  }
  if (typescript.isFunctionDeclaration(node) && node.name !== undefined && node.body !== undefined && state.dependsOnUnit(node.body))
    state.unit.add(node.name.text);
  if (typescript.isBinaryExpression(node) && isAssignment(typescript, node) && state.dependsOnUnit(node.right)) {
    const root = rootName(typescript, node.left);
    if (root !== undefined) state.results.add(root);
  }
  // What a call of the unit threw.
  if (typescript.isTryStatement(node) && node.catchClause?.variableDeclaration !== undefined && state.dependsOnUnit(node.tryBlock))
    addAll(state.results, patternNames(typescript, node.catchClause.variableDeclaration.name));
  // What is handed to the unit may be changed or called by it.
  if ((typescript.isCallExpression(node) || typescript.isNewExpression(node)) && state.executes(node)) {
    for (const argument of node.arguments ?? []) addAll(state.results, handedOver(typescript, argument));
  }
  // `items.push(unit(…))`: the receiver holds what it was given.
  if (
    typescript.isCallExpression(node) &&
    typescript.isPropertyAccessExpression(node.expression) &&
    node.arguments.some((argument) => state.dependsOnUnit(argument))
  ) {
    const root = rootName(typescript, node.expression.expression);
    if (root !== undefined && root !== 'vi' && root !== 'jest' && root !== 'expect' && root !== 'assert') state.results.add(root);
  }
}

/** Variables that carry objects into a call: those initialised with a literal number, string or the like do not. */
function handedOver(typescript: typeof ts, argument: ts.Expression): readonly string[] {
  const names: string[] = [];
  visitAll(typescript, argument, (node) => {
    if (typescript.isIdentifier(node) && isValue(typescript, node) && !holdsPrimitive(typescript, node)) names.push(node.text);
  });
  return names;
}

function holdsPrimitive(typescript: typeof ts, name: ts.Identifier): boolean {
  let primitive = false;
  visitAll(typescript, name.getSourceFile(), (node) => {
    if (!typescript.isVariableDeclaration(node) || !typescript.isIdentifier(node.name) || node.name.text !== name.text) return;
    const value = node.initializer;
    primitive ||= value !== undefined && isPrimitiveLiteral(typescript, value) && (node.parent.flags & typescript.NodeFlags.Const) !== 0;
  });
  return primitive || name.text === 'undefined';
}

function isPrimitiveLiteral(typescript: typeof ts, value: ts.Expression): boolean {
  if (typescript.isPrefixUnaryExpression(value)) return isPrimitiveLiteral(typescript, value.operand);
  return (
    typescript.isStringLiteralLike(value) ||
    typescript.isNumericLiteral(value) ||
    typescript.isBigIntLiteral(value) ||
    [typescript.SyntaxKind.TrueKeyword, typescript.SyntaxKind.FalseKeyword, typescript.SyntaxKind.NullKeyword].includes(value.kind)
  );
}

/** `LIMITS.max` or `DEFAULT_RATE`: the value itself, not the function that holds the logic. */
function isConstantOfUnit(typescript: typeof ts, node: ts.Node, unit: ReadonlySet<string>): boolean {
  const expression = typescript.isParenthesizedExpression(node) ? node.expression : node;
  if (typescript.isPropertyAccessExpression(expression) || typescript.isElementAccessExpression(expression)) {
    const root = rootName(typescript, expression);
    return (
      root !== undefined &&
      unit.has(root) &&
      !(typescript.isPropertyAccessExpression(expression) && ['name', 'length', 'prototype', 'constructor'].includes(expression.name.text))
    );
  }
  return false;
}

/** An identifier that stands for a value, not a property's name or a key. */
function isValue(typescript: typeof ts, name: ts.Identifier): boolean {
  const { parent } = name;
  if (typescript.isPropertyAccessExpression(parent) && parent.name === name) return false;
  return !(typescript.isPropertyAssignment(parent) && parent.name === name);
}

export function mentions(typescript: typeof ts, node: ts.Node, is: (name: string) => boolean): boolean {
  let found = false;
  visitAll(typescript, node, (inner) => {
    found ||= typescript.isIdentifier(inner) && isValue(typescript, inner) && is(inner.text);
  });
  return found;
}

function isFunction(typescript: typeof ts, node: ts.Node): boolean {
  return typescript.isArrowFunction(node) || typescript.isFunctionExpression(node);
}

function isAssignment(typescript: typeof ts, node: ts.BinaryExpression): boolean {
  return (
    node.operatorToken.kind >= typescript.SyntaxKind.FirstAssignment && node.operatorToken.kind <= typescript.SyntaxKind.LastAssignment
  );
}

function addAll(set: Set<string>, names: readonly string[]): void {
  for (const name of names) set.add(name);
}

export function visitAll(typescript: typeof ts, node: ts.Node, visitor: (node: ts.Node) => void): void {
  visitor(node);
  typescript.forEachChild(node, (child) => visitAll(typescript, child, visitor));
}
