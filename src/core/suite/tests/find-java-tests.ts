import type { FoundTest, Modifier } from './found-test.ts';
import { children, lineOf, rangeOf, textOf, type SyntaxNode } from './syntax-node.ts';

/** JUnit 4, JUnit 5, jqwik and TestNG by their annotations, JUnit 3 by its names. Groups are classes. */
export function findJavaTests(root: SyntaxNode): readonly FoundTest[] {
  const found: FoundTest[] = [];
  const imports = children(root).filter((node) => node.type === 'import_declaration');
  const testNg = imports.some((node) => /\borg\.testng\b/.test(node.text));
  for (const node of children(root)) visitType(node, [], testNg, found);
  return found;
}

interface Annotation {
  readonly name: string;
  readonly text: string;
}

function visitType(node: SyntaxNode, groups: readonly string[], testNg: boolean, found: FoundTest[]): void {
  if (!/^(?:class|record|interface|enum)_declaration$/.test(node.type)) return;
  const body = node.childForFieldName('body');
  if (body === null) return;
  const title = textOf(node, 'name');
  const annotations = annotationsOf(node);
  const inside: FoundTest[] = [];
  const classIsTest = testNg && annotations.some(({ name }) => name === 'Test');
  const junit3 = /\bTestCase\b/.test(textOf(node, 'superclass'));
  for (const member of membersOf(body)) {
    if (member.type === 'method_declaration') visitMethod(member, [...groups, title], { classIsTest, junit3 }, inside);
    else visitType(member, [...groups, title], testNg, inside);
  }
  if (inside.length === 0) return;
  found.push({
    kind: 'group',
    title,
    groups,
    range: rangeOf(node),
    line: lineOf(node.childForFieldName('name') ?? node),
    modifiers: modifiersOf(annotations),
  });
  found.push(...inside);
}

/** Of an enum the methods stand one level deeper. */
function membersOf(body: SyntaxNode): readonly SyntaxNode[] {
  return children(body).flatMap((child) => (child.type === 'enum_body_declarations' ? children(child) : [child]));
}

const testAnnotations = new Set([
  'Test',
  'ParameterizedTest',
  'RepeatedTest',
  'TestFactory',
  'TestTemplate',
  'Property',
  'Example',
  'Theory',
]);
const repeating = new Set(['ParameterizedTest', 'RepeatedTest', 'TestFactory', 'TestTemplate', 'Theory']);

function visitMethod(
  node: SyntaxNode,
  groups: readonly string[],
  around: { readonly classIsTest: boolean; readonly junit3: boolean },
  found: FoundTest[],
): void {
  const title = textOf(node, 'name');
  const annotations = annotationsOf(node);
  const modifiers = children(node).find((child) => child.type === 'modifiers')?.text ?? '';
  const isPublicVoid = /\bpublic\b/.test(modifiers) && !/\bstatic\b/.test(modifiers) && textOf(node, 'type') === 'void';
  const isTest =
    annotations.some(({ name }) => testAnnotations.has(name)) ||
    (around.junit3 && title.startsWith('test') && isPublicVoid) ||
    (around.classIsTest && isPublicVoid && !annotations.some(({ name }) => /^(?:Before|After|DataProvider|Factory)/.test(name)));
  if (!isTest) return;
  const parameterised = annotations.some(({ name, text }) => repeating.has(name) || /\b(?:dataProvider|invocationCount)\s*=/.test(text));
  found.push({
    kind: 'test',
    title,
    groups,
    range: rangeOf(node),
    line: lineOf(node.childForFieldName('name') ?? node),
    ...(parameterised ? { parameterised: true as const } : {}),
    modifiers: modifiersOf(annotations),
  });
}

function modifiersOf(annotations: readonly Annotation[]): readonly Modifier[] {
  const skipped = annotations.some(({ name, text }) => name === 'Disabled' || name === 'Ignore' || /\benabled\s*=\s*false\b/.test(text));
  return skipped ? ['skip'] : [];
}

function annotationsOf(node: SyntaxNode): readonly Annotation[] {
  const modifiers = children(node).find((child) => child.type === 'modifiers');
  if (modifiers === undefined) return [];
  return children(modifiers)
    .filter((child) => child.type === 'marker_annotation' || child.type === 'annotation')
    .map((child) => ({ name: textOf(child, 'name').split('.').at(-1) ?? '', text: child.text }));
}
