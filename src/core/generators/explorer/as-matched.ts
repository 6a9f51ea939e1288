import { mapParts } from './mutate-parts.ts';
import { encodeValue, type Value } from './value.ts';

/**
 * How a matcher looks at a value: `all` as `toStrictEqual`, `equal` as `toEqual` (no keys without a value), `subset` as
 * `toMatchObject` (only the keys that are expected).
 */
export type Matching = 'all' | 'equal' | 'subset';

/** The actual value as the matcher sees it: what it cannot tell from the expected value looks the same. */
export function asMatched(expected: Value, actual: Value, matching: Matching): Value {
  if (matching === 'subset' && hasNoKeys(expected)) {
    const areCompared = [expected, actual].every(({ kind }) => kind === 'map' || kind === 'set');
    if (!areCompared) return expected;
  }
  switch (actual.kind) {
    case 'object': {
      const { entries, ...rest } = actual;
      const wanted = expected.kind === 'object' ? expected.entries : [];
      const present = new Map(entries);
      const first = wanted.flatMap(([key, part]) => {
        const own = present.get(key);
        // What is not there may only be what cannot be written down.
        if (own === undefined) return matching === 'subset' && hasNoKeys(part) ? [[key, part] as const] : [];
        return [[key, asMatched(part, own, matching)] as const];
      });
      const others = entries.filter(([key]) => !wanted.some(([one]) => one === key));
      const more = expected.kind === 'object' && matching === 'subset' ? [] : others;
      const seen = [...first, ...more.map(([key, part]) => [key, asMatched(part, part, matching)] as const)];
      const told = matching === 'all' ? seen : seen.filter(([key, part]) => part.kind !== 'undefined' || isExpected(wanted, key, matching));
      return { ...rest, ...(expected.kind === 'object' && expected.partial === true ? { partial: true } : {}), entries: told };
    }
    case 'array':
      return expected.kind === 'array'
        ? { ...actual, items: actual.items.map((item, index) => asMatched(expected.items[index] ?? item, item, matching)) }
        : actual;
    case 'set':
      return expected.kind === 'set' ? { ...actual, items: inOrderOf(expected.items, actual.items) } : actual;
    case 'map':
      return expected.kind === 'map'
        ? {
            ...actual,
            entries: inOrderOf(
              expected.entries.map(([key]) => key),
              actual.entries.map(([key]) => key),
            ).flatMap((key) => actual.entries.filter((entry) => entry[0] === key)),
          }
        : actual;
    case 'instance':
    case 'function':
    case 'promise':
    case 'global':
    case 'branded':
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
      return mapParts(actual, (part) => asMatched(part, part, matching));
  }
}

/** Of such a part `toMatchObject` asks nothing: whatever stands there has all of its keys. Only two Maps or Sets are compared otherwise. */
function hasNoKeys(expected: Value): boolean {
  if (expected.kind === 'object') return expected.entries.length === 0;
  if (expected.kind === 'global') return expected.args.every((arg) => arg.kind === 'array' && arg.items.length === 0);
  return expected.kind === 'regexp' || expected.kind === 'map' || expected.kind === 'set';
}

/** `toMatchObject` wants a key that is expected without a value to be there; the others do not. */
function isExpected(wanted: readonly (readonly [string, Value])[], key: string, matching: Matching): boolean {
  return matching === 'subset' && wanted.some(([one, part]) => one === key && part.kind === 'undefined');
}

/** Sets and maps are equal whatever the order of their members. */
function inOrderOf(expected: readonly Value[], actual: readonly Value[]): Value[] {
  const order = new Map(expected.map((item, index) => [encodeValue(item), index] as const));
  const rank = (item: Value): number => order.get(encodeValue(item)) ?? expected.length;
  return actual.toSorted((left, right) => rank(left) - rank(right));
}
