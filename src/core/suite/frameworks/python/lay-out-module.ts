import type { ImportSpec, TestSource } from '../../../generators/generator.ts';
import { standardModules } from './standard-modules.ts';

/** A test module in PEP 8's layout: comments, imports, helpers once, then functions and classes two lines apart. */
export function layOutModule(
  tests: readonly TestSource[],
  header: readonly string[],
  ownModules: readonly string[],
  definitions: readonly string[],
  imports: readonly ImportSpec[] = [],
): string {
  const top: string[] = [];
  if (header.length > 0) top.push(header.map((line) => (line === '' ? '#' : `# ${line}`)).join('\n'));
  const merged = mergeImports([...imports, ...tests.flatMap((test) => test.imports)]);
  for (const group of importGroups(merged, new Set(ownModules))) top.push(group.join('\n'));
  const helpers = new Set(tests.map((test) => test.setup.trim()).filter((setup) => setup !== ''));
  return `${[top.join('\n\n'), ...helpers, ...definitions].filter((block) => block !== '').join('\n\n\n')}\n`;
}

/** Bodies by their group, groups in the order in which they first occur; those without one each by themselves. */
export function byGroup(tests: readonly TestSource[]): readonly { readonly group?: string; readonly bodies: readonly string[] }[] {
  const order: { readonly group?: string; readonly bodies: string[] }[] = [];
  for (const { group, body } of tests) {
    const known = group === undefined ? undefined : order.find((one) => one.group === group);
    if (known !== undefined) known.bodies.push(body.trim());
    else order.push({ ...(group === undefined ? {} : { group }), bodies: [body.trim()] });
  }
  return order;
}

/** Four spaces before every line that is not within a long string. */
export function indent(body: string): string {
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
