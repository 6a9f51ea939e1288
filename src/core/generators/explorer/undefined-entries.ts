import type { Observation, Seen } from './exploration.ts';
import { mapParts } from './mutate.ts';
import { partsOf, type Value } from './value.ts';

/** Whether an object in it has a key whose value is undefined. `toEqual` does not see such a key, `toStrictEqual` does. */
export function hasUndefinedEntry(value: Value): boolean {
  return (value.kind === 'object' && value.entries.some(([, part]) => part.kind === 'undefined')) || partsOf(value).some(hasUndefinedEntry);
}

/** Whether any assertion on what was observed has to see keys whose value is undefined. */
export function showsUndefinedEntry({ outcome, changed, receiver, strict }: Observation): boolean {
  if (strict === true) return true;
  const seen = [...(outcome.kind === 'returned' ? [outcome.seen] : []), ...[...changed, ...receiver].map(({ after }) => after)];
  return seen.some((each) =>
    hasUndefinedEntry(each.kind === 'value' ? each.value : each.kind === 'instance' ? each.fields : { kind: 'null' }),
  );
}

/** What `toEqual` sees of an observation. */
export function withoutUndefinedEntries(observation: Observation): Observation {
  const { outcome } = observation;
  return {
    ...observation,
    outcome: outcome.kind === 'returned' ? { ...outcome, seen: looselySeen(outcome.seen) } : outcome,
    changed: observation.changed.map((change) => ({ ...change, after: looselySeen(change.after) })),
    receiver: observation.receiver.map((change) => ({ ...change, after: looselySeen(change.after) })),
  };
}

function looselySeen(seen: Seen): Seen {
  switch (seen.kind) {
    case 'value':
      return { ...seen, value: loosely(seen.value) };
    case 'instance':
      return { ...seen, fields: loosely(seen.fields) };
    case 'opaque':
      return seen;
  }
}

function loosely(value: Value): Value {
  const inner = mapParts(value, loosely);
  return inner.kind === 'object' ? { ...inner, entries: inner.entries.filter(([, part]) => part.kind !== 'undefined') } : inner;
}
