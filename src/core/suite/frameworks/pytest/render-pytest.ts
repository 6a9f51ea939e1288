import type { ImportSpec, TestSource } from '../../../generators/generator.ts';
import { standardModules } from '../python/standard-modules.ts';

/** A test module in PEP 8's layout: comments, imports, helpers, then functions and classes two lines apart. */
export function renderPytest(tests: readonly TestSource[], header: readonly string[], ownModules: readonly string[] = []): string {
  const top: string[] = [];
  if (header.length > 0) top.push(header.map((line) => (line === '' ? '#' : `# ${line}`)).join('\n'));
  const imports = mergeImports(tests.flatMap((test) => test.imports));
  for (const group of importGroups(imports, new Set(ownModules))) top.push(group.join('\n'));

  const blocks: string[] = [...new Set(tests.map((test) => test.setup.trim()).filter((setup) => setup !== ''))];
  const groups = new Map<string, string[]>();
  const order: (string | { readonly group: string })[] = [];
  for (const test of tests) {
    if (test.group === undefined) order.push(test.body.trim());
    else {
      const bodies = groups.get(test.group);
      if (bodies === undefined) {
        groups.set(test.group, [test.body.trim()]);
        order.push({ group: test.group });
      } else bodies.push(test.body.trim());
    }
  }
  for (const entry of order) {
    if (typeof entry === 'string') blocks.push(entry);
    else blocks.push(`class ${entry.group}:\n${(groups.get(entry.group) ?? []).map(indent).join('\n\n')}`);
  }
  return `${[top.join('\n\n'), ...blocks].filter((block) => block !== '').join('\n\n\n')}\n`;
}

/** Four spaces before every line that is not within a long string. */
function indent(body: string): string {
  let inside: string | undefined;
  return body
    .split('\n')
    .map((line) => {
      const indented = inside !== undefined || line === '' ? line : `    ${line}`;
      for (const [quote] of line.matchAll(/"""|'''/g)) inside = inside === undefined ? quote : inside === quote ? undefined : inside;
      return indented;
    })
    .join('\n');
}

/** PEP 8: `from __future__`, the standard library, other packages, the project's own, each group apart. */
function importGroups(lines: readonly string[], own: ReadonlySet<string>): readonly (readonly string[])[] {
  const groups: string[][] = [[], [], [], []];
  for (const line of lines) {
    const module = /^(?:from|import) ([^\s.]*)/.exec(line)?.[1] ?? '';
    groups[module === '__future__' ? 0 : own.has(module) || module === '' ? 3 : standardModules.has(module) ? 1 : 2]?.push(line);
  }
  return groups.filter((group) => group.length > 0);
}

function mergeImports(specs: readonly ImportSpec[]): readonly string[] {
  const whole = new Set<string>();
  const named = new Map<string, Set<string>>();
  for (const { from, names } of specs) {
    if (names.length === 0) whole.add(`import ${from}`);
    for (const { name, alias } of names) {
      if (name === '*' || name === 'default')
        whole.add(alias === undefined || alias === from ? `import ${from}` : `import ${from} as ${alias}`);
      else {
        const entries = named.get(from) ?? new Set<string>();
        entries.add(alias === undefined || alias === name ? name : `${name} as ${alias}`);
        named.set(from, entries);
      }
    }
  }
  const froms = [...named]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, names]) => `from ${from} import ${[...names].toSorted().join(', ')}`);
  return [...[...whole].toSorted(), ...froms];
}
