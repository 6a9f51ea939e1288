import type ts from 'typescript';
import { assertionsOf, type Assertion } from './assertions.ts';
import { followUnit, mentions, visitAll, type DataFlow } from './data-flow.ts';
import { forbiddenCode, rootName } from './forbidden-code.ts';

const snapshots = /snapshot$/i;
const mockers = new Set([
  'mock',
  'doMock',
  'unstable_mockModule',
  'importMock',
  'requireMock',
  'createMockFromModule',
  'module',
  'replaceEsm',
]);
const mockRoots = new Set(['vi', 'jest', 'vitest', 'mock', 'td']);
const turnedOff = new Set(['only', 'skip', 'todo', 'fails', 'failing', 'skipIf', 'runIf']);
const testWords = new Set(['it', 'test', 'specify', 'describe', 'context', 'suite']);
/** Members that replace a member of an object that they are given. */
const replacers = new Set(['method', 'getter', 'setter', 'property', 'stub', 'replace', 'replaceGetter', 'replaceProperty']);

/**
 * Why a test file that holds one test proves nothing or does harm, in words that follow "it"; undefined when it is
 * honest: an assertion that always runs depends on what the unit did.
 */
export function judgeJavaScript(
  typescript: typeof ts,
  test: { readonly path: string; readonly text: string; readonly isUnit: (module: string) => boolean },
): string | undefined {
  const file = typescript.createSourceFile(test.path, test.text, typescript.ScriptTarget.Latest, true);
  const forbidden = forbiddenCode(typescript, file) ?? badCall(typescript, file, test.isUnit);
  if (forbidden !== undefined) return forbidden;
  const flow = followUnit(typescript, file, test.isUnit);
  if (mocksMembers(typescript, file, flow)) return 'replaces parts of the unit under test by mocks';
  const assertions = assertionsOf(typescript, file);
  const snapshot = assertions.find((assertion) => snapshots.test(assertion.matcher));
  if (snapshot !== undefined) return `records a snapshot (${snapshot.matcher}) instead of asserting what is right`;
  return judgeAssertions(typescript, file, assertions, flow);
}

function judgeAssertions(typescript: typeof ts, file: ts.SourceFile, assertions: readonly Assertion[], flow: DataFlow): string | undefined {
  if (assertions.length === 0) return 'asserts nothing';
  const unawaited = assertions.find((assertion) => assertion.unawaited);
  if (unawaited !== undefined) return `does not wait for the assertion \`${shorten(unawaited.call.getText(file))}\``;
  const dependent = assertions.filter((assertion) => assertion.actual !== undefined && flow.dependsOnUnit(assertion.actual));
  if (dependent.length === 0) return 'asserts nothing that depends on the unit under test';
  const telling = dependent.filter((assertion) => !comparesWithItself(file, assertion));
  if (telling.length === 0) return 'compares the unit only with itself';
  const counted = countsAssertions(typescript, file);
  if (!counted && telling.every((assertion) => assertion.conditional))
    return 'asserts only where it may never run: in a branch, a catch or a callback';
  return undefined;
}

function comparesWithItself(file: ts.SourceFile, assertion: Assertion): boolean {
  return (
    assertion.actual !== undefined && assertion.expected.some((expected) => expected.getText(file) === assertion.actual?.getText(file))
  );
}

/** `expect.assertions(n)` and `expect.hasAssertions()` make sure that conditional assertions ran. */
function countsAssertions(typescript: typeof ts, file: ts.SourceFile): boolean {
  let found = false;
  visitAll(typescript, file, (node) => {
    found ||=
      typescript.isPropertyAccessExpression(node) &&
      typescript.isIdentifier(node.expression) &&
      node.expression.text === 'expect' &&
      (node.name.text === 'assertions' || node.name.text === 'hasAssertions');
  });
  return found;
}

function badCall(typescript: typeof ts, file: ts.SourceFile, isUnit: (module: string) => boolean): string | undefined {
  let found: string | undefined;
  visitAll(typescript, file, (node) => {
    found ??= turnedOffBy(typescript, node) ?? (mocksModule(typescript, node, isUnit) ? 'mocks the unit under test' : undefined);
  });
  return found;
}

/** `it.skip`, `xit`, `{ skip: true }`, `t.skip()`, `this.retries(3)`: marks that make a test say nothing, or silence others. */
function turnedOffBy(typescript: typeof ts, node: ts.Node): string | undefined {
  if (typescript.isPropertyAccessExpression(node) && turnedOff.has(node.name.text) && testWords.has(rootName(typescript, node) ?? ''))
    return `is marked .${node.name.text}`;
  if (!typescript.isCallExpression(node)) return undefined;
  const callee = node.expression;
  if (typescript.isIdentifier(callee)) {
    if (/^(xit|xtest|xdescribe|xspecify|xcontext|fit|fdescribe)$/.test(callee.text)) return `is marked ${callee.text}`;
    return testWords.has(callee.text) ? turnedOffByOptions(typescript, node) : undefined;
  }
  if (!typescript.isPropertyAccessExpression(callee)) return undefined;
  const ofTest = callee.expression.kind === typescript.SyntaxKind.ThisKeyword || isTestContext(typescript, callee.expression);
  if (ofTest && ['skip', 'todo'].includes(callee.name.text)) return `calls ${callee.getText()}`;
  const retries =
    (callee.expression.kind === typescript.SyntaxKind.ThisKeyword && callee.name.text === 'retries') || callee.name.text === 'retryTimes';
  return retries ? `hides failures by trying again (${callee.getText()})` : undefined;
}

/** The second of three arguments, as Node's test runner takes it. */
function turnedOffByOptions(typescript: typeof ts, call: ts.CallExpression): string | undefined {
  const [, options] = call.arguments;
  if (options === undefined || !typescript.isObjectLiteralExpression(options)) return undefined;
  const off = options.properties.find((property) =>
    ['skip', 'todo', 'only', 'expectFailure', 'retry'].includes(property.name?.getText() ?? ''),
  );
  return off === undefined ? undefined : `is marked ${off.getText()}`;
}

/** The parameter of the test's own callback: `t` of `test('…', (t) => …)`. */
function isTestContext(typescript: typeof ts, node: ts.Expression): boolean {
  if (!typescript.isIdentifier(node)) return false;
  for (let outer: ts.Node | undefined = node; outer !== undefined; outer = outer.parent) {
    if (!typescript.isArrowFunction(outer) && !typescript.isFunctionExpression(outer)) continue;
    const { parent } = outer;
    const isTests = typescript.isCallExpression(parent) && testWords.has(rootName(typescript, parent.expression) ?? '');
    if (isTests && outer.parameters[0]?.name.getText() === node.text) return true;
  }
  return false;
}

function mocksModule(typescript: typeof ts, node: ts.Node, isUnit: (module: string) => boolean): boolean {
  if (!typescript.isCallExpression(node) || !typescript.isPropertyAccessExpression(node.expression)) return false;
  if (!mockers.has(node.expression.name.text)) return false;
  const [module] = node.arguments;
  const named = module === undefined ? undefined : moduleNamed(typescript, module);
  const owner = node.expression.expression;
  const mocks = mockRoots.has(rootName(typescript, owner) ?? '') || isMockOfContext(typescript, owner);
  return mocks && named !== undefined && isUnit(named);
}

/** `t.mock` of Node's test runner. */
function isMockOfContext(typescript: typeof ts, owner: ts.Expression): boolean {
  return typescript.isPropertyAccessExpression(owner) && owner.name.text === 'mock';
}

function moduleNamed(typescript: typeof ts, argument: ts.Expression): string | undefined {
  if (typescript.isStringLiteralLike(argument)) return argument.text;
  const [inner] = typescript.isCallExpression(argument) ? argument.arguments : [];
  return inner !== undefined && typescript.isStringLiteralLike(inner) ? inner.text : undefined;
}

/** `vi.spyOn(unit, 'part')` with an implementation of its own, `mock.method(unit, 'part', …)`, `sinon.stub(unit, 'part')`. */
function mocksMembers(typescript: typeof ts, file: ts.SourceFile, flow: DataFlow): boolean {
  let found = false;
  visitAll(typescript, file, (node) => {
    if (!typescript.isCallExpression(node) || !typescript.isPropertyAccessExpression(node.expression)) return;
    const [target] = node.arguments;
    found ||=
      replacesMember(typescript, node, node.expression) &&
      target !== undefined &&
      typescript.isIdentifier(target) &&
      mentions(typescript, target, (name) => flow.unit.has(name));
  });
  return found;
}

function replacesMember(typescript: typeof ts, call: ts.CallExpression, callee: ts.PropertyAccessExpression): boolean {
  const { parent } = call;
  if (callee.name.text === 'spyOn')
    return typescript.isPropertyAccessExpression(parent) && /^mock(Implementation|Return|Resolved|Rejected)/.test(parent.name.text);
  if (!replacers.has(callee.name.text)) return false;
  const root = rootName(typescript, callee.expression) ?? '';
  // Node's `mock.method` without an implementation only watches.
  if (callee.name.text === 'method')
    return call.arguments.length > 2 && (root === 'mock' || isMockOfContext(typescript, callee.expression));
  return /^(sinon|sandbox|td|jest|mock)$/.test(root) || isMockOfContext(typescript, callee.expression);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}
