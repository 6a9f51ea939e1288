import type { Observation, Seen } from './exploration.ts';
import { hasForeignPart } from './foreign-parts.ts';
import { printValue, type PrintOptions } from './print-value.ts';
import { hasUndefinedEntry } from './undefined-entries.ts';
import { partsOf, type Value } from './value.ts';

/** One thing that a test says of a value, whatever it is written with. */
export type Claim =
  /** It is this very primitive or exported constant; NaN is NaN. `strict`: 0 is not -0, either. */
  | { readonly kind: 'is'; readonly value: Value; readonly strict: boolean }
  /** It has these parts and no others. `strict`: keys without a value count. */
  | { readonly kind: 'equals'; readonly value: Value; readonly strict: boolean }
  /** It has at least these parts. */
  | { readonly kind: 'has'; readonly value: Value }
  | { readonly kind: 'length'; readonly length: number }
  /** Of a Map or Set. */
  | { readonly kind: 'size'; readonly size: number }
  | { readonly kind: 'starts'; readonly text: string }
  /** A list has this item; `at`: where it stands. */
  | { readonly kind: 'item'; readonly value: Value; readonly at: number };

export type ThrowClaim =
  /** `message`: what the error's message has in it, all of it when `whole`. `type`: its built-in class, where the message is blank. */
  | { readonly kind: 'throws'; readonly message?: string; readonly whole: boolean; readonly type?: string }
  /** Nothing but that it comes back is to be seen. */
  | { readonly kind: 'returns' };

/** What a test says about a call. */
export interface Assertions {
  /** Empty when the result says nothing. */
  readonly result: readonly Claim[];
  readonly throws: ThrowClaim | undefined;
  /** Of arguments that the call changed. */
  readonly changed: readonly { readonly index: number; readonly claims: readonly Claim[] }[];
  /** Of public fields of the receiver. */
  readonly receiver: readonly { readonly field: string; readonly claims: readonly Claim[] }[];
}

const longest = 15;
/** Classes of errors that every program knows. */
export const builtInErrors: ReadonlySet<string> = new Set([
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
    const claims = claimsOf(after, options, observation.strict);
    return claims.length === 0 ? [] : [{ index, claims }];
  });
  const receiver = observation.receiver.flatMap(({ field, after }) => {
    const claims = claimsOf(after, options, observation.strict);
    return claims.length === 0 ? [] : [{ field, claims }];
  });
  if (outcome.kind === 'threw') {
    if (outcome.raw !== undefined) return undefined;
    return { result: [], throws: throwClaim(outcome.className, outcome.message), changed, receiver };
  }
  const isVoid = outcome.seen.kind === 'value' && outcome.seen.value.kind === 'undefined';
  const effects = changed.length + receiver.length;
  const result = isVoid && effects > 0 ? [] : claimsOf(outcome.seen, options, observation.strict);
  if (observation.quiet === true && effects === 0 && (isVoid || result.length === 0))
    return observation.async
      ? { result, throws: undefined, changed, receiver }
      : { result: [], throws: { kind: 'returns' }, changed, receiver };
  if (result.length + effects === 0) return undefined;
  return { result, throws: undefined, changed, receiver };
}

/** The part of an error's message that a test holds; blank: none. */
export function shownMessage(message: string): string {
  const [line = ''] = message.split('\n');
  return line.length > 100 ? line.slice(0, 100) : line;
}

function throwClaim(className: string, message: string): ThrowClaim {
  const shown = shownMessage(message);
  if (shown.trim() !== '') return { kind: 'throws', message: shown, whole: shown === message };
  return { kind: 'throws', whole: false, ...(builtInErrors.has(className) ? { type: className } : {}) };
}

function claimsOf(seen: Seen, options: PrintOptions, strict = false): readonly Claim[] {
  switch (seen.kind) {
    case 'opaque':
      return [];
    case 'instance':
      return seen.hasFields ? [{ kind: 'has', value: seen.fields }] : [];
    case 'value':
      return claimsOfValue(seen.value, options, strict);
  }
}

function claimsOfValue(value: Value, options: PrintOptions, strict: boolean): readonly Claim[] {
  switch (value.kind) {
    case 'undefined':
    case 'null':
    case 'number':
    case 'boolean':
    case 'bigint':
    case 'reference':
      return [{ kind: 'is', value, strict }];
    case 'string':
      return value.value.length > 1000
        ? [
            { kind: 'length', length: value.value.length },
            { kind: 'starts', text: value.value.slice(0, 60) },
          ]
        : [{ kind: 'is', value, strict }];
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
    case 'branded':
      if (isPartial(value)) {
        if (value.kind === 'object' && value.entries.length === 0) return [];
        return holdsWholly(value, options) ? [{ kind: 'has', value }] : salient(value, options);
      }
      // What is not plain is equal only to those who do not ask for types.
      return holdsWholly(value, options)
        ? [{ kind: 'equals', value, strict: (strict || hasUndefinedEntry(value)) && !hasForeignPart(value) }]
        : salient(value, options);
  }
}

/** Whether a test holds all of the value, not only what is easy to read of it. */
export function holdsWholly(value: Value, options: PrintOptions): boolean {
  return printValue(value, options, '  ').split('\n').length <= longest;
}

/** Whether it, or something in it, has more than can be written down. */
export function isPartial(value: Value): boolean {
  return (value.kind === 'object' && value.partial === true) || partsOf(value).some(isPartial);
}

/** Of a value that is too long to read: its size, and the first parts that are easy to read. */
function salient(value: Value, options: PrintOptions): readonly Claim[] {
  if (value.kind === 'array') {
    const ends = [...new Set([0, value.items.length - 1])];
    return [
      { kind: 'length', length: value.items.length },
      ...ends.flatMap((at): readonly Claim[] => {
        const item = value.items[at];
        return item !== undefined && isShort(item, options) && !isPartial(item) ? [{ kind: 'item', value: item, at }] : [];
      }),
    ];
  }
  if (value.kind === 'object') {
    const entries = value.entries.filter(([, part]) => partsOf(part).length === 0 || isShort(part, options)).slice(0, 6);
    return entries.length === 0 ? [] : [{ kind: 'has', value: { kind: 'object', entries } }];
  }
  if (value.kind === 'map' || value.kind === 'set')
    return [{ kind: 'size', size: value.kind === 'map' ? value.entries.length : value.items.length }];
  return [];
}

function isShort(value: Value, options: PrintOptions): boolean {
  return printValue(value, options, '  ').split('\n').length <= 6;
}
