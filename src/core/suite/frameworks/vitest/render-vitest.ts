import type { ImportSpec, TestSource } from '../../../generators/generator.ts';
import type { Project } from '../../framework.ts';
import { defaultHabits } from './place-vitest.ts';

/** A test file as a person would write it: comments, imports merged and sorted, helpers once, tests by group in the given order. */
export function renderVitest(project: Project, tests: readonly TestSource[], header: readonly string[]): string {
  const { quote, semicolons } = project.habits ?? defaultHabits(project);
  const end = semicolons ? ';' : '';
  const blocks: string[] = [];
  if (header.length > 0) blocks.push(header.map((line) => (line === '' ? '//' : `// ${line}`)).join('\n'));

  const own: ImportSpec[] = project.globals ? [] : [{ from: 'vitest', names: frameworkNames(tests) }];
  const imports = mergeImports(
    [...own, ...tests.flatMap((test) => test.imports)].filter((spec) => !(project.globals && spec.from === 'vitest' && plainNames(spec))),
  );
  const lines = imports.flatMap((spec) => importLines(spec, quote, end));
  if (lines.length > 0) blocks.push(lines.join('\n'));

  const setups = [...new Set(tests.map((test) => test.setup.trim()).filter((setup) => setup !== ''))];
  blocks.push(...setups);
  blocks.push(...groupBlocks(tests, quote, end));
  return `${blocks.join('\n\n')}\n`;
}

const vitestNames = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'test', 'vi'];

function plainNames(spec: ImportSpec): boolean {
  return spec.names.every((entry) => entry.alias === undefined && vitestNames.includes(entry.name));
}

/** `describe`, `expect` and `it` as they are needed; what a test uses beyond that it imports itself. */
function frameworkNames(tests: readonly TestSource[]): ImportSpec['names'] {
  const names = new Set(['expect']);
  if (tests.some((test) => test.group !== undefined)) names.add('describe');
  for (const test of tests) names.add(/^(?:\s|\/\/.*\n|\/\*[^]*?\*\/)*test\b/.test(test.body) ? 'test' : 'it');
  return [...names].map((name) => ({ name }));
}

function mergeImports(specs: readonly ImportSpec[]): readonly ImportSpec[] {
  const merged = new Map<string, Map<string, ImportSpec['names'][number]>>();
  for (const spec of specs) {
    const names = merged.get(spec.from) ?? new Map<string, ImportSpec['names'][number]>();
    for (const entry of spec.names) {
      const key = `${entry.name} as ${entry.alias ?? entry.name}`;
      // What is imported as a value is there as a type, too.
      if (entry.typeOnly !== true || !names.has(key)) names.set(key, entry);
    }
    merged.set(spec.from, names);
  }
  return [...merged]
    .map(([from, names]) => ({
      from,
      names: [...names.values()].toSorted((a, b) => compare(a.name, b.name) || compare(a.alias ?? '', b.alias ?? '')),
    }))
    .toSorted((a, b) => rank(a.from) - rank(b.from) || compare(a.from, b.from));
}

/** Packages first, then the project's own files. */
function rank(from: string): number {
  return from.startsWith('.') ? 2 : from === 'vitest' ? 0 : 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function importLines(spec: ImportSpec, quote: string, end: string): readonly string[] {
  const from = `${quote}${spec.from.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}${end}`;
  if (spec.names.length === 0) return [`import ${from}`];
  const lines: string[] = [];
  const named: string[] = [];
  const onlyTypes = spec.names.every((entry) => entry.typeOnly === true);
  for (const { name, alias, typeOnly } of spec.names) {
    const type = typeOnly === true ? 'type ' : '';
    if (name === '*') lines.push(`import ${type}* as ${alias ?? 'module'} from ${from}`);
    else if (name === 'default' && alias !== undefined) lines.push(`import ${type}${alias} from ${from}`);
    else named.push((onlyTypes ? '' : type) + (alias === undefined || alias === name ? name : `${name} as ${alias}`));
  }
  if (named.length > 0) lines.push(`import ${onlyTypes ? 'type ' : ''}{ ${named.join(', ')} } from ${from}`);
  return lines;
}

/** Groups stand where their first test stands. */
function groupBlocks(tests: readonly TestSource[], quote: string, end: string): readonly string[] {
  const groups = new Map<string, TestSource[]>();
  const order: (string | TestSource)[] = [];
  for (const test of tests) {
    if (test.group === undefined) order.push(test);
    else if (groups.has(test.group)) groups.get(test.group)?.push(test);
    else {
      groups.set(test.group, [test]);
      order.push(test.group);
    }
  }
  return order.map((entry) => {
    if (typeof entry !== 'string') return entry.body.trim();
    const bodies = (groups.get(entry) ?? []).map((test) => indent(test.body.trim()));
    return `describe(${quoted(entry, quote)}, () => {\n${bodies.join('\n\n')}\n})${end}`;
  });
}

/** Two spaces before every line that is not within a template literal, where they would change the text. */
function indent(body: string): string {
  let inTemplate = false;
  return body
    .split('\n')
    .map((line) => {
      const indented = inTemplate || line === '' ? line : `  ${line}`;
      const ticks = (line.replace(/\\./g, '').match(/`/g) ?? []).length;
      if (ticks % 2 === 1) inTemplate = !inTemplate;
      return indented;
    })
    .join('\n');
}

function quoted(text: string, quote: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`);
  return `${quote}${escaped}${quote}`;
}
