import { fitTogether } from './fit-together.ts';
import { mapParts } from './mutate-parts.ts';
import type { Pool } from './pool.ts';
import type { Random } from './random.ts';
import { sample, sampleMutatorCall, sampleParameter } from './sample.ts';
import { fits, type Parameter, type Shape } from './shape.ts';
import { undefinedValue, type MethodCall, type Value } from './value.ts';

/** Changes one randomly chosen part of the arguments of a call, staying within the parameters' shapes. */
export function mutateArguments(args: readonly Value[], parameters: readonly Parameter[], pool: Pool, random: Random): Value[] {
  if (parameters.length === 0) return [...args];
  const index = random.below(parameters.length);
  const parameter = parameters[index];
  if (parameter === undefined) return [...args];
  const next = [...args];
  while (next.length < index) next.push(undefinedValue);
  next[index] = mutateParameter(next[index] ?? undefinedValue, parameter, pool, random);
  return fitTogether(next, parameters);
}

function mutateParameter(value: Value, parameter: Parameter, pool: Pool, random: Random): Value {
  if (value.kind === 'undefined' || (parameter.optional && random.chance(0.1))) return sampleParameter(parameter, pool, random);
  return mutateValue(value, parameter.shape, pool, random);
}

/** A neighbour of a value within its shape. */
export function mutateValue(value: Value, shape: Shape, pool: Pool, random: Random, depth = 0): Value {
  if (random.chance(0.08)) return sample(shape, pool, random, depth);
  switch (shape.kind) {
    case 'union': {
      const current = shape.options.find((option) => fits(value, option));
      return current === undefined || random.chance(0.3)
        ? sample(random.pick(shape.options), pool, random, depth)
        : mutateValue(value, current, pool, random, depth);
    }
    case 'unknown':
      return mutateFreely(value, pool, random, depth);
    case 'branded':
      return value.kind === 'branded'
        ? { ...value, value: mutateValue(value.value, shape.base, pool, random, depth) }
        : sample(shape, pool, random, depth);
    case 'number':
      return value.kind === 'number'
        ? { kind: 'number', value: mutateNumber(value.value, pool, random) }
        : sample(shape, pool, random, depth);
    case 'string':
      return value.kind === 'string'
        ? { kind: 'string', value: mutateString(value.value, pool, random) }
        : sample(shape, pool, random, depth);
    case 'boolean':
      return value.kind === 'boolean' ? { kind: 'boolean', value: !value.value } : sample(shape, pool, random, depth);
    case 'array':
      return value.kind === 'array'
        ? { kind: 'array', items: mutateItems(value.items, shape.element, pool, random, depth) }
        : sample(shape, pool, random, depth);
    case 'set':
      return value.kind === 'set'
        ? { kind: 'set', items: mutateItems(value.items, shape.element, pool, random, depth) }
        : sample(shape, pool, random, depth);
    case 'tuple':
      return value.kind === 'array' ? mutateTuple(value.items, shape.elements, pool, random, depth) : sample(shape, pool, random, depth);
    case 'object':
      return value.kind === 'object' ? mutateObject(value, shape, pool, random, depth) : sample(shape, pool, random, depth);
    case 'map':
      return value.kind === 'map' && value.entries.length > 0
        ? mutateMap(value.entries, shape, pool, random, depth)
        : sample(shape, pool, random, depth);
    case 'date':
      return value.kind === 'date' && random.chance(0.6)
        ? { kind: 'date', time: value.time + random.pick([1, -1, 60, -60]) * random.pick([1000, 86_400_000, 2_592_000_000]) }
        : sample(shape, pool, random, depth);
    case 'function':
      return value.kind === 'function' && value.echo !== true
        ? { ...value, returns: mutateValue(value.returns, shape.returns, pool, random, depth + 1) }
        : sample(shape, pool, random, depth);
    case 'promise':
      return value.kind === 'promise'
        ? { kind: 'promise', value: mutateValue(value.value, shape.value, pool, random, depth + 1) }
        : sample(shape, pool, random, depth);
    case 'instance':
      return value.kind === 'instance' ? mutateInstance(value, shape, pool, random, depth) : sample(shape, pool, random, depth);
    case 'bigint':
      return value.kind === 'bigint' && random.chance(0.6)
        ? { kind: 'bigint', value: String(BigInt(value.value) + BigInt(random.pick([1, -1, 2, -10, 10, 100]))) }
        : sample(shape, pool, random, depth);
    case 'literal':
    case 'regexp':
    case 'error':
    case 'global':
    case 'unbuildable':
      return sample(shape, pool, random, depth);
  }
}

function mutateNumber(value: number, pool: Pool, random: Random): number {
  switch (random.below(6)) {
    case 0:
      return random.pick(pool.numbers);
    case 1:
      return -value;
    case 2:
      return value + random.pick([1, -1]) * 2 ** random.below(12);
    case 3:
      return Math.trunc(value / 2);
    case 4:
      return Number.isInteger(value) && random.chance(0.3) ? value + 0.5 : value * 2;
    default:
      return value + random.pick([1, -1]);
  }
}

function mutateString(value: string, pool: Pool, random: Random): string {
  const at = random.below(value.length + 1);
  switch (random.below(8)) {
    case 0:
    case 1:
      return random.pick(pool.strings);
    case 2:
      return value.slice(0, at) + random.pick(pool.strings) + value.slice(at);
    case 3:
      return value.slice(0, at) + value.slice(at + 1);
    case 4:
      return (
        value.slice(0, at) +
        (random.chance(0.1) ? random.pick(['é', '😀']) : String.fromCharCode(32 + random.below(95))) +
        value.slice(at + 1)
      );
    case 5:
      return (
        value.slice(0, at) +
        String.fromCharCode(Math.max(32, value.charCodeAt(Math.min(at, Math.max(0, value.length - 1))) + random.pick([1, -1]) || 97)) +
        value.slice(at + 1)
      );
    case 6:
      return value.length > 30 ? value.slice(0, at) : value + value;
    default:
      return value + random.pick(pool.strings);
  }
}

function mutateItems(items: readonly Value[], element: Shape, pool: Pool, random: Random, depth: number): Value[] {
  const next = [...items];
  const at = random.below(Math.max(1, next.length));
  const current = next[at];
  const choice = random.below(6);
  if (current === undefined || choice === 0) next.splice(random.below(next.length + 1), 0, sample(element, pool, random, depth + 1));
  else if (choice === 1) next.splice(at, 1);
  else if (choice === 2) next.push(current);
  else next[at] = mutateValue(current, element, pool, random, depth + 1);
  return next;
}

function mutateTuple(items: readonly Value[], elements: readonly Shape[], pool: Pool, random: Random, depth: number): Value {
  const at = random.below(Math.max(1, elements.length));
  const element = elements[at];
  if (element === undefined) return { kind: 'array', items };
  return { kind: 'array', items: items.map((item, index) => (index === at ? mutateValue(item, element, pool, random, depth + 1) : item)) };
}

function mutateObject(
  value: Value & { kind: 'object' },
  shape: Shape & { kind: 'object' },
  pool: Pool,
  random: Random,
  depth: number,
): Value {
  const present = new Map(value.entries);
  if (shape.properties.length > 0 && (shape.index === undefined || random.chance(0.5))) {
    const property = random.pick(shape.properties);
    const current = present.get(property.name);
    if (current === undefined) present.set(property.name, sample(property.shape, pool, random, depth + 1));
    else if (property.optional && random.chance(0.3)) present.delete(property.name);
    else present.set(property.name, mutateValue(current, property.shape, pool, random, depth + 1));
    const order = shape.properties.map((each) => each.name);
    return { kind: 'object', entries: [...present].sort((left, right) => rank(order, left[0]) - rank(order, right[0])) };
  }
  if (shape.index === undefined) return value;
  const keys = [...present.keys()].filter((key) => !shape.properties.some((property) => property.name === key));
  if (keys.length > 0 && random.chance(0.6)) {
    const key = random.pick(keys);
    if (random.chance(0.25)) present.delete(key);
    else present.set(key, mutateValue(present.get(key) ?? undefinedValue, shape.index, pool, random, depth + 1));
  } else {
    const key = random.pick(pool.keys.length > 0 && random.chance(0.4) ? pool.keys : pool.strings);
    if (key !== '__proto__' && !present.has(key)) present.set(key, sample(shape.index, pool, random, depth + 1));
  }
  return { kind: 'object', entries: [...present] };
}

function rank(order: readonly string[], name: string): number {
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}

function mutateMap(
  entries: readonly (readonly [Value, Value])[],
  shape: Shape & { kind: 'map' },
  pool: Pool,
  random: Random,
  depth: number,
): Value {
  const at = random.below(entries.length);
  if (random.chance(0.25)) return { kind: 'map', entries: entries.filter((_entry, index) => index !== at) };
  return {
    kind: 'map',
    entries: entries.map(([key, item], index) =>
      index !== at
        ? ([key, item] as const)
        : random.chance(0.5)
          ? ([mutateValue(key, shape.key, pool, random, depth + 1), item] as const)
          : ([key, mutateValue(item, shape.value, pool, random, depth + 1)] as const),
    ),
  };
}

function mutateInstance(
  value: Value & { kind: 'instance' },
  shape: Shape & { kind: 'instance' },
  pool: Pool,
  random: Random,
  depth: number,
): Value {
  if (shape.mutators.length === 0 || (shape.parameters.length > 0 && random.chance(0.4))) {
    return { ...value, args: mutateArguments(value.args, shape.parameters, pool, random) };
  }
  const calls: MethodCall[] = [...value.calls];
  const at = random.below(Math.max(1, calls.length));
  const current = calls[at];
  if (current === undefined || (calls.length < 5 && random.chance(0.4)))
    calls.splice(random.below(calls.length + 1), 0, sampleMutatorCall(shape, pool, random, depth));
  else if (random.chance(0.3)) calls.splice(at, 1);
  else {
    const parameters = shape.mutators.find((mutator) => mutator.name === current.method)?.parameters ?? [];
    calls[at] = { method: current.method, args: mutateArguments(current.args, parameters, pool, random) };
  }
  return { ...value, calls };
}

function mutateFreely(value: Value, pool: Pool, random: Random, depth: number): Value {
  const unknown: Shape = { kind: 'unknown' };
  if (random.chance(0.15)) return sample(unknown, pool, random, depth);
  switch (value.kind) {
    case 'number':
    case 'string':
    case 'boolean':
    case 'date':
    case 'bigint':
      return mutateValue(value, { kind: value.kind }, pool, random, depth);
    case 'array':
      return mutateValue(value, { kind: 'array', element: unknown }, pool, random, depth);
    case 'object': {
      const properties = value.entries.map(([name]) => ({ name, shape: unknown, optional: true }));
      return mutateValue(value, { kind: 'object', properties, index: unknown }, pool, random, depth);
    }
    case 'function':
      return mutateValue(value, { kind: 'function', returns: unknown, parameters: value.parameters }, pool, random, depth);
    case 'undefined':
    case 'null':
    case 'regexp':
    case 'map':
    case 'set':
    case 'error':
    case 'global':
    case 'promise':
    case 'reference':
    case 'instance':
    case 'branded':
      return sample(unknown, pool, random, depth);
  }
}

/** Replaces every number or string in the arguments that is identical to `seen`; undefined when there is none. */
export function replaceLeaf(args: readonly Value[], seen: number | string, replacement: number | string): Value[] | undefined {
  let found = false;
  const visit = (value: Value): Value => {
    if ((value.kind === 'number' || value.kind === 'string') && Object.is(value.value, seen)) {
      found = true;
      return typeof replacement === 'number' ? { kind: 'number', value: replacement } : { kind: 'string', value: replacement };
    }
    return mapParts(value, visit);
  };
  const next = args.map(visit);
  return found ? next : undefined;
}
