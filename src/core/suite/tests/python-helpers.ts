import type { HelperInFile, HelperScope } from './test-helper.ts';
import { children, lineOf, textOf, type SyntaxNode } from './syntax-node.ts';

/** What a Python file has for tests, and where more of it comes from. */
export type PythonHelper =
  | { readonly is: 'helper'; readonly helper: HelperInFile }
  /** A module of `pytest_plugins`: all its fixtures count. */
  | { readonly is: 'plugin'; readonly specifier: string }
  /** Names that are imported at the top of the file; fixtures among them count here too. `all`: `*`. */
  | { readonly is: 'imported'; readonly specifier: string; readonly names: readonly string[]; readonly all: boolean };

const hooks: ReadonlyMap<string, HelperScope> = new Map([
  ['setUp', 'function'],
  ['tearDown', 'function'],
  ['asyncSetUp', 'function'],
  ['asyncTearDown', 'function'],
  ['setup_method', 'function'],
  ['teardown_method', 'function'],
  ['setUpClass', 'class'],
  ['tearDownClass', 'class'],
  ['setUpTestData', 'class'],
  ['setup_class', 'class'],
  ['teardown_class', 'class'],
]);

const moduleHooks: ReadonlyMap<string, HelperScope> = new Map([
  ['setUpModule', 'module'],
  ['tearDownModule', 'module'],
  ['setup_module', 'module'],
  ['teardown_module', 'module'],
  ['setup_function', 'function'],
  ['teardown_function', 'function'],
]);

/** Fixtures of pytest by their decorator, hooks of unittest and of pytest's xunit style by their names. */
export function readPythonHelpers(root: SyntaxNode): readonly PythonHelper[] {
  const found: PythonHelper[] = [];
  visitBody(root, [], found);
  return found;
}

function visitBody(body: SyntaxNode, groups: readonly string[], found: PythonHelper[]): void {
  for (const statement of children(body)) {
    switch (statement.type) {
      case 'decorated_definition': {
        const definition = statement.childForFieldName('definition');
        if (definition !== null) visitDefinition(definition, statement, groups, found);
        break;
      }
      case 'function_definition':
      case 'class_definition':
        visitDefinition(statement, undefined, groups, found);
        break;
      case 'expression_statement':
        if (groups.length === 0) found.push(...pluginsOf(statement));
        break;
      case 'import_from_statement':
        if (groups.length === 0) found.push(importOf(statement));
        break;
      // What is only defined on some systems or versions.
      case 'if_statement':
      case 'try_statement':
      case 'else_clause':
      case 'elif_clause':
      case 'except_clause':
      case 'with_statement':
      case 'block':
        visitBody(statement, groups, found);
        break;
    }
  }
}

function visitDefinition(node: SyntaxNode, decorated: SyntaxNode | undefined, groups: readonly string[], found: PythonHelper[]): void {
  const name = textOf(node, 'name');
  const inGroup = groups.length === 0 ? {} : { groups };
  if (node.type === 'class_definition') {
    const body = node.childForFieldName('body');
    if (body !== null) visitBody(body, [...groups, name], found);
    return;
  }
  const line = lineOf(node.childForFieldName('name') ?? node);
  const fixture = decorated === undefined ? undefined : fixtureOf(decorated);
  if (fixture !== undefined) {
    const { name: given, ...rest } = fixture;
    found.push({ is: 'helper', helper: { kind: 'fixture', name: given ?? name, line, ...inGroup, ...rest } });
    return;
  }
  const scope = (groups.length === 0 ? moduleHooks : hooks).get(name);
  if (scope !== undefined) found.push({ is: 'helper', helper: { kind: 'hook', name, line, ...inGroup, scope } });
}

const scopes: readonly string[] = ['function', 'class', 'module', 'package', 'session'] satisfies readonly HelperScope[];

function isScope(text: string | undefined): text is HelperScope {
  return text !== undefined && scopes.includes(text);
}

/** `@pytest.fixture`, `@fixture(scope="module", autouse=True, name="db")`, `@pytest_asyncio.fixture`. */
function fixtureOf(decorated: SyntaxNode): { readonly name?: string; readonly scope?: HelperScope; readonly autouse?: true } | undefined {
  for (const decorator of children(decorated).filter((child) => child.type === 'decorator')) {
    const [expression] = children(decorator);
    if (expression === undefined) continue;
    const called = expression.type === 'call' ? (expression.childForFieldName('function') ?? expression) : expression;
    const last = called.type === 'attribute' ? textOf(called, 'attribute') : called.text;
    if (last !== 'fixture' && last !== 'yield_fixture') continue;
    const options = expression.type === 'call' ? argumentsOf(expression) : new Map<string, SyntaxNode>();
    const scope = options.get('scope');
    const told = scope === undefined ? 'function' : stringText(scope);
    const name = stringText(options.get('name'));
    return {
      ...(name === undefined ? {} : { name }),
      // A function that chooses the scope is only known in a run.
      ...(isScope(told) ? { scope: told } : {}),
      ...(options.get('autouse')?.type === 'true' ? { autouse: true as const } : {}),
    };
  }
  return undefined;
}

function argumentsOf(call: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode>();
  for (const argument of children(call.childForFieldName('arguments') ?? call)) {
    const value = argument.type === 'keyword_argument' ? argument.childForFieldName('value') : null;
    if (value !== null) found.set(textOf(argument, 'name'), value);
  }
  return found;
}

/** Text of a string without interpolations. */
function stringText(node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== 'string') return undefined;
  const parts = children(node);
  if (parts.some((part) => part.type === 'interpolation')) return undefined;
  return parts
    .filter((part) => part.type === 'string_content')
    .map((part) => part.text)
    .join('');
}

/** `pytest_plugins = ["tests.plugins.db"]`, also as one string or a tuple, and `pytest_plugins += […]`. */
function pluginsOf(statement: SyntaxNode): readonly PythonHelper[] {
  const [assigned] = children(statement);
  if (assigned === undefined || textOf(assigned, 'left') !== 'pytest_plugins') return [];
  const value = assigned.childForFieldName('right');
  if (value === null) return [];
  const strings = value.type === 'string' ? [value] : children(value);
  return strings.flatMap((each) => {
    const specifier = stringText(each);
    return specifier === undefined ? [] : [{ is: 'plugin' as const, specifier }];
  });
}

function importOf(statement: SyntaxNode): PythonHelper {
  const module = statement.childForFieldName('module_name');
  const rest = children(statement).filter((child) => child.id !== module?.id);
  return {
    is: 'imported',
    specifier: module?.text ?? '',
    names: rest.map((child) => (child.type === 'aliased_import' ? textOf(child, 'name') : child.text)),
    all: rest.some((child) => child.type === 'wildcard_import'),
  };
}
