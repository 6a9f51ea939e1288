import type ts from 'typescript';
import { rootName, moduleOf } from './forbidden-code.ts';
import { visitAll } from './data-flow.ts';

/** One completed assertion of a test. */
export interface Assertion {
  readonly call: ts.CallExpression;
  /** What is asserted about. */
  readonly actual: ts.Expression | undefined;
  /** What it is compared with. */
  readonly expected: readonly ts.Expression[];
  /** Name of the matcher or of the assert function. */
  readonly matcher: string;
  /** Goes through a promise that nobody waits for. */
  readonly unawaited: boolean;
  /** Stands where it may never run: in an `if`, a `catch`, a callback that is not the test's own. */
  readonly conditional: boolean;
}

/** Every `expect(…).matcher(…)` and `assert…(…)` in a file. */
export function assertionsOf(typescript: typeof ts, file: ts.SourceFile): readonly Assertion[] {
  const assertNames = namesOfAssert(typescript, file);
  const found: Assertion[] = [];
  visitAll(typescript, file, (node) => {
    if (!typescript.isCallExpression(node)) return;
    const assertion = expectation(typescript, node) ?? assertCall(typescript, node, assertNames);
    if (assertion !== undefined) found.push({ call: node, ...assertion, conditional: mayNotRun(typescript, node) });
  });
  return found;
}

function expectation(typescript: typeof ts, call: ts.CallExpression): Omit<Assertion, 'call' | 'conditional'> | undefined {
  if (!typescript.isPropertyAccessExpression(call.expression)) return undefined;
  const modifiers: string[] = [];
  let inner: ts.Expression = call.expression.expression;
  while (typescript.isPropertyAccessExpression(inner)) {
    modifiers.push(inner.name.text);
    inner = inner.expression;
  }
  if (!typescript.isCallExpression(inner)) return undefined;
  const callee = inner.expression;
  const isExpect =
    (typescript.isIdentifier(callee) && callee.text === 'expect') ||
    (typescript.isPropertyAccessExpression(callee) &&
      rootName(typescript, callee) === 'expect' &&
      ['soft', 'poll'].includes(callee.name.text));
  if (!isExpect) return undefined;
  const promised =
    modifiers.includes('rejects') ||
    modifiers.includes('resolves') ||
    (typescript.isPropertyAccessExpression(callee) && callee.name.text === 'poll');
  return {
    actual: inner.arguments[0],
    expected: call.arguments,
    matcher: call.expression.name.text,
    unawaited: promised && !isAwaited(typescript, call),
  };
}

function assertCall(
  typescript: typeof ts,
  call: ts.CallExpression,
  names: ReadonlySet<string>,
): Omit<Assertion, 'call' | 'conditional'> | undefined {
  const root = rootName(typescript, call.expression);
  if (root === undefined || !names.has(root)) return undefined;
  const matcher = typescript.isPropertyAccessExpression(call.expression) ? call.expression.name.text : root;
  const promised = matcher === 'rejects' || matcher === 'doesNotReject';
  return { actual: call.arguments[0], expected: call.arguments.slice(1), matcher, unawaited: promised && !isAwaited(typescript, call) };
}

function namesOfAssert(typescript: typeof ts, file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>(['assert']);
  for (const statement of file.statements) {
    if (!typescript.isImportDeclaration(statement) || !/^(node:)?assert(\/strict)?$/.test(moduleOf(typescript, statement) ?? '')) continue;
    const clause = statement.importClause;
    if (clause?.name !== undefined) names.add(clause.name.text);
    const bindings = clause?.namedBindings;
    if (bindings !== undefined && typescript.isNamedImports(bindings))
      for (const element of bindings.elements) names.add(element.name.text);
    else if (bindings !== undefined) names.add(bindings.name.text);
  }
  return names;
}

function isAwaited(typescript: typeof ts, call: ts.CallExpression): boolean {
  let parent: ts.Node = call.parent;
  while (
    typescript.isParenthesizedExpression(parent) ||
    typescript.isArrayLiteralExpression(parent) ||
    (typescript.isCallExpression(parent) && parent.expression !== call)
  )
    parent = parent.parent;
  return (
    typescript.isAwaitExpression(parent) ||
    typescript.isReturnStatement(parent) ||
    (typescript.isArrowFunction(parent) && parent.body === call)
  );
}

/** Looks upwards to the test's own function: a branch, a catch or a foreign callback on the way means "perhaps never". */
function mayNotRun(typescript: typeof ts, call: ts.CallExpression): boolean {
  let node: ts.Node = call;
  for (;;) {
    const { parent } = node;
    if (parent === undefined || typescript.isSourceFile(parent)) return false;
    if (typescript.isIfStatement(parent) && parent.expression !== node) return true;
    if (typescript.isCatchClause(parent) || typescript.isCaseClause(parent)) return true;
    if (typescript.isConditionalExpression(parent) && parent.condition !== node) return true;
    if (typescript.isArrowFunction(parent) || typescript.isFunctionExpression(parent)) return !isTestCallback(typescript, parent);
    node = parent;
  }
}

/** The callback of `it`/`test`, or of a call that runs it at once (`forEach`, `map`). */
function isTestCallback(typescript: typeof ts, callback: ts.Node): boolean {
  const { parent } = callback;
  if (!typescript.isCallExpression(parent)) return false;
  const root = rootName(typescript, typescript.isCallExpression(parent.expression) ? parent.expression.expression : parent.expression);
  if (root === 'it' || root === 'test') return true;
  return (
    typescript.isPropertyAccessExpression(parent.expression) &&
    ['forEach', 'map', 'every', 'some'].includes(parent.expression.name.text) &&
    !mayNotRun(typescript, parent)
  );
}
