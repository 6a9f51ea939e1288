import type { ImportSpec, TestSource } from '../generator.ts';
import type { AssertionStyle } from '../../suite/framework.ts';
import { chooseAssertions, type Assertions } from './assertions.ts';
import { dialectOf } from './dialects/dialect-of.ts';
import type { Dialect, Writing } from './dialects/dialect.ts';
import type { Finding } from './exploration.ts';
import { printValue, quote, trimArguments, type PrintOptions, type Quotes } from './print-value.ts';
import { partsOf, type Reference, type Value } from './value.ts';

export interface WriteOptions {
  readonly importSpecifier: string;
  /** How the test imports another file of the project. */
  readonly specifierOf: (file: string) => string;
  readonly typed: boolean;
  readonly quotes: Quotes;
  readonly semicolons: boolean;
  /** What the project's own tests call. */
  readonly testFunction: 'it' | 'test';
  readonly assertions: AssertionStyle;
  readonly modules: 'esm' | 'commonjs';
}

const widestCall = 88;
/** Stands for what is asserted about, until it is known whether that needs a name. */
const subjectMark = '\u0000';

/** Writes the test of a finding; undefined when nothing that it does can be asserted. */
export function writeTest(finding: Finding, title: string, options: WriteOptions): TestSource | undefined {
  const imports = createImports(options);
  const print: PrintOptions = {
    typed: options.typed,
    quotes: options.quotes,
    nameOf: imports.nameOf(finding),
    typeName: (name) => imports.typeName(name),
  };
  const assertions = chooseAssertions(finding.observation, print);
  if (assertions === undefined) return undefined;
  const dialect = dialectOf(options.assertions);
  const lines = statements(finding, assertions, print, dialect);
  const async = finding.observation.async;
  const body = `${options.testFunction}(${quote(title, options.quotes)}, ${async ? 'async ' : ''}() => {\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n});\n`;
  // Nothing that is written starts a line with a bracket or a template, so the line ends do.
  const plain = options.semicolons ? body : body.replace(/;$/gm, '');
  return { imports: [...dialect.imports, ...imports.list()], setup: '', group: groupOf(finding), title, body: plain };
}

/** The function or the class. */
export function groupOf(finding: Finding): string {
  const { entry } = finding;
  if (entry.kind === 'function' && entry.path.length > 1) return entry.path.join('.');
  return entry.member === undefined || entry.kind === 'constructor' ? entry.name : `${entry.name}.${entry.member}`;
}

interface Imports {
  nameOf(finding: Finding): (ref: Reference) => string;
  typeName(name: string): string;
  list(): readonly ImportSpec[];
}

function createImports(options: WriteOptions): Imports {
  const wanted = new Map<string, Map<string, ImportSpec['names'][number]>>();
  const add = (from: string, entry: ImportSpec['names'][number]): void => {
    const names = wanted.get(from) ?? new Map<string, ImportSpec['names'][number]>();
    // What is imported as a value is there as a type, too.
    if (entry.typeOnly !== true || !names.has(entry.name)) names.set(entry.name, entry);
    wanted.set(from, names);
  };
  return {
    nameOf: (finding) => (ref) => {
      const from = ref.file === undefined ? options.importSpecifier : options.specifierOf(ref.file);
      const [name = 'default'] = ref.path;
      if (name !== 'default' && name !== 'module.exports') {
        add(from, { name });
        return ref.path.join('.');
      }
      const alias = identifierOf(ref.file === undefined ? finding.entry.name : (ref.file.split(/[\\/]/).at(-1)?.split('.')[0] ?? 'unit'));
      if (options.modules === 'commonjs' && name === 'default') {
        // What `require` gives is `module.exports`; a default export is a member of that.
        const module = `${alias}Module`;
        add(from, { name: '*', alias: module });
        return [module, ...ref.path].join('.');
      }
      add(from, { name: 'default', alias });
      return [alias, ...ref.path.slice(1)].join('.');
    },
    typeName: (name) => {
      add(options.importSpecifier, { name, typeOnly: true });
      return name;
    },
    list: () =>
      [...wanted].map(([from, names]) => ({
        from,
        names: [...names.values()].sort((left, right) => (left.name < right.name ? -1 : 1)),
      })),
  };
}

const reserved: ReadonlySet<string> = new Set([
  'default',
  'function',
  'class',
  'new',
  'delete',
  'in',
  'this',
  'it',
  'test',
  'suite',
  'expect',
  'assert',
  'describe',
  'vi',
  'jest',
  'require',
  'module',
  'exports',
  'arguments',
  'eval',
]);

function identifierOf(name: string): string {
  const words = name.replace(/[^\w$]+(\w)?/g, (_all, next: string | undefined) => next?.toUpperCase() ?? '');
  const safe = /^[A-Za-z_$]/.test(words) ? words : `_${words}`;
  return reserved.has(safe) ? `${safe}Export` : safe;
}

function statements(finding: Finding, assertions: Assertions, print: PrintOptions, dialect: Dialect): string[] {
  const { entry } = finding;
  const lines: string[] = [];
  const ref: Reference = { file: undefined, path: entry.path };
  const name = print.nameOf(ref);
  const args = passedArguments(finding, print.typed);
  const inline = args.map((arg) => printValue(arg, print, '  '));
  const bound = new Map<number, string>();
  const taken = new Set<string>([name.split('.')[0] ?? name, ...dialect.names]);
  const writing: Writing = { ...print, freeName: (wanted) => freeName(wanted, taken) };
  const wide = inline.join(', ').length > widestCall || inline.some((text) => text.includes('\n'));
  args.forEach((arg, index) => {
    const asserted = assertions.changed.some((change) => change.index === index);
    const needsCalls = arg.kind === 'instance' && arg.calls.length > 0;
    const text = inline[index] ?? '';
    if (!asserted && !needsCalls && !(wide && text.length > 30 && args.length > 1)) return;
    const variable = freeName(identifierOf(entry.parameters[index]?.name ?? `argument${index + 1}`), taken);
    bound.set(index, variable);
    lines.push(`const ${variable}${annotation(finding, name, index, print)} = ${text};`);
    if (arg.kind === 'instance') lines.push(...setUp(variable, arg, print));
  });
  const passed = entry.parameters.some((parameter) => parameter.rest)
    ? spreadRest(finding, args, inline, bound, print)
    : inline.map((text, index) => bound.get(index) ?? text);
  const list = passed.join(', ');
  let call: string;
  const receiver = finding.receiver;
  if (entry.kind === 'method' || entry.kind === 'getter' || entry.kind === 'setter') {
    const made = receiver === undefined ? `new ${name}()` : printValue(receiver, print, '  ');
    let target = made;
    if (receiver !== undefined && (entry.kind === 'setter' || receiver.calls.length > 0 || assertions.receiver.length > 0)) {
      target = freeName(identifierOf(instanceName(entry.name)), taken);
      lines.push(`const ${target} = ${made};`, ...setUp(target, receiver, print));
    }
    const member = `${target}.${entry.member ?? ''}`;
    call = entry.kind === 'getter' ? member : entry.kind === 'setter' ? `${member} = ${list}` : `${member}(${list})`;
    lines.push(...act({ finding, assertions, dialect, writing, bound, receiver: target }, call));
    return lines;
  }
  call =
    entry.kind === 'constructor'
      ? `new ${name}(${list})`
      : entry.kind === 'static'
        ? `${name}.${entry.member ?? ''}(${list})`
        : `${name}(${list})`;
  lines.push(...act({ finding, assertions, dialect, writing, bound, receiver: undefined }, call));
  return lines;
}

/** Without what is undefined at the end, except where the declared types ask for it. */
function passedArguments({ args, entry }: Finding, typed: boolean): readonly Value[] {
  const trimmed = trimArguments(args);
  const asked = typed ? entry.parameters.findLastIndex((parameter) => !parameter.optional && !parameter.rest) + 1 : 0;
  return args.slice(0, Math.max(trimmed.length, asked));
}

function spreadRest(
  finding: Finding,
  args: readonly Value[],
  inline: readonly string[],
  bound: ReadonlyMap<number, string>,
  print: PrintOptions,
): string[] {
  return finding.entry.parameters.slice(0, Math.max(args.length, 0)).flatMap((parameter, index) => {
    const arg = args[index];
    if (!parameter.rest || arg?.kind !== 'array') return [bound.get(index) ?? inline[index] ?? 'undefined'];
    const variable = bound.get(index);
    return variable === undefined ? arg.items.map((item) => printValue(item, print, '  ')) : [`...${variable}`];
  });
}

interface Act {
  readonly finding: Finding;
  readonly assertions: Assertions;
  readonly dialect: Dialect;
  readonly writing: Writing;
  /** Variables of arguments. */
  readonly bound: ReadonlyMap<number, string>;
  /** Variable of the instance. */
  readonly receiver: string | undefined;
}

function act(how: Act, call: string): string[] {
  const { finding, assertions, dialect, writing } = how;
  const { async, iterated } = finding.observation;
  const expression = iterated ? `[...${call}]` : call;
  const effects = [
    ...assertions.changed.flatMap(({ index, claims }) => dialect.about(how.bound.get(index) ?? 'undefined', claims, writing)),
    ...assertions.receiver.flatMap(({ field, claims }) => dialect.about(`${how.receiver ?? 'undefined'}.${field}`, claims, writing)),
  ];
  if (async && iterated) return [...actLater(how, call), ...effects];
  if (assertions.throws !== undefined) {
    const setter = finding.entry.kind === 'setter';
    return [
      ...dialect.throwing(
        setter ? { kind: 'statements', lines: [`${expression};`], async } : { kind: 'expression', text: expression, async },
        assertions.throws,
        writing,
      ),
      ...effects,
    ];
  }
  const waiting = `${async ? 'await ' : ''}${expression}`;
  if (assertions.result.length === 0) return [`${waiting};`, ...(effects.length > 0 ? [''] : []), ...effects];
  return [...resultLines(how, waiting, expression.length), ...effects];
}

/** The result where it is asserted, unless it is looked at more than once or would make a long line. */
function resultLines({ finding, assertions, dialect, writing }: Act, expression: string, length: number): string[] {
  const looking: Writing = finding.entry.mayBeNothing === true ? { ...writing, mayBeNothing: true } : writing;
  const marked = dialect.about(subjectMark, assertions.result, looking);
  const [only = ''] = marked;
  const needsParentheses = expression.startsWith('await ') && !only.includes(`(${subjectMark},`) && !only.includes(`(${subjectMark})`);
  if (marked.length === 1 && only.split(subjectMark).length === 2 && length <= widestCall)
    return [only.replace(subjectMark, () => (needsParentheses ? `(${expression})` : expression))];
  const result = writing.freeName('result');
  return [`const ${result} = ${expression};`, '', ...dialect.about(result, assertions.result, looking)];
}

/** An asynchronous generator gives its values one after the other. */
function actLater({ assertions, dialect, writing }: Act, call: string): string[] {
  const items = writing.freeName('items');
  const loop = [`const ${items} = [];`, `for await (const item of ${call}) ${items}.push(item);`];
  if (assertions.throws !== undefined)
    return [...dialect.throwing({ kind: 'statements', lines: loop, async: true }, assertions.throws, writing)];
  return [...loop, '', ...dialect.about(items, assertions.result, writing)];
}

function setUp(variable: string, value: Value & { readonly kind: 'instance' }, print: PrintOptions): string[] {
  return value.calls.map(
    (call) =>
      `${variable}.${call.method}(${trimArguments(call.args)
        .map((arg) => printValue(arg, print, '  '))
        .join(', ')});`,
  );
}

/** A type where the variable's own would be too wide or unknown (`[]`, literals, tuples). */
function annotation(finding: Finding, name: string, index: number, print: PrintOptions): string {
  const parameter = finding.entry.parameters[index];
  const value = finding.args[index];
  if (!print.typed || parameter === undefined || value === undefined || (!parameter.exact && !hasEmptyPart(value))) return '';
  const { kind, member } = finding.entry;
  if (kind === 'constructor') return `: ConstructorParameters<typeof ${name}>[${index}]`;
  if (kind === 'setter') return `: ${name}['${member ?? ''}']`;
  if (kind === 'method') return `: Parameters<${name}['${member ?? ''}']>[${index}]`;
  return `: Parameters<typeof ${kind === 'static' ? `${name}.${member ?? ''}` : name}>[${index}]`;
}

/** `[]`, `new Map()` and `new Set()` have no element type of their own. */
function hasEmptyPart(value: Value): boolean {
  const parts = partsOf(value);
  if (parts.length === 0) return value.kind === 'array' || value.kind === 'map' || value.kind === 'set';
  return parts.some(hasEmptyPart);
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}${count}`;
  taken.add(free);
  return free;
}

/** What a person calls an instance: `cart` of `Cart`, `url` of `$URL`, `httpClient` of `HTTPClient`. */
function instanceName(className: string): string {
  const name = className.replace(/^[^A-Za-z]+/, '');
  return name.replace(/^(?:[A-Z]+(?![a-z])|[A-Z])/, (capitals) => capitals.toLowerCase());
}
