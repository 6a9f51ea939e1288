import { mapParts } from './mutate-parts.ts';
import { partsOf, type Value } from './value.ts';

/** Whether it is something of a class of its own or without a prototype, or holds such a thing. */
export function hasForeignPart(value: Value): boolean {
  return isForeign(value) || partsOf(value).some(hasForeignPart);
}

export function isForeign(value: Value): boolean {
  return (value.kind === 'object' || value.kind === 'array') && value.foreign === true;
}

/** As if every part of it were what its literal makes. */
export function asPlain(value: Value): Value {
  const inner = mapParts(value, asPlain);
  if (inner.kind !== 'object' && inner.kind !== 'array') return inner;
  const { foreign: _, ...plain } = inner;
  return plain;
}

/** Without the keys that have no value in what is foreign: who does not ask for types does not ask for these, either. */
export function withoutForeignGaps(value: Value): Value {
  const inner = mapParts(value, withoutForeignGaps);
  if (inner.kind !== 'object' || inner.foreign !== true) return inner;
  return { ...inner, entries: inner.entries.filter(([, part]) => part.kind !== 'undefined') };
}
