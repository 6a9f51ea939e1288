import type { FoundTest } from './found-test.ts';
import { children, lineOf, rangeOf, textOf, type SyntaxNode } from './syntax-node.ts';

/**
 * What `go test` runs: `TestX(t *testing.T)`, `FuzzX(f *testing.F)` with its seeds, `ExampleX()` with an `// Output:`,
 * subtests of `t.Run`, and methods of testify's suites. Titles are written as Go prints them.
 */
export function findGoTests(root: SyntaxNode): readonly FoundTest[] {
  const found: FoundTest[] = [];
  const suites = suitesIn(root);
  for (const node of children(root)) {
    if (node.type === 'function_declaration') visitFunction(node, found);
    else if (node.type === 'method_declaration') visitMethod(node, suites, found);
  }
  return found;
}

function visitFunction(node: SyntaxNode, found: FoundTest[]): void {
  const title = textOf(node, 'name');
  const parameters = textOf(node, 'parameters');
  const body = node.childForFieldName('body');
  const isTest = startsTest(title, 'Test') && /\*testing\.T\b/.test(parameters);
  const isFuzz = startsTest(title, 'Fuzz') && /\*testing\.F\b/.test(parameters);
  const isExample = startsTest(title, 'Example') && parameters === '()' && /\/\/\s*(?:unordered )?output:/i.test(body?.text ?? '');
  if (!isTest && !isFuzz && !isExample) return;
  found.push(testOf(node, node.childForFieldName('name') ?? node, title, [], body));
  if (body !== null && isTest) visitSubtests(body, [title], false, found);
}

/** A word after the prefix begins with no small letter: `Testify` is no test. */
function startsTest(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && !/^\p{Ll}/u.test(name.slice(prefix.length));
}

function testOf(whole: SyntaxNode, at: SyntaxNode, title: string, groups: readonly string[], body: SyntaxNode | null): FoundTest {
  const first = body === null ? undefined : statementsOf(body)[0];
  const isSkipped = first !== undefined && /^\w+\.(?:Skip|Skipf|SkipNow)\(/.test(first.text);
  return { kind: 'test', title, groups, range: rangeOf(whole), line: lineOf(at), modifiers: isSkipped ? ['skip'] : [] };
}

function statementsOf(body: SyntaxNode): readonly SyntaxNode[] {
  return children(body).flatMap((child) => (child.type === 'statement_list' ? children(child) : [child]));
}

/** `repeated`: within a loop, so that one call makes several tests. */
function visitSubtests(node: SyntaxNode, groups: readonly string[], repeated: boolean, found: FoundTest[]): void {
  const run = node.type === 'call_expression' ? subtestOf(node) : undefined;
  if (run === undefined) {
    const loops = repeated || node.type === 'for_statement';
    for (const child of children(node)) visitSubtests(child, groups, loops, found);
    return;
  }
  const literal = literalText(run.name);
  const title = literal === undefined ? run.name.text : asPrinted(literal);
  const body = run.body?.childForFieldName('body') ?? null;
  const base = testOf(node, node, title, groups, body);
  found.push({
    ...base,
    ...(repeated ? { parameterised: true as const } : {}),
    ...(literal === undefined ? { dynamicTitle: true as const } : {}),
  });
  if (body !== null) visitSubtests(body, [...groups, title], false, found);
}

/** `t.Run(name, func(t *testing.T) { … })`, also of a suite (`s.Run`). */
function subtestOf(call: SyntaxNode): { readonly name: SyntaxNode; readonly body: SyntaxNode | undefined } | undefined {
  const called = call.childForFieldName('function');
  if (called?.type !== 'selector_expression' || textOf(called, 'field') !== 'Run') return undefined;
  const [name, body, more] = children(call.childForFieldName('arguments') ?? call);
  if (name === undefined || body === undefined || more !== undefined) return undefined;
  // `suite.Run(t, new(Suite))` begins with what is no title.
  if (called.childForFieldName('operand')?.text === 'suite') return undefined;
  return { name, body: body.type === 'func_literal' ? body : undefined };
}

function literalText(node: SyntaxNode): string | undefined {
  if (node.type === 'raw_string_literal') return node.text.slice(1, -1);
  if (node.type !== 'interpreted_string_literal') return undefined;
  return unquote(node.text);
}

/** Go's escapes are those of JSON, and some more that nobody writes into a title. */
function unquote(literal: string): string | undefined {
  try {
    const text: unknown = JSON.parse(literal);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

/** White space becomes `_` (`testing.rewrite`). */
function asPrinted(title: string): string {
  return title.replace(/\s/g, '_');
}

/** Type of a suite → the test that runs it. */
function suitesIn(root: SyntaxNode): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const node of children(root)) {
    if (node.type !== 'function_declaration') continue;
    for (const match of node.text.matchAll(/\bsuite\.Run\(\s*\w+\s*,\s*(?:new\((\w+)\)|&(\w+)\s*\{)/g)) {
      found.set(match[1] ?? match[2] ?? '', textOf(node, 'name'));
    }
  }
  return found;
}

function visitMethod(node: SyntaxNode, suites: ReadonlyMap<string, string>, found: FoundTest[]): void {
  const title = textOf(node, 'name');
  const receiver = /\*?\s*(\w+)\s*\)$/.exec(textOf(node, 'receiver'))?.[1] ?? '';
  const test = suites.get(receiver);
  if (test === undefined || !startsTest(title, 'Test')) return;
  const body = node.childForFieldName('body');
  found.push(testOf(node, node.childForFieldName('name') ?? node, title, [test], body));
  if (body !== null) visitSubtests(body, [test, title], false, found);
}
