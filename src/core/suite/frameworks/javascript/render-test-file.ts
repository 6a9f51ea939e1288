import type { ImportSpec, TestSource } from '../../../generators/generator.ts';
import type { Project } from '../../framework.ts';
import { defaultHabits } from './place-test-file.ts';

/** Whose functions the tests call. */
export interface TestModule {
  /** The module that they are imported from; undefined where they are globals. */
  readonly from: string | undefined;
  /** Modules that bring these functions; nothing of them is imported where they are globals, unless a test renames it. */
  readonly known: readonly string[];
  /** Names of the functions. */
  readonly names: readonly string[];
  /** Those that every test file imports; absent: `expect`. */
  readonly always?: readonly string[];
}

/** A test file as a person would write it: comments, imports merged and sorted, helpers once, tests by group in the given order. */
export function renderTestFile(project: Project, tests: readonly TestSource[], header: readonly string[], module: TestModule): string {
  const habits = project.habits ?? defaultHabits(project);
  const { quote, semicolons } = habits;
  const end = semicolons ? ';' : '';
  const group = habits.groupFunction ?? 'describe';
  const blocks: string[] = [];
  if (header.length > 0) blocks.push(header.map((line) => (line === '' ? '//' : `// ${line}`)).join('\n'));

  const own: readonly ImportSpec[] = module.from === undefined ? [] : [{ from: module.from, names: frameworkNames(tests, group, module) }];
  const brought = (spec: ImportSpec): boolean =>
    module.from === undefined && module.known.includes(spec.from) && plainNames(spec, module.names);
  const imports = mergeImports(
    [...own, ...tests.flatMap((test) => test.imports)].filter((spec) => !brought(spec)),
    module.known,
  );
  const isCommonJs = habits.modules === 'commonjs' && project.language === 'javascript';
  const lines = imports.flatMap((spec) => (isCommonJs ? requireLines(spec, quote, end) : importLines(spec, quote, end)));
  if (lines.length > 0) blocks.push(lines.join('\n'));

  const setups = [...new Set(tests.map((test) => test.setup.trim()).filter((setup) => setup !== ''))];
  blocks.push(...setups);
  blocks.push(...groupBlocks(tests, group, quote, end));
  return `${blocks.join('\n\n')}\n`;
}

function plainNames(spec: ImportSpec, names: readonly string[]): boolean {
  return spec.names.every((entry) => entry.alias === undefined && names.includes(entry.name));
}

/** `describe`, `expect` and `it` as they are needed; what a test uses beyond that it imports itself. */
function frameworkNames(tests: readonly TestSource[], group: string, module: TestModule): ImportSpec['names'] {
  const names = new Set(module.always ?? ['expect']);
  if (tests.some((test) => test.group !== undefined)) names.add(group);
  for (const test of tests) names.add(/^(?:\s|\/\/.*\n|\/\*[^]*?\*\/)*test\b/.test(test.body) ? 'test' : 'it');
  return [...names].map((name) => ({ name }));
}

function mergeImports(specs: readonly ImportSpec[], first: readonly string[]): readonly ImportSpec[] {
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
    .toSorted((a, b) => rank(a.from, first) - rank(b.from, first) || compare(a.from, b.from));
}

/** The framework first, then packages, then the project's own files. */
function rank(from: string, first: readonly string[]): number {
  return from.startsWith('.') ? 2 : first.includes(from) ? 0 : 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What `require` gives has no types, and its default is itself. */
function requireLines(spec: ImportSpec, quote: string, end: string): readonly string[] {
  const required = `require(${quoted(spec.from, quote)})${end}`;
  const values = spec.names.filter((entry) => entry.typeOnly !== true);
  if (values.length === 0) return spec.names.length === 0 ? [required] : [];
  const whole = values.filter(({ name, alias }) => name === '*' || (name === 'default' && alias !== undefined));
  const named = values.filter((entry) => !whole.includes(entry));
  const lines = whole.map(({ alias }) => `const ${alias ?? 'module'} = ${required}`);
  const names = named.map(({ name, alias }) => (alias === undefined || alias === name ? name : `${name}: ${alias}`));
  return names.length === 0 ? lines : [...lines, `const { ${names.join(', ')} } = ${required}`];
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
function groupBlocks(tests: readonly TestSource[], group: string, quote: string, end: string): readonly string[] {
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
    return `${group}(${quoted(entry, quote)}, () => {\n${bodies.join('\n\n')}\n})${end}`;
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
