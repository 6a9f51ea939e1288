import type ts from 'typescript';
import type { AssertionStyle } from '../../framework.ts';

type AssertModule = Extract<AssertionStyle, { readonly library: 'assert' }>['from'];

interface Counts {
  expect: number;
  chai: number;
  assert: number;
  /** Tests that import `expect` from the package of that name. */
  packaged: number;
  chaiImported: number;
  chaiProperties: number;
  readonly modules: Map<AssertModule, number>;
  readonly imported: Map<'default' | 'namespace' | 'strict', number>;
  plain: number;
  spelled: number;
}

const assertModules: readonly string[] = ['node:assert/strict', 'node:assert', 'assert/strict', 'assert'] satisfies readonly AssertModule[];
const chaiProperties = new Set(['true', 'false', 'null', 'undefined', 'NaN', 'empty', 'ok', 'exist']);

/**
 * What the given test files (their texts) assert with, by what they import and how they write it; undefined when they
 * do not tell. `expect(…).to.…` of which nothing is imported is Chai made global.
 */
export function readAssertionStyle(typescript: typeof ts, texts: readonly string[]): AssertionStyle | undefined {
  const counts: Counts = {
    expect: 0,
    chai: 0,
    assert: 0,
    packaged: 0,
    chaiImported: 0,
    chaiProperties: 0,
    modules: new Map(),
    imported: new Map(),
    plain: 0,
    spelled: 0,
  };
  for (const text of texts) countFile(typescript, text, counts);
  const most = Math.max(counts.expect, counts.chai, counts.assert);
  if (most === 0) return undefined;
  if (counts.chai === most) return { library: 'chai', global: counts.chaiImported === 0, properties: counts.chaiProperties > 0 };
  if (counts.expect === most) return counts.packaged > 0 ? { library: 'expect', from: 'expect' } : { library: 'expect' };
  const from = mostOf(counts.modules) ?? 'node:assert/strict';
  const imported = mostOf(counts.imported) ?? 'default';
  const strict = from.endsWith('/strict') || imported === 'strict';
  return { library: 'assert', from, imported, plain: strict && counts.plain > counts.spelled };
}

function countFile(typescript: typeof ts, text: string, counts: Counts): void {
  const file = typescript.createSourceFile('test.tsx', text, typescript.ScriptTarget.Latest, true);
  const before = counts.assert;
  let chai = false;
  const visit = (node: ts.Node): void => {
    const module = moduleOf(typescript, node);
    if (module === 'chai') {
      chai = true;
      counts.chaiImported += 1;
    } else if (module === 'expect') counts.packaged += 1;
    else if (isAssertModule(module)) {
      add(counts.modules, module);
      add(counts.imported, importedAs(typescript, node));
    }
    countAssertion(typescript, node, counts);
    typescript.forEachChild(node, visit);
  };
  visit(file);
  if (!chai) return;
  // What such a file calls `assert` is Chai's; one that only sets it up, or writes `should`, still says which library it is.
  counts.chai += 1 + counts.assert - before;
  counts.assert = before;
}

function countAssertion(typescript: typeof ts, node: ts.Node, counts: Counts): void {
  if (typescript.isCallExpression(node) && typescript.isIdentifier(node.expression) && node.expression.text === 'expect') {
    const { parent } = node;
    const word = typescript.isPropertyAccessExpression(parent) && parent.expression === node ? parent.name.text : '';
    if (/^to[A-Z]|^(not|resolves|rejects)$/.test(word)) counts.expect += 1;
    else if (word !== '') counts.chai += 1;
  }
  if (
    typescript.isExpressionStatement(node) &&
    typescript.isPropertyAccessExpression(node.expression) &&
    chaiProperties.has(node.expression.name.text) &&
    startsAtExpect(typescript, node.expression)
  )
    counts.chaiProperties += 1;
  if (!typescript.isCallExpression(node)) return;
  const callee = node.expression;
  if (typescript.isIdentifier(callee) && callee.text === 'assert') counts.assert += 1;
  if (!typescript.isPropertyAccessExpression(callee) || !typescript.isIdentifier(callee.expression) || callee.expression.text !== 'assert')
    return;
  counts.assert += 1;
  if (['equal', 'deepEqual', 'notEqual'].includes(callee.name.text)) counts.plain += 1;
  else if (['strictEqual', 'deepStrictEqual', 'notStrictEqual'].includes(callee.name.text)) counts.spelled += 1;
}

function startsAtExpect(typescript: typeof ts, node: ts.Expression): boolean {
  let inner = node;
  while (typescript.isPropertyAccessExpression(inner) || typescript.isCallExpression(inner)) inner = inner.expression;
  return typescript.isIdentifier(inner) && inner.text === 'expect';
}

function moduleOf(typescript: typeof ts, node: ts.Node): string | undefined {
  if (typescript.isImportDeclaration(node) && typescript.isStringLiteralLike(node.moduleSpecifier)) return node.moduleSpecifier.text;
  if (typescript.isImportEqualsDeclaration(node) && typescript.isExternalModuleReference(node.moduleReference)) {
    const named = node.moduleReference.expression;
    return typescript.isStringLiteralLike(named) ? named.text : undefined;
  }
  if (!typescript.isCallExpression(node) || !typescript.isIdentifier(node.expression) || node.expression.text !== 'require')
    return undefined;
  const [first] = node.arguments;
  return first !== undefined && typescript.isStringLiteralLike(first) ? first.text : undefined;
}

/** `strict`: `import { strict as assert } from 'assert'` and `require('assert').strict`. */
function importedAs(typescript: typeof ts, node: ts.Node): 'default' | 'namespace' | 'strict' {
  if (typescript.isImportDeclaration(node)) {
    const bindings = node.importClause?.namedBindings;
    if (bindings === undefined) return 'default';
    if (typescript.isNamespaceImport(bindings)) return 'namespace';
    return bindings.elements.some((element) => (element.propertyName ?? element.name).text === 'strict') ? 'strict' : 'default';
  }
  const { parent } = node;
  if (parent !== undefined && typescript.isPropertyAccessExpression(parent) && parent.name.text === 'strict') return 'strict';
  const bound = parent !== undefined && typescript.isVariableDeclaration(parent) ? parent.name : undefined;
  const picksStrict =
    bound !== undefined &&
    typescript.isObjectBindingPattern(bound) &&
    bound.elements.some((element) => (element.propertyName ?? element.name).getText() === 'strict');
  return picksStrict ? 'strict' : 'default';
}

function isAssertModule(module: string | undefined): module is AssertModule {
  return module !== undefined && assertModules.includes(module);
}

function add<T>(counts: Map<T, number>, key: T): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function mostOf<T>(counts: ReadonlyMap<T, number>): T | undefined {
  let best: readonly [T, number] | undefined;
  for (const entry of counts) if (best === undefined || entry[1] > best[1]) best = entry;
  return best?.[0];
}
