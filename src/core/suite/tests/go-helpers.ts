import type { HelperInFile, HelperScope } from './test-helper.ts';
import { children, lineOf, textOf, type SyntaxNode } from './syntax-node.ts';

/** A helper of a Go file with the package that sees it. */
export interface GoHelper {
  readonly package: string;
  /** Absent: the file has none; the package is told all the same. */
  readonly helper?: HelperInFile;
}

const suiteHooks: ReadonlyMap<string, HelperScope> = new Map([
  ['SetupSuite', 'class'],
  ['TearDownSuite', 'class'],
  ['SetupTest', 'function'],
  ['TearDownTest', 'function'],
  ['SetupSubTest', 'function'],
  ['TearDownSubTest', 'function'],
  ['BeforeTest', 'function'],
  ['AfterTest', 'function'],
]);

/** `TestMain`, functions that call `Helper()` on a parameter of theirs, and hooks of testify's suites. */
export function readGoHelpers(root: SyntaxNode): readonly GoHelper[] {
  const clause = children(root).find((node) => node.type === 'package_clause');
  const own = clause === undefined ? '' : (children(clause)[0]?.text ?? '');
  const found: GoHelper[] = [{ package: own }];
  for (const node of children(root)) {
    const helper =
      node.type === 'function_declaration' ? ofFunction(node) : node.type === 'method_declaration' ? ofMethod(node) : undefined;
    if (helper !== undefined) found.push({ package: own, helper });
  }
  return found;
}

function ofFunction(node: SyntaxNode): HelperInFile | undefined {
  const name = textOf(node, 'name');
  if (name === 'TestMain') return { kind: 'hook', name, line: lineOf(node), scope: 'package' };
  return callsHelper(node) ? { kind: 'fixture', name, line: lineOf(node) } : undefined;
}

function ofMethod(node: SyntaxNode): HelperInFile | undefined {
  const name = textOf(node, 'name');
  const type = node.childForFieldName('receiver')?.descendantsOfType('type_identifier')[0]?.text;
  const groups = type === undefined ? {} : { groups: [type] };
  const scope = suiteHooks.get(name);
  if (scope !== undefined) return { kind: 'hook', name, line: lineOf(node), ...groups, scope };
  return callsHelper(node) ? { kind: 'fixture', name, line: lineOf(node), ...groups } : undefined;
}

function callsHelper(node: SyntaxNode): boolean {
  const body = node.childForFieldName('body');
  const parameters = children(node.childForFieldName('parameters') ?? node)
    .filter((child) => child.type === 'parameter_declaration')
    .flatMap((child) => children(child).filter((each) => each.type === 'identifier'))
    .map((each) => each.text);
  return body !== null && calls(body, new Set(parameters));
}

/** Not within functions in it: those mark themselves. */
function calls(node: SyntaxNode, parameters: ReadonlySet<string>): boolean {
  if (node.type === 'func_literal') return false;
  if (node.type === 'call_expression') {
    const called = node.childForFieldName('function');
    const isHelper = called?.type === 'selector_expression' && textOf(called, 'field') === 'Helper';
    if (isHelper && parameters.has(textOf(called, 'operand'))) return true;
  }
  return children(node).some((child) => calls(child, parameters));
}
