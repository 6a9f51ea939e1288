import type { Observation, Seen } from './exploration.ts';
import { printNumber, printValue, quote, type PrintOptions, type Quotes } from './print-value.ts';
import { hasUndefinedEntry } from './undefined-entries.ts';
import { partsOf, type Value } from './value.ts';

/** What a test says about a call. */
export interface Assertions {
  /** Matchers on the result, such as `.toBe(3)`; empty when the result says nothing. */
  readonly result: readonly string[];
  /** `.toThrow('…')` when it throws, `.not.toThrow()` when nothing but that it comes back is to be seen. */
  readonly throws: string | undefined;
  /** Matchers on arguments that the call changed. */
  readonly changed: readonly { readonly index: number; readonly matchers: readonly string[] }[];
  /** Matchers on public fields of the receiver. */
  readonly receiver: readonly { readonly field: string; readonly matchers: readonly string[] }[];
}

const longest = 15;
const builtInErrors: ReadonlySet<string> = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'URIError',
  'EvalError',
  'AggregateError',
]);

/** Chooses what to assert; undefined when nothing that a person would want to hold is visible. */
export function chooseAssertions(observation: Observation, options: PrintOptions): Assertions | undefined {
  const { outcome } = observation;
  const changed = observation.changed.flatMap(({ index, after }) => {
    const matchers = matchersFor(after, options, observation.strict);
    return matchers.length === 0 ? [] : [{ index, matchers }];
  });
  const receiver = observation.receiver.flatMap(({ field, after }) => {
    const matchers = matchersFor(after, options, observation.strict);
    return matchers.length === 0 ? [] : [{ field, matchers }];
  });
  if (outcome.kind === 'threw') {
    if (outcome.raw !== undefined) return undefined;
    return { result: [], throws: throwMatcher(outcome.className, outcome.message, options.quotes), changed, receiver };
  }
  const isVoid = outcome.seen.kind === 'value' && outcome.seen.value.kind === 'undefined';
  const effects = changed.length + receiver.length;
  const result = isVoid && effects > 0 ? [] : matchersFor(outcome.seen, options, observation.strict);
  if (observation.quiet === true && effects === 0 && (isVoid || result.length === 0))
    return observation.async
      ? { result, throws: undefined, changed, receiver }
      : { result: [], throws: '.not.toThrow()', changed, receiver };
  if (result.length + effects === 0) return undefined;
  return { result, throws: undefined, changed, receiver };
}

/** The part of an error's message that a test holds; blank: none. */
export function shownMessage(message: string): string {
  const [line = ''] = message.split('\n');
  return line.length > 100 ? line.slice(0, 100) : line;
}

function throwMatcher(className: string, message: string, quotes: Quotes): string {
  const shown = shownMessage(message);
  if (shown.trim() !== '') return `.toThrow(${quote(shown, quotes)})`;
  return builtInErrors.has(className) ? `.toThrow(${className})` : '.toThrow()';
}

function matchersFor(seen: Seen, options: PrintOptions, strict = false): readonly string[] {
  switch (seen.kind) {
    case 'opaque':
      return [];
    case 'instance':
      return seen.hasFields ? [`.toMatchObject(${printValue(seen.fields, options, '  ')})`] : [];
    case 'value':
      return matchersForValue(seen.value, options, strict);
  }
}

function matchersForValue(value: Value, options: PrintOptions, strict: boolean): readonly string[] {
  switch (value.kind) {
    case 'undefined':
      return ['.toBeUndefined()'];
    case 'null':
      return ['.toBeNull()'];
    case 'number':
      return Number.isNaN(value.value) ? ['.toBeNaN()'] : [`.toBe(${printNumber(value.value)})`];
    case 'boolean':
    case 'bigint':
    case 'reference':
      return [`.toBe(${printValue(value, options)})`];
    case 'string':
      return value.value.length > 1000
        ? [`.toHaveLength(${value.value.length})`, `.toMatch(/^${escapePattern(value.value.slice(0, 60))}/)`]
        : [`.toBe(${printValue(value, options)})`];
    case 'function':
    case 'promise':
      return [];
    case 'array':
    case 'object':
    case 'date':
    case 'regexp':
    case 'map':
    case 'set':
    case 'error':
    case 'global':
    case 'instance':
    case 'branded': {
      const text = printValue(value, options, '  ');
      if (isPartial(value)) return value.kind === 'object' && value.entries.length === 0 ? [] : salientOrWhole(value, text, options);
      return text.split('\n').length <= longest
        ? [`.${strict || hasUndefinedEntry(value) ? 'toStrictEqual' : 'toEqual'}(${text})`]
        : salient(value, options);
    }
  }
}

/** Whether a test holds all of the value, not only what is easy to read of it. */
export function holdsWholly(value: Value, options: PrintOptions): boolean {
  return printValue(value, options, '  ').split('\n').length <= longest;
}

function salientOrWhole(value: Value, text: string, options: PrintOptions): readonly string[] {
  return text.split('\n').length <= longest ? [`.toMatchObject(${text})`] : salient(value, options);
}

/** Whether it, or something in it, has more than can be written down. */
export function isPartial(value: Value): boolean {
  return (value.kind === 'object' && value.partial === true) || partsOf(value).some(isPartial);
}

function escapePattern(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/[.*+?^${}()|[\]/]/g, String.raw`\$&`);
}

/** Of a value that is too long to read: its size, and the first parts that are easy to read. */
function salient(value: Value, options: PrintOptions): readonly string[] {
  if (value.kind === 'array') {
    const [first] = value.items;
    const last = value.items.at(-1);
    return [
      `.toHaveLength(${value.items.length})`,
      ...(first !== undefined && isShort(first, options) ? [`.toContainEqual(${printValue(first, options, '  ')})`] : []),
      ...(last !== undefined && value.items.length > 1 && isShort(last, options)
        ? [`.toContainEqual(${printValue(last, options, '  ')})`]
        : []),
    ];
  }
  if (value.kind === 'object') {
    const entries = value.entries.filter(([, part]) => partsOf(part).length === 0 || isShort(part, options)).slice(0, 6);
    return entries.length === 0 ? [] : [`.toMatchObject(${printValue({ kind: 'object', entries }, options, '  ')})`];
  }
  if (value.kind === 'map' || value.kind === 'set')
    return [`.toHaveProperty('size', ${value.kind === 'map' ? value.entries.length : value.items.length})`];
  return [];
}

function isShort(value: Value, options: PrintOptions): boolean {
  return printValue(value, options, '  ').split('\n').length <= 6;
}
