import type ts from 'typescript';
import type { FrameworkId } from '../framework.ts';
import type { FoundTest } from './found-test.ts';
import type { HelperInFile, HelperScope } from './test-helper.ts';

type Often = 'each' | 'all';

const everywhere: readonly (readonly [string, Often])[] = [
  ['beforeEach', 'each'],
  ['afterEach', 'each'],
  ['beforeAll', 'all'],
  ['afterAll', 'all'],
];
const once: readonly (readonly [string, Often])[] = [
  ['before', 'all'],
  ['after', 'all'],
];
const tdd: readonly (readonly [string, Often])[] = [
  ['setup', 'each'],
  ['teardown', 'each'],
  ['suiteSetup', 'all'],
  ['suiteTeardown', 'all'],
];

function hooksOf(framework: FrameworkId): ReadonlyMap<string, Often> {
  if (framework === 'mocha') return new Map([...everywhere, ...once, ...tdd]);
  return new Map(framework === 'node-test' ? [...everywhere, ...once] : everywhere);
}

const frameworkModule = /^(?:vitest|@jest\/globals|mocha|node:test|bun:test|@playwright\/test|@effect\/vitest)$/;

/**
 * Hooks of the framework under the names that the file gives them, with the groups around them, and fixtures of
 * `test.extend({…})`. `tests`: what {@link FoundTest} says of the same file.
 */
export function readJavaScriptHelpers(
  typescript: typeof ts,
  path: string,
  text: string,
  framework: FrameworkId,
  tests: readonly FoundTest[],
): readonly HelperInFile[] {
  const file = typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest, true);
  const hooks = hooksOf(framework);
  const names = localNames(typescript, file, hooks);
  const found: HelperInFile[] = [];
  const visit = (node: ts.Node): void => {
    if (typescript.isCallExpression(node)) {
      const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
      const name = hookOf(typescript, node, names, hooks);
      if (name !== undefined) {
        const groups = groupsAround({ line: line + 1, column: character }, tests);
        const often = hooks.get(name);
        const scope: HelperScope = often === 'each' ? 'function' : groups.length > 0 ? 'class' : 'module';
        found.push({ kind: 'hook', name, line: line + 1, ...(groups.length > 0 ? { groups } : {}), scope });
      } else found.push(...extensionsOf(typescript, file, node));
    }
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

interface LocalNames {
  /** Local name → the hook's own. */
  readonly functions: ReadonlyMap<string, string>;
  /** What a hook may be a member of, besides tests and their contexts: `vitest` of `import * as vitest`. */
  readonly hidden: ReadonlySet<string>;
}

/** Globals count unless the file gives their names to something else. */
function localNames(typescript: typeof ts, file: ts.SourceFile, hooks: ReadonlyMap<string, Often>): LocalNames {
  const functions = new Map([...hooks.keys()].map((name) => [name, name]));
  const hidden = new Set<string>();
  const bind = (local: string, imported: string, module: string | undefined): void => {
    if (module !== undefined && (frameworkModule.test(module) || module === 'test')) {
      if (hooks.has(imported)) functions.set(local, imported);
      return;
    }
    functions.delete(local);
    hidden.add(local);
  };
  for (const statement of file.statements) {
    if (typescript.isImportDeclaration(statement) && typescript.isStringLiteral(statement.moduleSpecifier)) {
      const module = statement.moduleSpecifier.text;
      const bindings = statement.importClause?.namedBindings;
      if (bindings === undefined || typescript.isNamespaceImport(bindings)) continue;
      for (const element of bindings.elements) bind(element.name.text, (element.propertyName ?? element.name).text, module);
    } else if (typescript.isFunctionDeclaration(statement) && statement.name !== undefined) bind(statement.name.text, '', undefined);
    else if (typescript.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        const module = initializer === undefined ? undefined : requiredModule(typescript, initializer);
        if (typescript.isIdentifier(name)) {
          if (functions.has(name.text)) bind(name.text, memberName(typescript, initializer), module);
        } else if (typescript.isObjectBindingPattern(name)) {
          for (const element of name.elements) {
            if (!typescript.isIdentifier(element.name)) continue;
            const imported =
              element.propertyName !== undefined && typescript.isIdentifier(element.propertyName) ? element.propertyName : element.name;
            if (functions.has(element.name.text) || hooks.has(imported.text)) bind(element.name.text, imported.text, module);
          }
        }
      }
    }
  }
  return { functions, hidden };
}

function memberName(typescript: typeof ts, node: ts.Expression | undefined): string {
  return node !== undefined && typescript.isPropertyAccessExpression(node) ? node.name.text : '';
}

/** `require('node:test')`, also as `require('node:test').before`. */
function requiredModule(typescript: typeof ts, node: ts.Expression): string | undefined {
  if (typescript.isPropertyAccessExpression(node)) return requiredModule(typescript, node.expression);
  if (!typescript.isCallExpression(node) || !typescript.isIdentifier(node.expression) || node.expression.text !== 'require')
    return undefined;
  const [argument] = node.arguments;
  return argument !== undefined && typescript.isStringLiteralLike(argument) ? argument.text : undefined;
}

/** `beforeEach(…)`, `t.beforeEach(…)`, `test.beforeEach(…)`, `vitest.beforeEach(…)`: with something to run. */
function hookOf(typescript: typeof ts, call: ts.CallExpression, names: LocalNames, hooks: ReadonlyMap<string, Often>): string | undefined {
  const runs = call.arguments.some(
    (argument) =>
      typescript.isArrowFunction(argument) ||
      typescript.isFunctionExpression(argument) ||
      typescript.isIdentifier(argument) ||
      typescript.isPropertyAccessExpression(argument) ||
      typescript.isCallExpression(argument),
  );
  if (!runs) return undefined;
  const callee = call.expression;
  if (typescript.isIdentifier(callee)) return names.functions.get(callee.text);
  if (!typescript.isPropertyAccessExpression(callee) || !typescript.isIdentifier(callee.expression)) return undefined;
  // `after` and `setup` are members of many things; the long names of nothing else.
  const isHook = everywhere.some(([name]) => name === callee.name.text) || isContext(callee.expression.text, callee.name.text, hooks);
  return isHook && !names.hidden.has(callee.expression.text) ? callee.name.text : undefined;
}

function isContext(base: string, member: string, hooks: ReadonlyMap<string, Often>): boolean {
  return /^(?:t|test|it|mocha|ctx|context|suite|describe)$/.test(base) && hooks.has(member);
}

/** `test.extend({ db: async ({}, use) => …, clock: [async …, { scope: 'file', auto: true }] })`. */
function extensionsOf(typescript: typeof ts, file: ts.SourceFile, call: ts.CallExpression): readonly HelperInFile[] {
  const callee = call.expression;
  const [given] = call.arguments;
  if (!typescript.isPropertyAccessExpression(callee) || callee.name.text !== 'extend' || given === undefined) return [];
  const isTest = typescript.isIdentifier(callee.expression) && /^(?:test|it|base|baseTest|testBase)$/.test(callee.expression.text);
  if (!isTest || !typescript.isObjectLiteralExpression(given)) return [];
  return given.properties.flatMap((property) => {
    const { name } = property;
    if (name === undefined || !(typescript.isIdentifier(name) || typescript.isStringLiteralLike(name))) return [];
    const line = file.getLineAndCharacterOfPosition(property.getStart(file)).line + 1;
    const value = typescript.isPropertyAssignment(property) ? property.initializer : undefined;
    const options = value !== undefined && typescript.isArrayLiteralExpression(value) ? value.elements[1] : undefined;
    return [{ kind: 'fixture' as const, name: name.text, line, ...optionsOf(typescript, options) }];
  });
}

function optionsOf(typescript: typeof ts, options: ts.Expression | undefined): Pick<HelperInFile, 'scope' | 'autouse'> {
  let scope: HelperScope = 'function';
  let autouse = false;
  if (options !== undefined && typescript.isObjectLiteralExpression(options)) {
    for (const property of options.properties) {
      if (!typescript.isPropertyAssignment(property) || !typescript.isIdentifier(property.name)) continue;
      const { text } = property.name;
      const value = property.initializer;
      if (text === 'auto') autouse = value.kind === typescript.SyntaxKind.TrueKeyword;
      if (text === 'scope' && typescript.isStringLiteralLike(value)) {
        scope = value.text === 'file' ? 'module' : value.text === 'worker' ? 'session' : 'function';
      }
    }
  }
  return { scope, ...(autouse ? { autouse: true as const } : {}) };
}

function groupsAround(at: { readonly line: number; readonly column: number }, tests: readonly FoundTest[]): readonly string[] {
  let around: readonly string[] = [];
  for (const { range, groups, title } of tests) {
    const after = at.line > range.start.line || (at.line === range.start.line && at.column > range.start.column);
    const before = at.line < range.end.line || (at.line === range.end.line && at.column < range.end.column);
    if (after && before && groups.length >= around.length) around = [...groups, title];
  }
  return around;
}
