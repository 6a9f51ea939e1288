import type ts from 'typescript';
import type { FrameworkId } from '../framework.ts';
import type { FoundTest, Modifier } from './found-test.ts';
import { namesOfTests, type Role, type TestNames } from './javascript-test-names.ts';

/**
 * Calls of `describe`, `it`, `test`, `suite`, `context`, `specify` and their forms (`.each`, `.for`, `.only`, `.skip`,
 * `.todo`, `.fails`, `xit`, `fdescribe`, …) under every name that the file gives them, and subtests of Node (`t.test`).
 */
export function findJavaScriptTests(typescript: typeof ts, path: string, text: string, framework: FrameworkId): readonly FoundTest[] {
  const file = typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest, true, scriptKind(typescript, path));
  const names = namesOfTests(typescript, file);
  const found: FoundTest[] = [];
  const visit = (node: ts.Node, around: Around): void => {
    const call = typescript.isCallExpression(node) ? readCall(typescript, node, names, around) : undefined;
    if (call === undefined) {
      const inner = around.repeated || !isLoop(typescript, node) ? around : { ...around, repeated: true };
      typescript.forEachChild(node, (child) => visit(child, inner));
      return;
    }
    const { title, dynamic, body, role, parameterised, modifiers } = call;
    // Mocha shows a test without a body as pending: it is only named yet.
    const isTodo = role === 'test' && framework === 'mocha' && body === undefined && !modifiers.includes('skip');
    found.push({
      kind: role,
      title,
      groups: around.groups,
      range: { start: positionOf(file, node.getStart(file)), end: positionOf(file, node.getEnd()) },
      line: positionOf(file, node.getStart(file)).line,
      ...(parameterised || around.repeated ? { parameterised: true as const } : {}),
      ...(dynamic ? { dynamicTitle: true as const } : {}),
      modifiers: isTodo ? ['todo'] : modifiers,
    });
    if (body === undefined) return;
    const context = role === 'test' ? firstParameter(typescript, body) : undefined;
    const inside: Around = {
      groups: [...around.groups, title],
      repeated: false,
      contexts: context === undefined ? around.contexts : new Set([...around.contexts, context]),
    };
    typescript.forEachChild(body, (child) => visit(child, inside));
  };
  visit(file, { groups: [], repeated: false, contexts: new Set() });
  return found;
}

interface Around {
  readonly groups: readonly string[];
  /** Within a loop: one call makes several tests. */
  readonly repeated: boolean;
  /** Names of the contexts that tests of Node are given: `t` of `t.test(…)`. */
  readonly contexts: ReadonlySet<string>;
}

interface Call {
  readonly role: Role;
  readonly title: string;
  readonly dynamic: boolean;
  readonly parameterised: boolean;
  readonly modifiers: readonly Modifier[];
  readonly body: ts.ArrowFunction | ts.FunctionExpression | undefined;
}

function scriptKind(typescript: typeof ts, path: string): ts.ScriptKind {
  if (/\.[cm]?ts$/.test(path)) return typescript.ScriptKind.TS;
  // In JavaScript markup may stand anywhere; TypeScript without it may not hold casts in angle brackets.
  return path.endsWith('.tsx') ? typescript.ScriptKind.TSX : typescript.ScriptKind.JSX;
}

function positionOf(file: ts.SourceFile, offset: number): { readonly line: number; readonly column: number } {
  const { line, character } = file.getLineAndCharacterOfPosition(offset);
  return { line: line + 1, column: character };
}

function isLoop(typescript: typeof ts, node: ts.Node): boolean {
  if (typescript.isIterationStatement(node, false)) return true;
  return (
    typescript.isCallExpression(node) &&
    typescript.isPropertyAccessExpression(node.expression) &&
    /^(?:forEach|map|flatMap|reduce)$/.test(node.expression.name.text)
  );
}

const modifierOf: Readonly<Record<string, Modifier>> = {
  skip: 'skip',
  only: 'only',
  todo: 'todo',
  fails: 'fails',
  failing: 'fails',
  expectFailure: 'fails',
};
/** Members of `it` and `describe` that change how, but not what is called. */
const neutral = new Set(['concurrent', 'sequential', 'shuffle', 'serial', 'parallel']);
/** Members that are called for the function that is called then: `it.skipIf(windows)('…')`. */
const conditional = new Set(['skipIf', 'runIf']);

function readCall(typescript: typeof ts, call: ts.CallExpression, names: TestNames, around: Around): Call | undefined {
  const called = readCallee(typescript, call.expression, names, around);
  if (called === undefined) return undefined;
  const [first, ...rest] = call.arguments;
  if (first === undefined) return undefined;
  const body = [first, ...rest].find((each) => typescript.isArrowFunction(each) || typescript.isFunctionExpression(each));
  const title = titleOf(typescript, first, names);
  if (title === undefined) return undefined;
  const modifiers = new Set([
    ...called.modifiers,
    ...optionsOf(typescript, rest),
    ...(first === body ? [] : optionsOf(typescript, [first])),
  ]);
  return {
    role: called.role,
    title: title.text,
    dynamic: title.dynamic || (called.parameterised && /[%$]/.test(title.text)),
    parameterised: called.parameterised,
    modifiers: [...modifiers],
    body,
  };
}

interface Callee {
  readonly role: Role;
  readonly parameterised: boolean;
  readonly modifiers: readonly Modifier[];
}

/** undefined: it is no test that is called here. */
function readCallee(typescript: typeof ts, callee: ts.Expression, names: TestNames, around: Around): Callee | undefined {
  if (typescript.isIdentifier(callee)) {
    const known = names.functions.get(callee.text);
    return known === undefined ? undefined : { role: known.role, parameterised: false, modifiers: known.modifiers };
  }
  if (typescript.isPropertyAccessExpression(callee)) return readMember(typescript, callee, names, around);
  // `it.each(table)('…')`, `it.each`table`('…')`, `it.skipIf(…)('…')`
  const inner = typescript.isCallExpression(callee)
    ? callee.expression
    : typescript.isTaggedTemplateExpression(callee)
      ? callee.tag
      : undefined;
  if (inner === undefined || !typescript.isPropertyAccessExpression(inner)) return undefined;
  const member = inner.name.text;
  const base = readCallee(typescript, inner.expression, names, around);
  if (base === undefined) return undefined;
  if (member === 'each' || member === 'for') return { ...base, parameterised: true };
  return conditional.has(member) ? base : undefined;
}

function readMember(typescript: typeof ts, callee: ts.PropertyAccessExpression, names: TestNames, around: Around): Callee | undefined {
  const member = callee.name.text;
  const inner = callee.expression;
  if (typescript.isIdentifier(inner)) {
    if (around.contexts.has(inner.text) && member === 'test') return { role: 'test', parameterised: false, modifiers: [] };
    const role = names.namespaces.has(inner.text) ? names.members.get(member) : undefined;
    if (role !== undefined) return { role: role.role, parameterised: false, modifiers: role.modifiers };
  }
  const base = readCallee(typescript, inner, names, around);
  if (base === undefined) return undefined;
  const modifier = modifierOf[member];
  if (modifier !== undefined) return { ...base, modifiers: [...base.modifiers, modifier] };
  if (neutral.has(member)) return base;
  if (member === 'describe' || member === 'suite') return { ...base, role: 'group' };
  return member === 'test' || member === 'it' ? { ...base, role: 'test' } : undefined;
}

/** `{ skip: true }` of Node and Vitest; a reason is as good as true. */
function optionsOf(typescript: typeof ts, args: readonly ts.Expression[]): readonly Modifier[] {
  const found: Modifier[] = [];
  for (const arg of args) {
    if (!typescript.isObjectLiteralExpression(arg)) continue;
    for (const property of arg.properties) {
      if (!typescript.isPropertyAssignment(property) || !typescript.isIdentifier(property.name)) continue;
      const modifier = modifierOf[property.name.text];
      const value = property.initializer;
      const holds = value.kind === typescript.SyntaxKind.TrueKeyword || (typescript.isStringLiteral(value) && value.text !== '');
      if (modifier !== undefined && holds) found.push(modifier);
    }
  }
  return found;
}

interface Title {
  readonly text: string;
  readonly dynamic: boolean;
}

/** undefined: this is no title, so the call is no test. */
function titleOf(typescript: typeof ts, node: ts.Expression, names: TestNames): Title | undefined {
  if (typescript.isStringLiteralLike(node)) return { text: node.text, dynamic: false };
  if (typescript.isTemplateExpression(node) || typescript.isBinaryExpression(node)) {
    const text = constantText(typescript, node, names);
    return text === undefined ? { text: sourceOf(node), dynamic: true } : { text, dynamic: false };
  }
  if (typescript.isIdentifier(node)) {
    const constant = names.constants.get(node.text);
    if (constant !== undefined) return { text: constant, dynamic: false };
    // A class or a function stands for its name.
    return { text: node.text, dynamic: !names.declared.has(node.text) };
  }
  if (typescript.isPropertyAccessExpression(node)) {
    if (node.name.text === 'name' && typescript.isIdentifier(node.expression) && names.declared.has(node.expression.text)) {
      return { text: node.expression.text, dynamic: false };
    }
    return { text: node.getText(), dynamic: true };
  }
  // Node's `test(function named() {})` and `test(() => {})`.
  if (typescript.isFunctionExpression(node)) return { text: node.name?.text ?? '<anonymous>', dynamic: false };
  if (typescript.isArrowFunction(node)) return names.node ? { text: '<anonymous>', dynamic: false } : undefined;
  if (typescript.isAsExpression(node) || typescript.isParenthesizedExpression(node)) return titleOf(typescript, node.expression, names);
  return typescript.isCallExpression(node) || typescript.isElementAccessExpression(node) || typescript.isConditionalExpression(node)
    ? { text: sourceOf(node), dynamic: true }
    : undefined;
}

/** A template as it is read, without its back ticks; other code as it stands. */
function sourceOf(node: ts.Node): string {
  const text = node.getText();
  return text.startsWith('`') ? text.slice(1, -1) : text;
}

function constantText(typescript: typeof ts, node: ts.Expression, names: TestNames): string | undefined {
  if (typescript.isStringLiteralLike(node) || typescript.isNumericLiteral(node)) return node.text;
  if (typescript.isIdentifier(node)) return names.constants.get(node.text);
  if (typescript.isBinaryExpression(node)) {
    if (node.operatorToken.kind !== typescript.SyntaxKind.PlusToken) return undefined;
    const left = constantText(typescript, node.left, names);
    const right = constantText(typescript, node.right, names);
    return left === undefined || right === undefined ? undefined : left + right;
  }
  if (!typescript.isTemplateExpression(node)) return undefined;
  let text = node.head.text;
  for (const span of node.templateSpans) {
    const value = constantText(typescript, span.expression, names);
    if (value === undefined) return undefined;
    text += value + span.literal.text;
  }
  return text;
}

function firstParameter(typescript: typeof ts, body: ts.ArrowFunction | ts.FunctionExpression): string | undefined {
  const name = body.parameters[0]?.name;
  return name !== undefined && typescript.isIdentifier(name) ? name.text : undefined;
}
