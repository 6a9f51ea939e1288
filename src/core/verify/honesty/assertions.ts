import type ts from 'typescript';
import { boundNames, moduleOf, rootName } from './forbidden-code.ts';
import { visitAll } from './data-flow.ts';

/** One completed assertion of a test. */
export interface Assertion {
  /** The call, or Chai's property that asserts (`expect(x).to.be.true`). */
  readonly call: ts.Expression;
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

/** Every `expect(…).matcher(…)`, `assert…(…)`, `expect(…).to.be.true` and `….should.…` in a file. */
export function assertionsOf(typescript: typeof ts, file: ts.SourceFile): readonly Assertion[] {
  const assertNames = namesOfAssert(typescript, file);
  const found: Assertion[] = [];
  visitAll(typescript, file, (node) => {
    const assertion = typescript.isCallExpression(node)
      ? (expectation(typescript, node, node.expression, node.arguments) ?? assertCall(typescript, node, assertNames))
      : isAssertingProperty(typescript, node)
        ? expectation(typescript, node, node, [])
        : undefined;
    if (assertion === undefined) return;
    const call = node as ts.Expression;
    found.push({ call, ...assertion, conditional: mayNotRun(typescript, call) || isUnheard(typescript, call) });
  });
  return found;
}

/** Words of Chai that assert by being read. Source: https://www.chaijs.com/api/bdd/ */
const assertingProperties = new Set(
  (
    'ok true false null undefined NaN exist empty arguments Arguments ' +
    'extensible sealed frozen finite iterable numeric callable fulfilled rejected'
  ).split(' '),
);

function isAssertingProperty(typescript: typeof ts, node: ts.Node): node is ts.PropertyAccessExpression {
  if (!typescript.isPropertyAccessExpression(node) || !assertingProperties.has(node.name.text)) return false;
  const { parent } = node;
  // In the middle of a chain it is a word like any other; awaited or returned it is its end.
  return !typescript.isPropertyAccessExpression(parent) && !(typescript.isCallExpression(parent) && parent.expression === node);
}

const waitingWords = ['rejects', 'resolves', 'eventually', 'rejected', 'rejectedWith', 'fulfilled', 'become'];

/** `whole` ends a chain of words (`chain`) that begins with `expect(…)`, or goes through `.should`. */
function expectation(
  typescript: typeof ts,
  whole: ts.Expression,
  chain: ts.Expression,
  expected: readonly ts.Expression[],
): Omit<Assertion, 'call' | 'conditional'> | undefined {
  if (!typescript.isPropertyAccessExpression(chain)) return undefined;
  const words = [chain.name.text];
  let inner: ts.Expression = chain.expression;
  for (;;) {
    if (typescript.isPropertyAccessExpression(inner)) {
      if (inner.name.text === 'should') return promised(typescript, whole, { actual: inner.expression, expected, words });
      words.push(inner.name.text);
      inner = inner.expression;
    } else if (typescript.isCallExpression(inner)) {
      const begins = beginning(typescript, inner);
      if (begins !== undefined) return promised(typescript, whole, { actual: begins.actual, expected, words: [...words, ...begins.words] });
      // `expect(x).to.be.an('array').that.includes(1)`
      if (!typescript.isPropertyAccessExpression(inner.expression)) return undefined;
      inner = inner.expression;
    } else return undefined;
  }
}

function promised(
  typescript: typeof ts,
  whole: ts.Expression,
  { actual, expected, words }: { actual: ts.Expression | undefined; expected: readonly ts.Expression[]; words: readonly string[] },
): Omit<Assertion, 'call' | 'conditional'> {
  const [matcher = ''] = words;
  return { actual, expected, matcher, unawaited: words.some((word) => waitingWords.includes(word)) && !isAwaited(typescript, whole) };
}

/** What `expect(…)`, `expect.soft(…)` or `expect.poll(…)` begins with; a poll waits. */
function beginning(
  typescript: typeof ts,
  call: ts.CallExpression,
): { readonly actual: ts.Expression | undefined; readonly words: readonly string[] } | undefined {
  const callee = call.expression;
  const [actual] = call.arguments;
  if (typescript.isIdentifier(callee)) return callee.text === 'expect' ? { actual, words: [] } : undefined;
  if (!typescript.isPropertyAccessExpression(callee) || rootName(typescript, callee) !== 'expect') return undefined;
  if (callee.name.text === 'expect') return { actual, words: [] };
  if (!['soft', 'poll'].includes(callee.name.text)) return undefined;
  return { actual, words: callee.name.text === 'poll' ? ['resolves'] : [] };
}

function assertCall(
  typescript: typeof ts,
  call: ts.CallExpression,
  names: ReadonlySet<string>,
): Omit<Assertion, 'call' | 'conditional'> | undefined {
  const root = rootName(typescript, call.expression);
  if (root === undefined || (!names.has(root) && !isContextAssert(typescript, call.expression))) return undefined;
  const matcher = typescript.isPropertyAccessExpression(call.expression) ? call.expression.name.text : root;
  const waits = matcher === 'rejects' || matcher === 'doesNotReject';
  return { actual: call.arguments[0], expected: call.arguments.slice(1), matcher, unawaited: waits && !isAwaited(typescript, call) };
}

/** `t.assert.equal(…)` of Node's test runner. */
function isContextAssert(typescript: typeof ts, callee: ts.Expression): boolean {
  return (
    typescript.isPropertyAccessExpression(callee) &&
    typescript.isPropertyAccessExpression(callee.expression) &&
    callee.expression.name.text === 'assert' &&
    typescript.isIdentifier(callee.expression.expression)
  );
}

/** Names that Node's assert or Chai's goes by, and its functions imported by themselves. */
function namesOfAssert(typescript: typeof ts, file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>(['assert']);
  visitAll(typescript, file, (node) => {
    if (!/^(node:)?assert(\/strict)?$/.test(moduleOf(typescript, node) ?? '')) return;
    for (const name of boundNames(typescript, node)) names.add(name);
  });
  return names;
}

function isAwaited(typescript: typeof ts, call: ts.Expression): boolean {
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
function mayNotRun(typescript: typeof ts, call: ts.Expression): boolean {
  let node: ts.Node = call;
  for (;;) {
    const { parent } = node;
    if (parent === undefined || typescript.isSourceFile(parent)) return false;
    if (typescript.isIfStatement(parent) && parent.expression !== node) return true;
    if (typescript.isCatchClause(parent) && !failsWithoutError(typescript, parent.parent)) return true;
    if (typescript.isCaseClause(parent)) return true;
    if (typescript.isConditionalExpression(parent) && parent.condition !== node) return true;
    if (typescript.isArrowFunction(parent) || typescript.isFunctionExpression(parent)) return !isTestCallback(typescript, parent);
    node = parent;
  }
}

/** `try { await unit(); assert.fail(); } catch (error) { … }`: what stands in the catch runs, or the test fails there. */
function failsWithoutError(typescript: typeof ts, statement: ts.TryStatement): boolean {
  const last = statement.tryBlock.statements.at(-1);
  if (last === undefined) return false;
  if (typescript.isThrowStatement(last)) return true;
  return (
    typescript.isExpressionStatement(last) &&
    typescript.isCallExpression(last.expression) &&
    /(^|\.)(fail|unreachable)$/.test(last.expression.expression.getText())
  );
}

/** Within a `try` whose `catch` keeps the failure to itself. */
function isUnheard(typescript: typeof ts, call: ts.Expression): boolean {
  for (let node: ts.Node = call; node.parent !== undefined; node = node.parent) {
    const { parent } = node;
    if (!typescript.isTryStatement(parent) || parent.tryBlock !== node || parent.catchClause === undefined) continue;
    let throws = false;
    visitAll(typescript, parent.catchClause, (inner) => {
      throws ||= typescript.isThrowStatement(inner);
    });
    if (!throws) return true;
  }
  return false;
}

/** The callback of `it`/`test`, or of a call that runs it at once (`forEach`, `map`). */
function isTestCallback(typescript: typeof ts, callback: ts.Node): boolean {
  const { parent } = callback;
  if (!typescript.isCallExpression(parent)) return false;
  const root = rootName(typescript, typescript.isCallExpression(parent.expression) ? parent.expression.expression : parent.expression);
  if (root === 'it' || root === 'test' || root === 'specify') return true;
  return (
    typescript.isPropertyAccessExpression(parent.expression) &&
    ['forEach', 'map', 'every', 'some'].includes(parent.expression.name.text) &&
    !mayNotRun(typescript, parent)
  );
}
