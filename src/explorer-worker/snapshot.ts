import type { Seen } from '../core/generators/explorer/exploration.ts';
import { primitive, type Value } from '../core/generators/explorer/value.ts';

const mostNodes = 3000;
const typedArrays: ReadonlySet<string> = new Set([
  'Uint8Array',
  'Uint16Array',
  'Uint32Array',
  'Int8Array',
  'Int16Array',
  'Int32Array',
  'Float32Array',
  'Float64Array',
  'Uint8ClampedArray',
]);

/** What a test could write down of a value. `publicFields`: of a class whose declaration is known. */
export function snapshot(raw: unknown, publicFields?: readonly string[]): Seen {
  const budget = { nodes: mostNodes };
  if (isInstance(raw)) {
    const fields = publicFields ?? Object.keys(raw).filter((key) => !key.startsWith('_'));
    const entries: (readonly [string, Value])[] = [];
    for (const field of fields) {
      const read = readField(raw, field);
      const value = read === undefined ? undefined : toValue(read.value, budget, []);
      if (value !== undefined && value.kind !== 'undefined') entries.push([field, value]);
    }
    return { kind: 'instance', className: classNameOf(raw), fields: { kind: 'object', entries }, hasFields: entries.length > 0 };
  }
  const value = toValue(raw, budget, []);
  return value === undefined
    ? { kind: 'opaque', typeName: typeof raw === 'object' && raw !== null ? classNameOf(raw) : typeof raw }
    : { kind: 'value', value };
}

export function classNameOf(raw: object): string {
  const made = (raw as { constructor?: unknown }).constructor;
  return typeof made === 'function' && made.name !== '' ? made.name : 'Object';
}

function isInstance(raw: unknown): raw is object {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return false;
  if (
    raw instanceof Date ||
    raw instanceof Map ||
    raw instanceof Set ||
    raw instanceof RegExp ||
    raw instanceof Promise ||
    ArrayBuffer.isView(raw)
  )
    return false;
  const prototype = Object.getPrototypeOf(raw) as unknown;
  return prototype !== null && prototype !== Object.prototype;
}

function readField(raw: object, field: string): { readonly value: unknown } | undefined {
  try {
    return { value: (raw as Record<string, unknown>)[field] };
  } catch {
    // A getter that throws on this instance shows nothing that could be asserted.
    return undefined;
  }
}

function toValue(raw: unknown, budget: { nodes: number }, path: readonly unknown[]): Value | undefined {
  budget.nodes -= 1;
  if (budget.nodes < 0) return undefined;
  const simple = primitive(raw);
  if (simple !== undefined) return simple;
  if (typeof raw !== 'object' || raw === null || path.includes(raw)) return undefined;
  const inner = [...path, raw];
  const all = (items: readonly unknown[]): Value[] | undefined => {
    const values: Value[] = [];
    for (const item of items) {
      const value = toValue(item, budget, inner);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  };
  if (Array.isArray(raw)) {
    const items = raw.length > mostNodes ? undefined : all(raw);
    const keys = Object.keys(raw);
    // A list that has keys besides, as that of a match, equals no literal.
    if (items === undefined || keys.some((key) => !/^\d+$/.test(key))) return undefined;
    const plain = Object.getPrototypeOf(raw) === Array.prototype && keys.length === raw.length;
    return { kind: 'array', items, ...(plain ? {} : { foreign: true }) };
  }
  if (raw instanceof Date) return { kind: 'date', time: raw.getTime() };
  if (raw instanceof RegExp) return { kind: 'regexp', source: raw.source, flags: raw.flags };
  // No library says that a Map or Set of a class of its own equals a plain one.
  if ((raw instanceof Map || raw instanceof Set) && ![Map.prototype, Set.prototype].includes(Object.getPrototypeOf(raw) as never))
    return undefined;
  if (raw instanceof Map) {
    const keys = all([...raw.keys()]);
    const values = all([...raw.values()]);
    if (keys === undefined || values === undefined) return undefined;
    const entries = keys.map((key, index) => [key, values[index] ?? { kind: 'undefined' }] as const);
    return { kind: 'map', entries };
  }
  if (raw instanceof Set) {
    const items = all([...raw]);
    return items === undefined ? undefined : { kind: 'set', items };
  }
  if (ArrayBuffer.isView(raw)) {
    const name = classNameOf(raw);
    const items = typedArrays.has(name) ? all([...(raw as Uint8Array)]) : undefined;
    return items === undefined ? undefined : { kind: 'global', name, args: [{ kind: 'array', items }] };
  }
  if (raw instanceof Error || raw instanceof Promise || raw instanceof WeakMap || raw instanceof WeakSet || 'then' in raw) return undefined;
  return toObject(raw, all);
}

function toObject(raw: object, all: (items: readonly unknown[]) => Value[] | undefined): Value | undefined {
  const keys = Object.keys(raw);
  const reads = keys.map((key) => readField(raw, key));
  if (reads.some((read) => read === undefined)) return undefined;
  const values = all(reads.map((read) => read?.value));
  if (values === undefined) return undefined;
  const entries = keys.map((key, index) => [key, values[index] ?? { kind: 'undefined' }] as const);
  const plain = Object.getPrototypeOf(raw) === Object.prototype;
  const partial = Object.getOwnPropertySymbols(raw).some((key) => Object.prototype.propertyIsEnumerable.call(raw, key));
  return { kind: 'object', entries, ...(partial ? { partial } : {}), ...(plain ? {} : { foreign: true }) };
}
