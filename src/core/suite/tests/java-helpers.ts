import type { HelperInFile, HelperScope } from './test-helper.ts';
import { children, lineOf, textOf, type SyntaxNode } from './syntax-node.ts';

/** What a Java file has for tests: a helper, or a class that a class of the file descends from and that may have more. */
export type JavaHelper = { readonly is: 'helper'; readonly helper: HelperInFile } | { readonly is: 'superclass'; readonly name: string };

/** Annotations of methods of JUnit 4, JUnit 5 and TestNG. */
const hooks: ReadonlyMap<string, HelperScope> = new Map([
  ['BeforeEach', 'function'],
  ['AfterEach', 'function'],
  ['Before', 'function'],
  ['After', 'function'],
  ['BeforeMethod', 'function'],
  ['AfterMethod', 'function'],
  ['BeforeAll', 'class'],
  ['AfterAll', 'class'],
  ['BeforeClass', 'class'],
  ['AfterClass', 'class'],
  ['BeforeTest', 'package'],
  ['AfterTest', 'package'],
  ['BeforeSuite', 'session'],
  ['AfterSuite', 'session'],
]);

const rules: ReadonlyMap<string, HelperScope> = new Map([
  ['Rule', 'function'],
  ['ClassRule', 'class'],
]);

export function readJavaHelpers(root: SyntaxNode): readonly JavaHelper[] {
  const found: JavaHelper[] = [];
  for (const node of children(root)) visitType(node, [], found);
  return found;
}

function visitType(node: SyntaxNode, around: readonly string[], found: JavaHelper[]): void {
  const body = node.childForFieldName('body');
  if (body === null || !/^(?:class|record|interface|enum)_declaration$/.test(node.type)) return;
  const groups = [...around, textOf(node, 'name')];
  const above = node.childForFieldName('superclass')?.descendantsOfType('type_identifier')[0]?.text;
  if (above !== undefined && above !== 'TestCase') found.push({ is: 'superclass', name: above });
  for (const annotation of annotationsOf(node)) {
    if (annotation.name !== 'ExtendWith' && annotation.name !== 'RunWith') continue;
    for (const name of classesIn(annotation.node)) {
      found.push({ is: 'helper', helper: { kind: 'fixture', name, line: lineOf(annotation.node), groups, scope: 'class', autouse: true } });
    }
  }
  for (const member of children(body)) {
    if (member.type === 'method_declaration') visitMethod(member, groups, above === 'TestCase', found);
    else if (member.type === 'field_declaration') visitField(member, groups, found);
    else visitType(member, groups, found);
  }
}

function visitMethod(node: SyntaxNode, groups: readonly string[], junit3: boolean, found: JavaHelper[]): void {
  const method = textOf(node, 'name');
  const line = lineOf(node.childForFieldName('name') ?? node);
  const add = (helper: Omit<HelperInFile, 'line' | 'groups'>): void => {
    found.push({ is: 'helper', helper: { ...helper, line, groups } });
  };
  for (const { name } of annotationsOf(node)) {
    const scope = hooks.get(name);
    if (scope !== undefined) add({ kind: 'hook', name: `@${name} ${method}`, scope });
    const rule = rules.get(name);
    if (rule !== undefined) add({ kind: 'fixture', name: method, scope: rule, autouse: true });
  }
  if (junit3 && (method === 'setUp' || method === 'tearDown')) add({ kind: 'hook', name: method, scope: 'function' });
}

/** `@Rule public TemporaryFolder folder = …`, `@RegisterExtension static Server server = …`. */
function visitField(node: SyntaxNode, groups: readonly string[], found: JavaHelper[]): void {
  const modifiers = children(node).find((child) => child.type === 'modifiers');
  const isStatic = modifiers?.children.some((child) => child?.type === 'static') === true;
  for (const { name } of annotationsOf(node)) {
    const scope = name === 'RegisterExtension' ? (isStatic ? 'class' : 'function') : rules.get(name);
    if (scope === undefined) continue;
    for (const declarator of children(node).filter((child) => child.type === 'variable_declarator')) {
      const helper: HelperInFile = {
        kind: 'fixture',
        name: textOf(declarator, 'name'),
        line: lineOf(declarator),
        groups,
        scope,
        autouse: true,
      };
      found.push({ is: 'helper', helper });
    }
  }
}

function annotationsOf(node: SyntaxNode): readonly { readonly name: string; readonly node: SyntaxNode }[] {
  const modifiers = children(node).find((child) => child.type === 'modifiers');
  if (modifiers === undefined) return [];
  return children(modifiers)
    .filter((child) => child.type === 'marker_annotation' || child.type === 'annotation')
    .map((child) => ({ name: textOf(child, 'name').split('.').at(-1) ?? '', node: child }));
}

/** `MockitoExtension` of `@ExtendWith({ MockitoExtension.class })`. */
function classesIn(annotation: SyntaxNode): readonly string[] {
  return annotation.descendantsOfType('class_literal').flatMap((each) => {
    const type = each === null ? undefined : children(each)[0];
    return type === undefined ? [] : [type.text];
  });
}
