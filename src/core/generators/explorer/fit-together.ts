import { mapParts } from './mutate-parts.ts';
import type { Parameter } from './shape.ts';
import { encodeValue, type Value } from './value.ts';

/** The arguments with keys that are to be those of another argument (`K extends keyof T`) taken from what that one has. */
export function fitTogether(args: readonly Value[], parameters: readonly Parameter[]): Value[] {
  return args.map((arg, index) => {
    const keys = keysFor(index, args, parameters);
    return keys === undefined ? arg : withKeys(arg, keys);
  });
}

/** Whether every argument that names keys of another one names such as that one has. */
export function fitsTogether(args: readonly Value[], parameters: readonly Parameter[]): boolean {
  return parameters.every((parameter, index) => {
    const arg = parameter.keysOf === undefined ? undefined : args[index];
    const keys = keysFor(index, args, parameters);
    return arg === undefined || keys === undefined || encodeValue(withKeys(arg, keys)) === encodeValue(arg);
  });
}

/** The keys that an argument may name; undefined: any. */
function keysFor(index: number, args: readonly Value[], parameters: readonly Parameter[]): readonly string[] | undefined {
  const owner = parameters[index]?.keysOf;
  const held = owner === undefined ? undefined : args[parameters.findIndex((parameter) => parameter.name === owner)];
  return held?.kind === 'object' ? held.entries.map(([key]) => key) : undefined;
}

/** Lists lose what there is no key for; a key that stands alone becomes the first one where there is one. */
function withKeys(value: Value, keys: readonly string[]): Value {
  if (value.kind === 'string' || value.kind === 'number') {
    const [first] = keys;
    return isKey(value, keys) || first === undefined ? value : keyValue(first);
  }
  if (value.kind !== 'array' && value.kind !== 'set') return mapParts(value, (part) => withKeys(part, keys));
  const items =
    keys.length === 0 ? [] : value.items.map((item, index) => (isKey(item, keys) ? item : keyValue(keys[index % keys.length] ?? '')));
  const unique = new Map(items.map((item) => [encodeValue(item), item] as const));
  return { ...value, items: [...unique.values()] };
}

function isKey(value: Value, keys: readonly string[]): boolean {
  return keys.some((key) => encodeValue(keyValue(key)) === encodeValue(value));
}

/** As TypeScript has it: `1` is a key of `{ 1: 'a' }`, `'1'` is not. */
function keyValue(key: string): Value {
  return /^(?:0|[1-9]\d*)$/.test(key) ? { kind: 'number', value: Number(key) } : { kind: 'string', value: key };
}
