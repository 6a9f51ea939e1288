import { fitTogether } from './fit-together.ts';
import type { Pool } from './pool.ts';
import type { Random } from './random.ts';
import type { Parameter, Shape } from './shape.ts';
import { undefinedValue, type MethodCall, type Value } from './value.ts';

const deepest = 5;
/** 2024-01-15T10:30:00Z and its neighbours: a weekday, a leap day, a year's end, the epoch. */
const dates: readonly number[] = [1705314600000, 1709164800000, 1735603200000, 0];

/** Draws a value of a shape. Values of `unbuildable` shapes are `undefined`. */
export function sample(shape: Shape, pool: Pool, random: Random, depth = 0): Value {
  switch (shape.kind) {
    case 'number':
      return { kind: 'number', value: sampleNumber(pool, random) };
    case 'string':
      return { kind: 'string', value: sampleString(pool, random) };
    case 'boolean':
      return { kind: 'boolean', value: random.chance(0.5) };
    case 'bigint':
      return { kind: 'bigint', value: String(Math.trunc(sampleNumber(pool, random))) };
    case 'literal':
      return shape.value;
    case 'array':
      return { kind: 'array', items: many(depth, random, () => sample(shape.element, pool, random, depth + 1)) };
    case 'tuple':
      return { kind: 'array', items: shape.elements.map((element) => sample(element, pool, random, depth + 1)) };
    case 'object':
      return sampleObject(shape, pool, random, depth);
    case 'date':
      return { kind: 'date', time: random.pick(dates) };
    case 'regexp':
      return { kind: 'regexp', source: random.pick(['a', '\\d+', '^b']), flags: random.pick(['', 'g', 'i']) };
    case 'error':
      return { kind: 'error', message: random.pick(pool.strings) };
    case 'map':
      return {
        kind: 'map',
        entries: many(
          depth,
          random,
          () => [sample(shape.key, pool, random, depth + 1), sample(shape.value, pool, random, depth + 1)] as const,
        ),
      };
    case 'set':
      return { kind: 'set', items: many(depth, random, () => sample(shape.element, pool, random, depth + 1)) };
    case 'global':
      return { kind: 'global', name: shape.name, args: shape.args.map((arg) => sample(arg, pool, random, depth + 1)) };
    case 'promise':
      return { kind: 'promise', value: sample(shape.value, pool, random, depth + 1) };
    case 'function':
      return sampleFunction(shape, pool, random, depth);
    case 'instance':
      return sampleInstance(shape, pool, random, depth);
    case 'union':
      return sample(pickOption(shape.options, random, depth), pool, random, depth);
    case 'branded':
      return { kind: 'branded', type: shape.type, value: sample(shape.base, pool, random, depth) };
    case 'unknown':
      return sampleAnything(pool, random, depth);
    case 'unbuildable':
      return undefinedValue;
  }
}

/** Draws arguments for a parameter list; optional ones at the end are often left out, a rest parameter is spread. */
export function sampleArguments(parameters: readonly Parameter[], pool: Pool, random: Random, depth = 0): Value[] {
  return fitTogether(
    parameters.map((parameter) => sampleParameter(parameter, pool, random, depth)),
    parameters,
  );
}

/** Draws one argument; `undefined` stands for leaving it out. The value of a rest parameter is an array. */
export function sampleParameter(parameter: Parameter, pool: Pool, random: Random, depth = 0): Value {
  if (parameter.optional && !parameter.rest && random.chance(0.4)) return undefinedValue;
  return sample(parameter.shape, pool, random, depth);
}

function sampleNumber(pool: Pool, random: Random): number {
  if (random.chance(0.75)) return random.pick(pool.numbers);
  if (random.chance(0.5)) return random.below(20);
  if (random.chance(0.5)) return random.below(2000) - 1000;
  return random.chance(0.5) ? random.below(100) / 4 : random.below(2_000_000) - 1_000_000;
}

function sampleString(pool: Pool, random: Random): string {
  const base = random.pick(pool.strings);
  if (random.chance(0.8)) return base;
  if (random.chance(0.6)) return base + random.pick(pool.strings);
  return base + random.pick(['-', ' ', ',', '.', ':', '/', '1', 'A', 'é', '😀', '\n']) + random.pick(pool.strings);
}

function many<T>(depth: number, random: Random, make: () => T): T[] {
  const most = depth === 0 ? 4 : depth < deepest ? 3 : 1;
  return Array.from({ length: random.below(most + 1) }, make);
}

function sampleObject(shape: Shape & { kind: 'object' }, pool: Pool, random: Random, depth: number): Value {
  const entries: (readonly [string, Value])[] = [];
  for (const property of shape.properties) {
    if (property.optional && (depth >= deepest || random.chance(0.45))) continue;
    entries.push([property.name, sample(property.shape, pool, random, depth + 1)]);
  }
  const index = shape.index;
  if (index !== undefined) {
    const taken = new Set(entries.map((entry) => entry[0]));
    for (let count = random.below(3); count > 0; count -= 1) {
      const key = random.pick(pool.keys.length > 0 && random.chance(0.4) ? pool.keys : pool.strings);
      if (taken.has(key) || key === '__proto__') continue;
      taken.add(key);
      entries.push([key, sample(index, pool, random, depth + 1)]);
    }
  }
  return { kind: 'object', entries };
}

function sampleFunction(shape: Shape & { kind: 'function' }, pool: Pool, random: Random, depth: number): Value {
  const returns = sample(shape.returns, pool, random, depth + 1);
  const echo = shape.returns.kind === 'unknown' && shape.parameters > 0 && random.chance(0.4);
  return { kind: 'function', returns, parameters: shape.parameters, ...(echo ? { echo: true as const } : {}) };
}

function sampleInstance(shape: Shape & { kind: 'instance' }, pool: Pool, random: Random, depth: number): Value {
  const calls: MethodCall[] = [];
  if (shape.mutators.length > 0 && depth < 2) {
    for (let count = random.chance(0.5) ? random.below(4) : 0; count > 0; count -= 1)
      calls.push(sampleMutatorCall(shape, pool, random, depth));
  }
  const factory = shape.factory === undefined ? {} : { factory: shape.factory };
  return { kind: 'instance', ref: shape.ref, ...factory, args: sampleArguments(shape.parameters, pool, random, depth + 1), calls };
}

/** Draws a call of one of the shape's mutators. @throws RangeError when it has none */
export function sampleMutatorCall(shape: Shape & { kind: 'instance' }, pool: Pool, random: Random, depth: number): MethodCall {
  const mutator = random.pick(shape.mutators);
  return { method: mutator.name, args: sampleArguments(mutator.parameters, pool, random, depth + 1) };
}

function pickOption(options: readonly Shape[], random: Random, depth: number): Shape {
  if (depth < deepest) return random.pick(options);
  return (
    options.find((option) => option.kind !== 'object' && option.kind !== 'array' && option.kind !== 'instance') ?? random.pick(options)
  );
}

function sampleAnything(pool: Pool, random: Random, depth: number): Value {
  const choice = random.below(depth < 3 ? 12 : 8);
  switch (choice) {
    case 0:
    case 1:
      return { kind: 'number', value: sampleNumber(pool, random) };
    case 2:
    case 3:
      return { kind: 'string', value: sampleString(pool, random) };
    case 4:
      return { kind: 'boolean', value: random.chance(0.5) };
    case 5:
      return random.chance(0.5) ? { kind: 'null' } : undefinedValue;
    case 6:
    case 7:
      return pool.seen.length > 0 ? random.pick(pool.seen) : { kind: 'number', value: sampleNumber(pool, random) };
    case 8:
    case 9:
      return { kind: 'array', items: many(depth + 1, random, () => sampleAnything(pool, random, depth + 1)) };
    case 10: {
      const keys = pool.keys.length > 0 ? pool.keys : ['a', 'b'];
      const names = new Set(many(depth + 1, random, () => random.pick(keys)));
      return { kind: 'object', entries: [...names].map((name) => [name, sampleAnything(pool, random, depth + 1)] as const) };
    }
    default:
      return {
        kind: 'function',
        returns: sampleAnything(pool, random, depth + 1),
        parameters: 1,
        ...(random.chance(0.4) ? { echo: true as const } : {}),
      };
  }
}
