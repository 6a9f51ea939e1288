import { toPosix } from '../../paths.ts';
import type { FoundTest, Modifier } from './found-test.ts';
import { children, lineOf, rangeOf, textOf, type SyntaxNode } from './syntax-node.ts';

/** What libtest runs: functions with `#[test]` or an attribute that makes one; groups are modules, from the crate's root. */
export function findRustTests(root: SyntaxNode, path: string): readonly FoundTest[] {
  const found: FoundTest[] = [];
  visitItems(root, modulesOf(path), found);
  return found;
}

/** The path of a file's module in its crate: `src/a/b.rs` and `src/a/b/mod.rs` are `a::b`; of `tests/` every file is a crate. */
function modulesOf(path: string): readonly string[] {
  const parts = toPosix(path).replace(/\.rs$/, '').split('/');
  const at = Math.max(...['src', 'tests', 'benches', 'examples'].map((name) => parts.lastIndexOf(name)));
  if (at < 0) return [];
  const below = parts.slice(at + 1);
  const inside = parts[at] === 'src' ? (below[0] === 'bin' ? below.slice(2) : below) : below.slice(1);
  const last = inside.at(-1);
  return last === 'mod' || ((last === 'lib' || last === 'main') && inside.length === 1) ? inside.slice(0, -1) : inside;
}

function visitItems(parent: SyntaxNode, groups: readonly string[], found: FoundTest[]): void {
  let attributes: SyntaxNode[] = [];
  for (const item of children(parent)) {
    if (item.type === 'attribute_item') {
      attributes.push(item);
      continue;
    }
    if (item.type === 'function_item') visitFunction(item, attributes, groups, found);
    else if (item.type === 'mod_item') visitModule(item, attributes, groups, found);
    attributes = [];
  }
}

function visitModule(item: SyntaxNode, attributes: readonly SyntaxNode[], groups: readonly string[], found: FoundTest[]): void {
  const body = item.childForFieldName('body');
  if (body === null) return;
  const title = textOf(item, 'name');
  const inside: FoundTest[] = [];
  visitItems(body, [...groups, title], inside);
  if (inside.length === 0) return;
  found.push({
    kind: 'group',
    title,
    groups,
    range: rangeOf(attributes[0] ?? item, item),
    line: lineOf(item.childForFieldName('name') ?? item),
    modifiers: [],
  });
  found.push(...inside);
}

/** `#[tokio::test]` and its like end so; the others are names of their own. */
const testAttribute =
  /^#\[\s*(?:(?:\w+::)*test(?:_log::test)?|rstest|(?:\w+::)*test_case|wasm_bindgen_test|quickcheck|(?:\w+::)*rstest|googletest::\w+|gtest)\s*(?:\(|\]|=)/;

function visitFunction(item: SyntaxNode, attributes: readonly SyntaxNode[], groups: readonly string[], found: FoundTest[]): void {
  const texts = attributes.map((attribute) => attribute.text);
  if (!texts.some((text) => testAttribute.test(text))) return;
  const title = textOf(item, 'name');
  const cases = attributes.filter((attribute) => /^#\[\s*case\b/.test(attribute.text));
  const isRstest = texts.some((text) => /^#\[\s*(?:\w+::)*rstest\b/.test(text));
  const parameters = textOf(item, 'parameters');
  const parameterised =
    cases.length > 0 || texts.some((text) => /test_case\b/.test(text)) || (isRstest && /#\[(?:values|files)\b/.test(parameters));
  const modifiers: Modifier[] = [];
  if (texts.some((text) => /^#\[\s*ignore\b/.test(text))) modifiers.push('skip');
  if (texts.some((text) => /^#\[\s*should_panic\b/.test(text))) modifiers.push('fails');
  found.push({
    kind: isRstest && cases.length > 0 ? 'group' : 'test',
    title,
    groups,
    range: rangeOf(attributes[0] ?? item, item),
    line: lineOf(item.childForFieldName('name') ?? item),
    ...(parameterised ? { parameterised: true as const } : {}),
    modifiers,
  });
  if (isRstest) {
    for (const [index, attribute] of cases.entries()) {
      found.push({
        kind: 'test',
        title: caseTitle(attribute, index, cases.length),
        groups: [...groups, title],
        range: rangeOf(attribute),
        line: lineOf(attribute),
        modifiers: /ignore/.test(attribute.text) ? ['skip'] : modifiers,
      });
    }
  }
}

/** `case_1`, or with a description `case_1_empty`; as many digits as the last number has. */
function caseTitle(attribute: SyntaxNode, index: number, count: number): string {
  const number = String(index + 1).padStart(String(count).length, '0');
  const description = /^#\[\s*case::(\w+)/.exec(attribute.text)?.[1];
  return `case_${number}${description === undefined ? '' : `_${description}`}`;
}
