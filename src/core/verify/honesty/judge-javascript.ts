import type ts from 'typescript';
import { assertionsOf, type Assertion } from './assertions.ts';
import { followUnit, mentions, visitAll, type DataFlow } from './data-flow.ts';
import { forbiddenCode, rootName } from './forbidden-code.ts';

const snapshots = /Snapshot$/;
const mockers = new Set(['mock', 'doMock', 'unstable_mockModule', 'importMock']);
const turnedOff = new Set(['only', 'skip', 'todo', 'fails', 'skipIf', 'runIf']);

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
    if (found !== undefined) return;
    if (typescript.isPropertyAccessExpression(node) && turnedOff.has(node.name.text)) {
      const root = rootName(typescript, node);
      if (root === 'it' || root === 'test' || root === 'describe') found = `is marked .${node.name.text}`;
    }
    if (!typescript.isCallExpression(node)) return;
    if (typescript.isIdentifier(node.expression) && /^(xit|xtest|xdescribe|fit|fdescribe)$/.test(node.expression.text))
      found = `is marked ${node.expression.text}`;
    if (!typescript.isPropertyAccessExpression(node.expression) || !mockers.has(node.expression.name.text)) return;
    const root = rootName(typescript, node.expression);
    const [module] = node.arguments;
    const named = module === undefined ? undefined : moduleNamed(typescript, module);
    if ((root === 'vi' || root === 'jest' || root === 'vitest') && named !== undefined && isUnit(named))
      found = 'mocks the unit under test';
  });
  return found;
}

function moduleNamed(typescript: typeof ts, argument: ts.Expression): string | undefined {
  if (typescript.isStringLiteralLike(argument)) return argument.text;
  const [inner] = typescript.isCallExpression(argument) ? argument.arguments : [];
  return inner !== undefined && typescript.isStringLiteralLike(inner) ? inner.text : undefined;
}

/** `vi.spyOn(unit, 'part')` with an implementation of its own. */
function mocksMembers(typescript: typeof ts, file: ts.SourceFile, flow: DataFlow): boolean {
  let found = false;
  visitAll(typescript, file, (node) => {
    if (
      !typescript.isCallExpression(node) ||
      !typescript.isPropertyAccessExpression(node.expression) ||
      node.expression.name.text !== 'spyOn'
    )
      return;
    const [target] = node.arguments;
    const parent = node.parent;
    const replaced =
      typescript.isPropertyAccessExpression(parent) && /^mock(Implementation|Return|Resolved|Rejected)/.test(parent.name.text);
    found ||=
      replaced && target !== undefined && typescript.isIdentifier(target) && mentions(typescript, target, (name) => flow.unit.has(name));
  });
  return found;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}
