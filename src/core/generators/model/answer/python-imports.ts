import type { ImportSpec } from '../../generator.ts';

/**
 * Imports of one logical line of Python; undefined when it is no import. `import shop.price as p` is the name `*` with the
 * alias `p`; `import shop.price` has its module as alias; `from x import *` is `*` without an alias.
 */
export function pythonImports(line: string): ImportSpec[] | undefined {
  const from = /^from\s+(\.*[\w.]*)\s+import\s+([^]+)$/.exec(line);
  if (from !== null) return [{ from: from[1] ?? '', names: sorted(aliased(from[2] ?? '')) }];
  const plain = /^import\s+([^]+)$/.exec(line);
  if (plain === null) return undefined;
  return aliased(plain[1] ?? '').map(({ name, alias }) => ({ from: name, names: [{ name: '*', alias: alias ?? name }] }));
}

function aliased(list: string): { readonly name: string; readonly alias?: string }[] {
  return withoutComments(list)
    .replaceAll(/[()\\\n]/g, ' ')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', alias] = part.split(/\s+as\s+/);
      return alias === undefined ? { name } : { name, alias };
    });
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*$/, ''))
    .join('\n');
}

function sorted<T extends { readonly name: string }>(names: readonly T[]): T[] {
  return names.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}
