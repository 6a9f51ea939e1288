import { isPartial } from '../assertions.ts';
import { hasForeignPart, isForeign } from '../foreign-parts.ts';
import { printValue } from '../print-value.ts';
import type { Value } from '../value.ts';
import { comparable, copyOf, listOf, member } from './comparable.ts';
import type { Writing } from './dialect.ts';

/** The few assertions that are needed to hold a value one part after the other. */
export interface Words {
  /** The same primitive or exported constant. */
  same(actual: string, expected: Value): string;
  /** Deeply equal to a printed value. */
  deep(actual: string, expected: string): string;
  length(actual: string, length: number): string;
  size(actual: string, size: number): string;
  isList(actual: string): string;
  isObject(actual: string): string;
}

/** Deeply equal to a value as its literal makes it, whatever the types of its parts are. */
export function equalParts(subject: string, value: Value, how: { readonly words: Words; readonly writing: Writing }): readonly string[] {
  const { words, writing } = how;
  const { quotes } = writing;
  if (isPrimitive(value)) return [words.same(subject, value)];
  const printed = printValue(value, writing, '  ');
  const plain = comparable(subject, value, quotes);
  if (plain !== undefined) return [words.deep(plain, printed)];
  const each = (part: string, inner: Value): readonly string[] => equalParts(part, inner, how);
  if (value.kind === 'array' && isForeign(value)) {
    const items = listOf(`[...${subject}]`, value.items, quotes);
    return [words.isList(subject), ...(items === undefined ? partByPart(subject, value, how, each) : [words.deep(items, printed)])];
  }
  if (value.kind !== 'object') return partByPart(subject, value, how, each);
  const copy = copyOf(subject, value, quotes);
  if (copy !== undefined) return [words.isObject(subject), words.deep(copy, printed)];
  const keys = printValue({ kind: 'array', items: value.entries.map(([key]) => ({ kind: 'string', value: key })) }, writing, '  ');
  return [words.deep(`Object.keys(${subject})`, keys), ...partByPart(subject, value, how, each)];
}

/** At least these parts; `gap` holds that a key is there although it has no value. */
export function holdParts(
  subject: string,
  value: Value,
  how: { readonly words: Words; readonly writing: Writing },
  gap: (subject: string, key: string) => string,
): readonly string[] {
  if (value.kind !== 'object' && !isPartial(value)) return equalParts(subject, value, how);
  const gaps = value.kind === 'object' ? value.entries.filter(([, part]) => part.kind === 'undefined').map(([key]) => key) : [];
  return [
    ...gaps.map((key) => gap(subject, key)),
    ...partByPart(subject, value, how, (part, inner) =>
      isPartial(inner) ? holdParts(part, inner, how, gap) : equalParts(part, inner, how),
    ),
  ];
}

/** How many parts there are, and `each` of them. What has no parts is not looked at. */
export function partByPart(
  subject: string,
  value: Value,
  { words, writing }: { readonly words: Words; readonly writing: Writing },
  each: (subject: string, part: Value) => readonly string[],
): readonly string[] {
  const list = (items: readonly Value[]): string => printValue({ kind: 'array', items }, writing, '  ');
  switch (value.kind) {
    case 'object':
      return value.entries.flatMap(([key, part]) => each(member(subject, key, writing.quotes), part));
    case 'array':
      return [words.length(subject, value.items.length), ...value.items.flatMap((item, index) => each(`${subject}[${index}]`, item))];
    case 'map': {
      const keys = value.entries.map(([key]) => key);
      const size = keys.some((key) => isPartial(key) || hasForeignPart(key))
        ? words.size(subject, keys.length)
        : words.deep(`[...${subject}.keys()]`, list(keys));
      return [size, ...value.entries.flatMap(([, part], index) => each(`[...${subject}.values()][${index}]`, part))];
    }
    case 'set':
      return [words.size(subject, value.items.length), ...value.items.flatMap((part, index) => each(`[...${subject}][${index}]`, part))];
    case 'undefined':
    case 'null':
    case 'boolean':
    case 'number':
    case 'string':
    case 'bigint':
    case 'date':
    case 'regexp':
    case 'error':
    case 'global':
    case 'promise':
    case 'function':
    case 'reference':
    case 'instance':
    case 'branded':
      return [];
  }
}

function isPrimitive(value: Value): boolean {
  return ['undefined', 'null', 'boolean', 'number', 'string', 'bigint', 'reference'].includes(value.kind);
}
