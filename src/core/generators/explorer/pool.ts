import { primitive, type Value } from './value.ts';

/** Constants worth trying: those in the code, and operands seen while it ran. Newest operands push out the oldest. */
export interface Pool {
  readonly numbers: readonly number[];
  readonly strings: readonly string[];
  /** Names of properties that the code reads. */
  readonly keys: readonly string[];
  /** Constants of the code itself, which read naturally in a test. */
  isNatural(raw: number | string): boolean;
  /** Remembers an operand of a comparison. */
  see(raw: unknown): void;
  /** A primitive of any kind that was seen or stands in the code. */
  readonly seen: readonly Value[];
}

const plainNumbers: readonly number[] = [0, 1, 2, -1, 3, 5, 10, 100];
const plainStrings: readonly string[] = ['', 'a', 'b', 'abc', ' ', '1'];
const seenLimit = 60;

export function createPool(constants: {
  readonly numbers: readonly number[];
  readonly strings: readonly string[];
  readonly keys: readonly string[];
}): Pool {
  const natural = new Set<number | string>([...constants.numbers, ...constants.strings]);
  const numbers = [...new Set([...plainNumbers, ...constants.numbers.flatMap((value) => [value, value + 1, value - 1])])];
  const strings = [...new Set([...plainStrings, ...constants.strings])];
  const known = new Set<unknown>([...numbers, ...strings]);
  const dynamicNumbers: number[] = [];
  const dynamicStrings: string[] = [];
  const seen: Value[] = [];
  const push = <T>(list: T[], value: T): void => {
    list.push(value);
    if (list.length > seenLimit) known.delete(list.shift());
  };
  return {
    get numbers() {
      return dynamicNumbers.length === 0 ? numbers : [...numbers, ...dynamicNumbers];
    },
    get strings() {
      return dynamicStrings.length === 0 ? strings : [...strings, ...dynamicStrings];
    },
    keys: constants.keys,
    seen,
    isNatural: (raw) => natural.has(raw),
    see: (raw) => {
      if (known.has(raw)) return;
      if (typeof raw === 'number') {
        if (!Number.isFinite(raw)) return;
        known.add(raw);
        push(dynamicNumbers, raw);
      } else if (typeof raw === 'string') {
        if (raw.length > 200) return;
        known.add(raw);
        push(dynamicStrings, raw);
      } else {
        return;
      }
      const value = primitive(raw);
      if (value !== undefined) push(seen, value);
    },
  };
}
