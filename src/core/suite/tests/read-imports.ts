import type { FoundImport } from './found-import.ts';
import { children, textOf, type SyntaxNode } from './syntax-node.ts';

/** `import a.b`, `from .a import b` (`b` may be a module too). */
export function readPythonImports(root: SyntaxNode): readonly FoundImport[] {
  const found: FoundImport[] = [];
  visit(root, (node) => {
    if (node.type === 'import_statement') {
      for (const child of children(node)) {
        const name = child.type === 'aliased_import' ? textOf(child, 'name') : child.text;
        found.push({ specifier: name, names: [] });
      }
      return false;
    }
    if (node.type !== 'import_from_statement') return true;
    const module = node.childForFieldName('module_name');
    const names = children(node)
      .filter((child) => child.id !== module?.id)
      .map((child) => (child.type === 'aliased_import' ? textOf(child, 'name') : child.text))
      .filter((name) => /^\w+$/.test(name));
    found.push({ specifier: module?.text ?? '', names });
    return false;
  });
  return found;
}

export function readGoImports(root: SyntaxNode): readonly FoundImport[] {
  return specs(root, 'import_spec').map((node) => ({ specifier: textOf(node, 'path').replace(/^["`]|["`]$/g, ''), names: [] }));
}

/** `shop.Price` of `import shop.Price;` and of `import static shop.Price.linePrice;`; `shop.*` stays as it is. */
export function readJavaImports(root: SyntaxNode): readonly FoundImport[] {
  return children(root)
    .filter((node) => node.type === 'import_declaration')
    .map((node) => {
      const text = node.text.replace(/^import\s+|\s*;\s*$/g, '').replaceAll(/\s/g, '');
      const isStatic = /^import\s+static\b/.test(node.text);
      const path = text.replace(/^static/, '');
      return { specifier: isStatic ? path.split('.').slice(0, -1).join('.') : path, names: [] };
    });
}

/** Paths of `use`, groups taken apart: `shop::price` and `shop::stock` of `use shop::{price, stock::Item}`. */
export function readRustImports(root: SyntaxNode): readonly FoundImport[] {
  return specs(root, 'use_declaration').flatMap((node) =>
    expand(textOf(node, 'argument').replaceAll(/\s+/g, ' ')).map((specifier) => ({ specifier, names: [] })),
  );
}

function expand(path: string): readonly string[] {
  const open = path.indexOf('{');
  if (open < 0) return [path.replace(/ as \w+$/, '').trim()];
  const close = path.lastIndexOf('}');
  const prefix = path.slice(0, open);
  return splitAtTop(path.slice(open + 1, close)).flatMap((part) => expand(prefix + part.trim()));
}

function splitAtTop(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const sign of text) {
    if (sign === '{') depth += 1;
    if (sign === '}') depth -= 1;
    if (sign === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts.filter((part) => part.trim() !== '');
}

function specs(root: SyntaxNode, type: string): readonly SyntaxNode[] {
  return root.descendantsOfType(type).filter((node): node is SyntaxNode => node !== null);
}

/** Below a node as long as `enter` says so. */
function visit(node: SyntaxNode, enter: (node: SyntaxNode) => boolean): void {
  if (!enter(node)) return;
  for (const child of children(node)) visit(child, enter);
}
