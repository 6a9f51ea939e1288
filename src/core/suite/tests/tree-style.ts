import type { Project } from '../framework.ts';
import { readGoImports, readJavaImports, readPythonImports } from './read-imports.ts';
import { children, textOf, type SyntaxNode } from './syntax-node.ts';
import type { MockLibrary } from './test-style.ts';

/**
 * What tests of Python, Go, Rust and Java assert with. `bare assert`: Python's statement. `testing`: Go's `t.Error` and `t.Fatal`.
 * `require` of testify ends the test, `assert` lets it go on. `macros`: Rust's `assert_eq!` and the like.
 */
export type TreeAssertions =
  | { readonly library: 'bare assert' | 'unittest' | 'testing' | 'macros' | 'junit' | 'testng' | 'assertj' | 'hamcrest' }
  | { readonly library: 'testify'; readonly package: 'assert' | 'require' };

/** One thing that a file shows, once for each time that it does. */
export type ShownStyle =
  | { readonly is: 'assertion'; readonly assertions: TreeAssertions }
  | { readonly is: 'mock'; readonly mocks: MockLibrary }
  | { readonly is: 'quote'; readonly quote: "'" | '"' };

export function readTreeStyle(root: SyntaxNode, language: Project['language']): readonly ShownStyle[] {
  switch (language) {
    case 'python':
      return ofPython(root);
    case 'go':
      return ofGo(root);
    case 'rust':
      return nodes(root, 'macro_invocation')
        .map((node) => textOf(node, 'macro'))
        .filter((name) => /^(?:debug_)?assert(?:_\w+)?$/.test(name))
        .map(() => assertion({ library: 'macros' }));
    case 'java':
      return ofJava(root);
    case 'javascript':
    case 'typescript':
      return [];
  }
}

function nodes(root: SyntaxNode, type: string): readonly SyntaxNode[] {
  return root.descendantsOfType(type).filter((node): node is SyntaxNode => node !== null);
}

function assertion(assertions: TreeAssertions): ShownStyle {
  return { is: 'assertion', assertions };
}

function mock(mocks: MockLibrary): ShownStyle {
  return { is: 'mock', mocks };
}

function ofPython(root: SyntaxNode): readonly ShownStyle[] {
  const found: ShownStyle[] = nodes(root, 'assert_statement').map(() => assertion({ library: 'bare assert' }));
  for (const call of nodes(root, 'call')) {
    const called = call.childForFieldName('function');
    if (called?.type !== 'attribute' || textOf(called, 'object') !== 'self') continue;
    if (/^assert[A-Z]/.test(textOf(called, 'attribute'))) found.push(assertion({ library: 'unittest' }));
  }
  for (const { specifier, names } of readPythonImports(root)) {
    const isMock = specifier === 'mock' || specifier === 'unittest.mock' || (specifier === 'unittest' && names.includes('mock'));
    if (isMock) found.push(mock('unittest.mock'));
  }
  for (const parameters of nodes(root, 'parameters')) {
    const asks = children(parameters).some((each) => (each.type === 'identifier' ? each : children(each)[0])?.text === 'mocker');
    if (asks) found.push(mock('pytest-mock'));
  }
  for (const start of nodes(root, 'string_start')) {
    const sign = start.text.at(-1);
    // Three signs are a text of several lines or a docstring; a string with the other sign in it had no choice.
    const isPlain = !/"""|'''/.test(start.text) && !/['"]/.test(start.parent?.text.slice(start.text.length, -1) ?? '');
    if (isPlain && (sign === "'" || sign === '"')) found.push({ is: 'quote', quote: sign });
  }
  return found;
}

function ofGo(root: SyntaxNode): readonly ShownStyle[] {
  const imports = new Set(readGoImports(root).map(({ specifier }) => specifier));
  const has = (name: string): boolean => imports.has(`github.com/stretchr/testify/${name}`);
  const found: ShownStyle[] = [];
  for (const call of nodes(root, 'call_expression')) {
    const called = call.childForFieldName('function');
    if (called?.type !== 'selector_expression') continue;
    const operand = textOf(called, 'operand');
    const field = textOf(called, 'field');
    if (operand === 'assert' && has('assert')) found.push(assertion({ library: 'testify', package: 'assert' }));
    else if (operand === 'require' && has('require')) found.push(assertion({ library: 'testify', package: 'require' }));
    else if (/^(?:Error|Fatal)f?$|^Fail(?:Now)?$/.test(field) && /^(?:t|tb|b|f)$/.test(operand))
      found.push(assertion({ library: 'testing' }));
  }
  if (imports.has('go.uber.org/mock/gomock') || imports.has('github.com/golang/mock/gomock')) found.push(mock('gomock'));
  return found;
}

function ofJava(root: SyntaxNode): readonly ShownStyle[] {
  const imports = readJavaImports(root).map(({ specifier }) => specifier);
  const from = (prefix: string): boolean => imports.some((each) => each === prefix || each.startsWith(`${prefix}.`));
  const found: ShownStyle[] = [];
  for (const call of nodes(root, 'method_invocation')) {
    const name = textOf(call, 'name');
    if (!/^assert(?:$|[A-Z])/.test(name)) continue;
    // `assertThat` of JUnit 4 takes matchers of Hamcrest.
    if (name.startsWith('assertThat')) found.push(assertion({ library: from('org.assertj') ? 'assertj' : 'hamcrest' }));
    else found.push(assertion({ library: from('org.testng') && !from('org.junit') ? 'testng' : 'junit' }));
  }
  if (from('org.mockito')) found.push(mock('mockito'));
  return found;
}
