import type { ImportSpec, TestSource } from '../../../generators/generator.ts';

/** A test module in PEP 8's layout: comments, imports, helpers, then functions and classes two lines apart. */
export function renderPytest(tests: readonly TestSource[], header: readonly string[]): string {
  const top: string[] = [];
  if (header.length > 0) top.push(header.map((line) => (line === '' ? '#' : `# ${line}`)).join('\n'));
  const imports = mergeImports(tests.flatMap((test) => test.imports));
  if (imports.length > 0) top.push(imports.join('\n'));

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
  // Python takes `from __future__` only before everything else.
  const future = froms.filter((line) => line.startsWith('from __future__ '));
  return [...future, ...[...whole].toSorted(), ...froms.filter((line) => !future.includes(line))];
}
