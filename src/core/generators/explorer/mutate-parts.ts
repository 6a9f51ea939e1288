import type { Value } from './value.ts';

/** The same value with every direct part replaced. */
export function mapParts(value: Value, change: (part: Value) => Value): Value {
  switch (value.kind) {
    case 'array':
    case 'set':
      return { ...value, items: value.items.map(change) };
    case 'object':
      return { ...value, entries: value.entries.map(([key, part]) => [key, change(part)] as const) };
    case 'map':
      return { ...value, entries: value.entries.map(([key, part]) => [change(key), change(part)] as const) };
    case 'global':
      return { ...value, args: value.args.map(change) };
    case 'promise':
    case 'branded':
      return { ...value, value: change(value.value) };
    case 'function':
      return { ...value, returns: change(value.returns) };
    case 'instance':
      return { ...value, args: value.args.map(change), calls: value.calls.map((call) => ({ ...call, args: call.args.map(change) })) };
    case 'undefined':
    case 'null':
    case 'boolean':
    case 'number':
    case 'string':
    case 'bigint':
    case 'date':
    case 'regexp':
    case 'error':
    case 'reference':
      return value;
  }
}
