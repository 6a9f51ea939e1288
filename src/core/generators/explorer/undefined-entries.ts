import { partsOf, type Value } from './value.ts';

/** Whether a plain object in it has a key whose value is undefined. `toEqual` does not see such a key, `toStrictEqual` does. */
export function hasUndefinedEntry(value: Value): boolean {
  return (
    (value.kind === 'object' && value.foreign !== true && value.entries.some(([, part]) => part.kind === 'undefined')) ||
    partsOf(value).some(hasUndefinedEntry)
  );
}
