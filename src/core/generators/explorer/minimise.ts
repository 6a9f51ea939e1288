import { fitsTogether } from './fit-together.ts';
import { replaceLeaf } from './mutate.ts';
import { mapParts } from './mutate-parts.ts';
import type { Pool } from './pool.ts';
import { fits, type Parameter } from './shape.ts';
import { encodeValue, partsOf, undefinedValue, type Value } from './value.ts';

const plainKeys: readonly string[] = ['a', 'b'];

/** How hard a value is to read; what stands in the code or is plain is easy. Lower is better. */
export function complexity(value: Value, pool: Pool): number {
  const own = ownComplexity(value, pool);
  return partsOf(value).reduce((sum, part) => sum + complexity(part, pool), own);
}

function ownComplexity(value: Value, pool: Pool): number {
  switch (value.kind) {
    case 'undefined':
      return 0.2;
    case 'null':
      return 1.4;
    case 'boolean':
      return value.value ? 1 : 0.9;
    case 'number':
      return numberComplexity(value.value, pool);
    case 'string':
      return stringComplexity(value.value, pool);
    case 'bigint':
      return 1 + value.value.length * 0.3;
    case 'date':
      return 2 + (value.time % 86_400_000 === 0 ? 0 : 0.5);
    case 'object':
      return value.entries.reduce((sum, [key]) => sum + 0.1 + keyComplexity(key), 1.2);
    case 'array':
    case 'set':
      return 1.2 + value.items.length * 0.1;
    case 'map':
      return 1.6 + value.entries.length * 0.2;
    case 'function':
      // What callbacks most often say is yes or no.
      return value.returns.kind === 'boolean' ? 2.3 : 2.5;
    case 'instance':
      return 2 + value.calls.length * 1.5;
    case 'reference':
      return 1;
    case 'regexp':
    case 'error':
    case 'global':
    case 'promise':
    case 'branded':
      return 2;
  }
}

/** A key that a person would take for an example is easy; one that every object has by itself is odd. */
function keyComplexity(key: string): number {
  if (plainKeys.includes(key)) return 0;
  return key in {} || key === 'length' || key === 'prototype' ? 0.6 : /^[A-Za-z_$][\w$]*$/.test(key) ? 0.02 : 0.4;
}

function numberComplexity(value: number, pool: Pool): number {
  if (value === 1) return 0.8;
  if (Object.is(value, 0)) return 0.85;
  if (Object.is(value, -0)) return 9;
  if (!Number.isFinite(value)) return 6;
  const sign = value < 0 ? 0.6 : 0;
  // Of two numbers that stand in the code the rounder one is easier.
  if (pool.isNatural(value)) return 1 + Math.min(0.03, String(Math.abs(value)).replace(/0+$/, '').length * 0.01) + sign;
  if (Number.isInteger(value) && Math.abs(value) <= 10) return 1 + Math.abs(value) * 0.04 + sign;
  if (Number.isInteger(value) && (pool.isNatural(value - 1) || pool.isNatural(value + 1))) return 1.2 + sign;
  return 1.5 + Math.min(6, String(Math.abs(value)).length * 0.3) + sign;
}

function stringComplexity(value: string, pool: Pool): number {
  if (value === 'a') return 0.95;
  if (value === '') return 1;
  if (pool.isNatural(value)) return 1.1 + value.length * 0.01;
  const odd = value.replaceAll(/[a-z0-9 ]/gi, '').length + (value === value.trim() ? 0 : 1);
  return 1.1 + value.length * 0.12 + odd * 0.5;
}

export interface MinimiseOptions {
  readonly parameters: readonly Parameter[];
  readonly pool: Pool;
  /** Whether a simpler call still does what matters. */
  readonly keeps: (args: readonly Value[]) => boolean | Promise<boolean>;
  /** Most calls of {@link keeps}. */
  readonly maxTries: number;
}

/** Delta debugging on arguments: drops and replaces parts by easier ones as long as the call keeps what matters. */
export async function minimise(args: readonly Value[], options: MinimiseOptions): Promise<readonly Value[]> {
  let best = args;
  let tries = 0;
  let improved = true;
  const tried = new Set<string>();
  const keeps = async (next: readonly Value[]): Promise<boolean> => {
    const key = encodeValue(next);
    if (tried.has(key) || !fitsTogether(next, options.parameters)) return false;
    tried.add(key);
    tries += 1;
    return options.keeps(next);
  };
  while (improved && tries < options.maxTries) {
    improved = false;
    for (const next of renamed(best, options)) {
      if (tries >= options.maxTries) return best;
      if (await keeps(next)) {
        best = next;
        improved = true;
        break;
      }
    }
    for (let index = options.parameters.length - 1; index >= 0; index -= 1) {
      const parameter = options.parameters[index];
      if (parameter === undefined) continue;
      const simplerOnes = simplerArguments(best[index] ?? undefinedValue, parameter, options.pool, isLastGiven(best, index));
      for (const simpler of simplerOnes) {
        if (tries >= options.maxTries) return best;
        const next = best.map((arg, at) => (at === index ? simpler : arg));
        if (await keeps(next)) {
          best = next;
          improved = true;
          break;
        }
      }
    }
  }
  return best;
}

/** The arguments with one value that stands in several places replaced by an easier one in all of them. */
function renamed(args: readonly Value[], options: MinimiseOptions): readonly (readonly Value[])[] {
  const counts = new Map<number | string, number>();
  const visit = (value: Value): Value => {
    if (value.kind === 'number' || value.kind === 'string') counts.set(value.value, (counts.get(value.value) ?? 0) + 1);
    if (value.kind === 'object') for (const [key] of value.entries) counts.set(key, (counts.get(key) ?? 0) + 1);
    return mapParts(value, visit);
  };
  args.forEach(visit);
  return [...counts].flatMap(([raw, count]) => {
    if (count < 2) return [];
    const easier: readonly (number | string)[] = typeof raw === 'string' ? ['a', 'b'] : [1, 2, 0];
    const before = typeof raw === 'string' ? stringComplexity(raw, options.pool) : numberComplexity(raw, options.pool);
    return easier.flatMap((to) => {
      const after = typeof to === 'string' ? stringComplexity(to, options.pool) : numberComplexity(to, options.pool);
      const next = after < before ? replaceEverywhere(args, raw, to) : undefined;
      return next !== undefined &&
        next.every((arg, index) => arg.kind === 'undefined' || fits(arg, options.parameters[index]?.shape ?? { kind: 'unknown' }))
        ? [next]
        : [];
    });
  });
}

/** Whether an argument stands at the end of the call, where it can be left out. */
function isLastGiven(args: readonly Value[], index: number): boolean {
  return args.slice(index + 1).every((arg) => arg.kind === 'undefined');
}

/** `undefined` written out before other arguments is harder to read than an empty text or a number. */
const writtenUndefined = 1.1;

/** Replaces a number or a string, also where it is the key of an object; undefined when a key would then stand twice. */
function replaceEverywhere(args: readonly Value[], raw: number | string, to: number | string): readonly Value[] | undefined {
  let clash = false;
  const rename = (value: Value): Value => {
    const inner = mapParts(value, rename);
    if (inner.kind !== 'object' || typeof to !== 'string' || !inner.entries.some(([key]) => key === raw)) return inner;
    clash ||= inner.entries.some(([key]) => key === to);
    return { ...inner, entries: inner.entries.map(([key, part]) => [key === raw ? to : key, part] as const) };
  };
  const keyed = args.map(rename);
  return clash ? undefined : (replaceLeaf(keyed, raw, to) ?? keyed);
}

function simplerArguments(value: Value, parameter: Parameter, pool: Pool, last: boolean): readonly Value[] {
  const spelled = value.kind === 'undefined' && !last;
  const limit = spelled ? writtenUndefined : complexity(value, pool);
  const options: Value[] = [];
  if (parameter.optional && value.kind !== 'undefined' && (last || limit > writtenUndefined)) options.push(undefinedValue);
  if (spelled) options.push({ kind: 'string', value: '' }, { kind: 'number', value: 1 }, { kind: 'boolean', value: false });
  options.push(...simplerValues(value, pool));
  return options
    .map((option) => ({ option, cost: complexity(option, pool) }))
    .filter(({ option, cost }) => cost < limit - 1e-9 && (option.kind === 'undefined' ? parameter.optional : fits(option, parameter.shape)))
    .sort((left, right) => left.cost - right.cost)
    .map(({ option }) => option);
}

/** Easier values near a value; they may not fit its shape. */
export function simplerValues(value: Value, pool: Pool): Value[] {
  const own = simplerThan(value, pool);
  const parts = partsOf(value);
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index];
    if (part === undefined) continue;
    for (const simpler of simplerValues(part, pool)) own.push(replacePart(value, index, simpler));
  }
  return own;
}

function replacePart(value: Value, which: number, replacement: Value): Value {
  let index = -1;
  return mapParts(value, (part) => {
    index += 1;
    return index === which ? replacement : part;
  });
}

function renameKey(value: Value & { readonly kind: 'object' }, key: string, index: number, plain: string): readonly Value[] {
  if (keyComplexity(key) === 0 || value.entries.some(([other]) => other === plain)) return [];
  return [{ ...value, entries: value.entries.map((entry, at) => (at === index ? ([plain, entry[1]] as const) : entry)) }];
}

function without<T>(items: readonly T[], index: number): T[] {
  return items.filter((_item, at) => at !== index);
}

function simplerThan(value: Value, pool: Pool): Value[] {
  const empty = (value.kind === 'array' && value.items.length === 0) || (value.kind === 'object' && value.entries.length === 0);
  // Where anything goes, a number does for an empty list; a text would be taken for a list of characters.
  return empty ? [...simplerOfKind(value, pool), { kind: 'number', value: 1 }] : simplerOfKind(value, pool);
}

function simplerOfKind(value: Value, pool: Pool): Value[] {
  switch (value.kind) {
    case 'number':
      return [
        ...new Set([
          1,
          0,
          // What is not whole is easier to read than what has no end.
          ...(Number.isFinite(value.value) ? [] : [1.5]),
          2,
          3,
          5,
          10,
          -1,
          Math.trunc(value.value),
          Math.trunc(value.value / 2),
          -value.value,
          ...pool.numbers.slice(0, 40),
        ]),
      ].map((each) => ({
        kind: 'number',
        value: each,
      }));
    case 'string': {
      const text = value.value;
      const texts = new Set([
        '',
        'a',
        text.trim(),
        text.toLowerCase(),
        text.slice(0, Math.ceil(text.length / 2)),
        text.slice(Math.floor(text.length / 2)),
        ...pool.strings.slice(0, 40),
      ]);
      for (let index = 0; index < Math.min(text.length, 24); index += 1) texts.add(text.slice(0, index) + text.slice(index + 1));
      for (let index = 0; index < Math.min(text.length, 24); index += 1) texts.add(`${text.slice(0, index)}a${text.slice(index + 1)}`);
      return [...texts].map((each) => ({ kind: 'string', value: each }));
    }
    case 'boolean':
      return [{ kind: 'boolean', value: false }];
    case 'array':
      return [{ ...value, items: [] }, ...value.items.map((_item, index): Value => ({ ...value, items: without(value.items, index) }))];
    case 'set':
      return value.items.map((_item, index): Value => ({ ...value, items: without(value.items, index) }));
    case 'object':
      return [
        { ...value, entries: [] },
        ...value.entries.map((_entry, index): Value => ({ ...value, entries: without(value.entries, index) })),
        ...value.entries.flatMap(([key], index) => plainKeys.flatMap((plain) => renameKey(value, key, index, plain))),
      ];
    case 'map':
      return value.entries.map((_entry, index): Value => ({ ...value, entries: without(value.entries, index) }));
    case 'instance':
      return [
        ...value.calls.map((_call, index): Value => ({ ...value, calls: without(value.calls, index) })),
        ...(value.args.at(-1)?.kind === 'undefined'
          ? []
          : value.args.map((_arg, index): Value => ({
              ...value,
              args: value.args.map((arg, at) => (at >= index ? undefinedValue : arg)),
            }))),
      ];
    case 'function':
      return [
        ...[true, false].map((answer): Value => ({
          kind: 'function',
          returns: { kind: 'boolean', value: answer },
          parameters: value.parameters,
        })),
        { kind: 'function', returns: undefinedValue, parameters: 0 },
        { kind: 'undefined' },
        { kind: 'null' },
      ];
    case 'date':
      return [
        { kind: 'date', time: 1704067200000 },
        { kind: 'date', time: value.time - (value.time % 86_400_000) },
      ];
    case 'bigint':
      return ['1', '0', '2', '10'].map((each) => ({ kind: 'bigint', value: each }));
    case 'null':
      return [undefinedValue];
    case 'undefined':
    case 'regexp':
    case 'error':
    case 'global':
    case 'promise':
    case 'reference':
    case 'branded':
      return [];
  }
}
