import type { FrameworkId } from '../framework.ts';
import type { FoundTest, Modifier } from './found-test.ts';
import { children, lineOf, rangeOf, textOf, type SyntaxNode } from './syntax-node.ts';

/**
 * pytest's own rules as they are without configuration: functions `test*`, classes `Test*` without `__init__`, and what
 * unittest takes: methods `test*` of classes that descend from `TestCase`.
 */
export function findPythonTests(root: SyntaxNode, _path: string, framework: FrameworkId): readonly FoundTest[] {
  const found: FoundTest[] = [];
  const isSkipped = children(root).some((statement) => /^pytestmark\s*=[\s\S]*\bmark\.skip\b/.test(statement.text));
  visitBody(root, { groups: [], unittest: false, inherited: isSkipped ? ['skip'] : [], parameterised: false, only: framework }, found);
  return found;
}

interface Place {
  readonly groups: readonly string[];
  /** Within a class of unittest. */
  readonly unittest: boolean;
  readonly inherited: readonly Modifier[];
  readonly parameterised: boolean;
  readonly only: FrameworkId;
}

function visitBody(body: SyntaxNode, place: Place, found: FoundTest[]): void {
  for (const statement of children(body)) {
    switch (statement.type) {
      case 'decorated_definition': {
        const definition = statement.childForFieldName('definition');
        const decorators = children(statement).filter((child) => child.type === 'decorator');
        if (definition !== null) visitDefinition(definition, statement, decorators, place, found);
        break;
      }
      case 'function_definition':
      case 'class_definition':
        visitDefinition(statement, statement, [], place, found);
        break;
      // Tests that are only defined on some systems or versions.
      case 'if_statement':
      case 'try_statement':
      case 'else_clause':
      case 'elif_clause':
      case 'except_clause':
      case 'with_statement':
      case 'block':
        visitBody(statement, place, found);
        break;
    }
  }
}

function visitDefinition(node: SyntaxNode, whole: SyntaxNode, decorators: readonly SyntaxNode[], place: Place, found: FoundTest[]): void {
  const title = textOf(node, 'name');
  const said = decorators.map((decorator) => decorator.text);
  const parameterised =
    place.parameterised || said.some((text) => /\bparametri[sz]e\b|\bparameterized\b|\bidata\b|^@(?:ddt\.)?data\b/.test(text));
  const modifiers = modifiersOf(said);
  const common = {
    title,
    groups: place.groups,
    range: rangeOf(whole),
    line: lineOf(node.childForFieldName('name') ?? node),
    ...(parameterised ? { parameterised: true as const } : {}),
    modifiers: modifiers.length > 0 ? modifiers : place.inherited,
  };
  if (node.type === 'function_definition') {
    const taken = place.unittest || place.only !== 'unittest';
    if (taken && title.startsWith('test')) found.push({ kind: 'test', ...common });
    return;
  }
  const bases = textOf(node, 'superclasses');
  const body = node.childForFieldName('body');
  const unittest = /TestCase\b/.test(bases) || (/Test/.test(bases) && place.only === 'unittest');
  if (body === null || !(unittest || (place.only !== 'unittest' && title.startsWith('Test') && !hasConstructor(body)))) return;
  const inside: FoundTest[] = [];
  visitBody(body, { ...place, groups: [...place.groups, title], unittest, inherited: [], parameterised }, inside);
  if (inside.length === 0) return;
  const { parameterised: _parameterised, ...group } = common;
  found.push({ kind: 'group', ...group }, ...inside);
}

function hasConstructor(body: SyntaxNode): boolean {
  return children(body).some((statement) => statement.type === 'function_definition' && textOf(statement, 'name') === '__init__');
}

function modifiersOf(decorators: readonly string[]): readonly Modifier[] {
  const found = new Set<Modifier>();
  for (const text of decorators) {
    // A condition (`skipif`, `skipUnless`) is only known when it runs.
    if (/^@(?:pytest\.mark\.|mark\.|unittest\.)?skip\b/.test(text)) found.add('skip');
    if (/^@(?:pytest\.mark\.|mark\.)xfail\b|^@(?:unittest\.)?expectedFailure\b/.test(text)) found.add('fails');
  }
  return [...found];
}
