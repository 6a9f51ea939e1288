import type { Reference, Value } from './value.ts';

export interface PrintOptions {
  /** The name that stands for an export in the test; the caller imports it. */
  readonly nameOf: (ref: Reference) => string;
  /** Types may be written (TypeScript). */
  readonly typed: boolean;
  /** The name of a type of the module under test. */
  readonly typeName: (name: string) => string;
  /** The quotes of the project's own tests. */
  readonly quotes: Quotes;
}

export type Quotes = "'" | '"';

const widest = 92;

/** A value as an expression of the test. Breaks over lines only when it is too wide, two spaces a level. */
export function printValue(value: Value, options: PrintOptions, indent = ''): string {
  const flat = print(value, options, undefined);
  return flat.length + indent.length <= widest && !flat.includes('\n') ? flat : print(value, options, indent);
}

function print(value: Value, options: PrintOptions, indent: string | undefined): string {
  const inner = indent === undefined ? undefined : `${indent}  `;
  const part = (each: Value): string => (inner === undefined ? print(each, options, undefined) : printValue(each, options, inner));
  const list = (open: string, items: readonly string[], close: string, space = ''): string => {
    if (items.length === 0) return open + close;
    if (indent === undefined || inner === undefined) return `${open}${space}${items.join(', ')}${space}${close}`;
    return `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}${close}`;
  };
  switch (value.kind) {
    case 'undefined':
    case 'null':
      return value.kind;
    case 'boolean':
      return String(value.value);
    case 'number':
      return printNumber(value.value);
    case 'string':
      return quote(value.value, options.quotes);
    case 'bigint':
      return `${value.value}n`;
    case 'array':
      return list('[', value.items.map(part), ']');
    case 'object':
      return list(
        '{',
        value.entries.map(([key, item]) => `${printKey(key, options.quotes)}: ${part(item)}`),
        '}',
        ' ',
      );
    case 'date':
      return Number.isFinite(value.time) ? `new Date(${quote(new Date(value.time).toISOString(), options.quotes)})` : 'new Date(NaN)';
    case 'regexp':
      return `/${value.source}/${value.flags}`;
    case 'map':
      return value.entries.length === 0
        ? 'new Map()'
        : `new Map(${list(
            '[',
            value.entries.map(([key, item]) => `[${part(key)}, ${part(item)}]`),
            ']',
          )})`;
    case 'set':
      return value.items.length === 0 ? 'new Set()' : `new Set(${list('[', value.items.map(part), ']')})`;
    case 'error':
      return `new Error(${quote(value.message, options.quotes)})`;
    case 'global':
      return `new ${value.name}(${value.args.map(part).join(', ')})`;
    case 'promise':
      return `Promise.resolve(${value.value.kind === 'undefined' ? '' : part(value.value)})`;
    case 'function':
      return printFunction(value, options, part);
    case 'reference':
      return [options.nameOf({ ...value.ref, path: value.ref.path.slice(0, 1) }), ...value.ref.path.slice(1)].join('.');
    case 'instance': {
      const made = value.factory === undefined ? `new ${options.nameOf(value.ref)}` : `${options.nameOf(value.ref)}.${value.factory}`;
      return `${made}(${trimArguments(value.args).map(part).join(', ')})`;
    }
    case 'branded':
      return options.typed ? `${part(value.value)} as ${options.typeName(value.type)}` : part(value.value);
  }
}

function printFunction(value: Value & { readonly kind: 'function' }, options: PrintOptions, part: (each: Value) => string): string {
  if (value.echo === true) return options.typed ? '(value: unknown) => value' : '(value) => value';
  if (value.returns.kind === 'undefined') return '() => {}';
  const body = part(value.returns);
  return value.returns.kind === 'object' ? `() => (${body})` : `() => ${body}`;
}

/** Arguments without the undefined ones at the end. */
export function trimArguments(args: readonly Value[]): readonly Value[] {
  let end = args.length;
  while (end > 0 && args[end - 1]?.kind === 'undefined') end -= 1;
  return args.slice(0, end);
}

export function printNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A string literal in the quotes that are preferred; in the others when that saves escapes. */
export function quote(text: string, preferred: Quotes): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
    .replaceAll('\u007f', '\\u007f');
  const other = preferred === "'" ? '"' : "'";
  const used = text.includes(preferred) && !text.includes(other) ? other : preferred;
  return used === '"' ? `"${escaped}"` : `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

export function printKey(key: string, quotes: Quotes): string {
  if (key === '__proto__') return `[${quote(key, quotes)}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) || /^(0|[1-9]\d{0,8})$/.test(key) ? key : quote(key, quotes);
}
