import type ts from 'typescript';
import type { Modifier } from './found-test.ts';

export type Role = 'group' | 'test';

export interface KnownFunction {
  readonly role: Role;
  readonly modifiers: readonly Modifier[];
}

/** Under which names a file calls the functions of its test framework. */
export interface TestNames {
  /** Local name → what it is. */
  readonly functions: ReadonlyMap<string, KnownFunction>;
  /** Local names of whole modules: `vitest.it(…)`, `t.test(…)`. */
  readonly namespaces: ReadonlySet<string>;
  /** What modules are asked for. */
  readonly members: ReadonlyMap<string, KnownFunction>;
  /** Names of texts that never change. */
  readonly constants: ReadonlyMap<string, string>;
  /** Classes, functions and imported names: as a title they stand for their own name. */
  readonly declared: ReadonlySet<string>;
  /** The file uses Node's own test runner, where a test needs no title. */
  readonly node: boolean;
}

const test: KnownFunction = { role: 'test', modifiers: [] };
const group: KnownFunction = { role: 'group', modifiers: [] };

const plain: ReadonlyMap<string, KnownFunction> = new Map([
  ['it', test],
  ['test', test],
  ['specify', test],
  ['describe', group],
  ['context', group],
  ['suite', group],
]);

const members: ReadonlyMap<string, KnownFunction> = new Map([
  ...plain,
  ...[...plain].flatMap(([name, known]): readonly (readonly [string, KnownFunction])[] => [
    [`x${name}`, { ...known, modifiers: ['skip'] }],
    [`f${name}`, { ...known, modifiers: ['only'] }],
  ]),
]);

const frameworkModule =
  /^(?:vitest|@jest\/globals|mocha|node:test|bun:test|@playwright\/test|@japa\/runner|@effect\/vitest|@fast-check\/(?:vitest|jest))$/;

/** Globals count unless the file gives their names to something else. */
export function namesOfTests(typescript: typeof ts, file: ts.SourceFile): TestNames {
  const functions = new Map(members);
  const namespaces = new Set<string>();
  const constants = new Map<string, string>();
  const declared = new Set<string>();
  let node = false;

  const bind = (local: string, imported: string, module: string): void => {
    const known = members.get(imported);
    const fromFramework = frameworkModule.test(module) || module === 'test';
    // A module of the project may hand out an extended `test` under its own name.
    if (known !== undefined && (fromFramework || members.has(local))) functions.set(local, known);
    else functions.delete(local);
    if (!fromFramework) declared.add(local);
  };
  const bindDefault = (local: string, module: string): void => {
    if (module === 'node:test' || module === 'test') functions.set(local, test);
    if (frameworkModule.test(module)) namespaces.add(local);
    else declared.add(local);
    if (!frameworkModule.test(module) && module !== 'test' && !members.has(local)) functions.delete(local);
  };

  for (const statement of file.statements) {
    if (typescript.isImportDeclaration(statement) && typescript.isStringLiteral(statement.moduleSpecifier)) {
      const module = statement.moduleSpecifier.text;
      node ||= module === 'node:test';
      const clause = statement.importClause;
      if (clause?.name !== undefined) bindDefault(clause.name.text, module);
      const bindings = clause?.namedBindings;
      if (bindings === undefined) continue;
      if (typescript.isNamespaceImport(bindings)) bindDefault(bindings.name.text, module);
      else for (const element of bindings.elements) bind(element.name.text, (element.propertyName ?? element.name).text, module);
    } else if (typescript.isFunctionDeclaration(statement) || typescript.isClassDeclaration(statement)) {
      const name = statement.name?.text;
      if (name === undefined) continue;
      declared.add(name);
      functions.delete(name);
    } else if (typescript.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        node ||= /\bnode:test\b/.test(declaration.initializer?.getText(file) ?? '');
        bindVariable(typescript, declaration, { functions, constants, bind, bindDefault });
      }
    }
  }
  return { functions, namespaces, members, constants, declared, node };
}

interface Bindings {
  readonly functions: Map<string, KnownFunction>;
  readonly constants: Map<string, string>;
  readonly bind: (local: string, imported: string, module: string) => void;
  readonly bindDefault: (local: string, module: string) => void;
}

/** `const { it } = require('mocha')`, `const test = base.extend({…})`, `const unit = 'price'`. */
function bindVariable(typescript: typeof ts, declaration: ts.VariableDeclaration, bindings: Bindings): void {
  const { name, initializer } = declaration;
  const module = initializer === undefined ? undefined : requiredModule(typescript, initializer);
  if (typescript.isObjectBindingPattern(name)) {
    for (const element of name.elements) {
      if (!typescript.isIdentifier(element.name)) continue;
      const imported =
        element.propertyName !== undefined && typescript.isIdentifier(element.propertyName) ? element.propertyName.text : element.name.text;
      if (module !== undefined) bindings.bind(element.name.text, imported, module);
    }
    return;
  }
  if (!typescript.isIdentifier(name)) return;
  if (initializer === undefined) return;
  if (module !== undefined) return bindings.bindDefault(name.text, module);
  if (typescript.isStringLiteralLike(initializer)) {
    bindings.constants.set(name.text, initializer.text);
    bindings.functions.delete(name.text);
    return;
  }
  const alias = aliasOf(typescript, initializer, bindings.functions);
  if (alias !== undefined) bindings.functions.set(name.text, alias);
  else bindings.functions.delete(name.text);
}

/** `require('…')`, also `require('node:test').describe` (no name of a module then). */
function requiredModule(typescript: typeof ts, node: ts.Expression): string | undefined {
  if (!typescript.isCallExpression(node) || !typescript.isIdentifier(node.expression) || node.expression.text !== 'require')
    return undefined;
  const [argument] = node.arguments;
  return argument !== undefined && typescript.isStringLiteralLike(argument) ? argument.text : undefined;
}

/** `base.extend({…})`, `it.skip`, `condition ? describe : describe.skip`, `require('node:test').it`. */
function aliasOf(typescript: typeof ts, node: ts.Expression, functions: ReadonlyMap<string, KnownFunction>): KnownFunction | undefined {
  if (typescript.isIdentifier(node)) return functions.get(node.text);
  if (typescript.isConditionalExpression(node)) {
    return aliasOf(typescript, node.whenTrue, functions) ?? aliasOf(typescript, node.whenFalse, functions);
  }
  if (typescript.isCallExpression(node) && typescript.isPropertyAccessExpression(node.expression)) {
    return /^(?:extend|extendContext|skipIf|runIf|override|scoped)$/.test(node.expression.name.text)
      ? aliasOf(typescript, node.expression.expression, functions)
      : undefined;
  }
  if (!typescript.isPropertyAccessExpression(node)) return undefined;
  if (requiredModule(typescript, node.expression) !== undefined) return members.get(node.name.text);
  const base = aliasOf(typescript, node.expression, functions);
  if (base === undefined) return undefined;
  const member = node.name.text;
  if (member === 'skip' || member === 'only' || member === 'todo') return { ...base, modifiers: [...base.modifiers, member] };
  return member === 'concurrent' || member === 'sequential' ? base : member === 'describe' ? group : undefined;
}
