import type { HelperInFile } from './test-helper.ts';
import { children, lineOf, textOf, type SyntaxNode } from './syntax-node.ts';

/** What a Rust file has for tests: a fixture of rstest, or a module in a file of its own. */
export type RustHelper =
  | { readonly is: 'helper'; readonly helper: HelperInFile }
  /** `mod common;`. `path`: the file that `#[path = "…"]` names. */
  | { readonly is: 'module'; readonly name: string; readonly path?: string };

export function readRustHelpers(root: SyntaxNode): readonly RustHelper[] {
  const found: RustHelper[] = [];
  visitItems(root, [], found);
  return found;
}

function visitItems(items: SyntaxNode, groups: readonly string[], found: RustHelper[]): void {
  let attributes: readonly SyntaxNode[] = [];
  for (const node of children(items)) {
    if (node.type === 'attribute_item') {
      attributes = [...attributes, ...children(node)];
      continue;
    }
    visitItem(node, attributes, groups, found);
    attributes = [];
  }
}

function visitItem(node: SyntaxNode, attributes: readonly SyntaxNode[], groups: readonly string[], found: RustHelper[]): void {
  const name = textOf(node, 'name');
  if (node.type === 'mod_item') {
    const body = node.childForFieldName('body');
    if (body !== null) visitItems(body, [...groups, name], found);
    // Modules of an inner module lie in its folder; tests keep theirs at the top.
    else if (groups.length === 0) found.push({ is: 'module', name, ...pathOf(attributes) });
    return;
  }
  if (node.type !== 'function_item') return;
  const fixture = attributes.find((attribute) => pathName(attribute) === 'fixture');
  if (fixture === undefined) return;
  const once = textOf(node, 'name') !== '' && attributes.some((each) => pathName(each) === 'once');
  const isOnce = once || fixture.descendantsOfType('identifier').some((each) => each?.text === 'once');
  found.push({
    is: 'helper',
    helper: {
      kind: 'fixture',
      name,
      line: lineOf(node.childForFieldName('name') ?? node),
      ...(groups.length === 0 ? {} : { groups }),
      scope: isOnce ? 'session' : 'function',
    },
  });
}

/** `fixture` of `#[rstest::fixture]`. */
function pathName(attribute: SyntaxNode): string {
  const [path] = children(attribute);
  return path?.type === 'scoped_identifier' ? textOf(path, 'name') : (path?.text ?? '');
}

function pathOf(attributes: readonly SyntaxNode[]): { readonly path?: string } {
  const value = attributes.find((attribute) => pathName(attribute) === 'path')?.childForFieldName('value');
  const text = value?.descendantsOfType('string_content')[0]?.text;
  return text === undefined ? {} : { path: text };
}
