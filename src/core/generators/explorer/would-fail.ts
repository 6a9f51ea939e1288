import { chooseAssertions } from './assertions.ts';
import type { Observation } from './exploration.ts';
import type { PrintOptions } from './print-value.ts';
import { showsUndefinedEntry, withoutUndefinedEntries } from './undefined-entries.ts';
import { encodeValue } from './value.ts';

const shown: PrintOptions = { typed: true, quotes: "'", nameOf: (ref) => ref.path.join('.'), typeName: (name) => name };

/** Whether a test of what was observed would fail on what is seen of another call; undefined: that call came to nothing. */
export function wouldFail(observed: Observation, seen: Observation | undefined): boolean {
  return assertionKey(observed) !== assertionKey(seen === undefined ? undefined : seenBy(observed, seen));
}

/** The other call in the eyes of the test's own matchers. */
function seenBy(observed: Observation, seen: Observation): Observation {
  if (observed.strict === true) return { ...seen, strict: true };
  return showsUndefinedEntry(observed) ? seen : withoutUndefinedEntries(seen);
}

/** Text that is the same exactly for calls that the same assertions hold for. */
export function assertionKey(observation: Observation | undefined): string {
  return observation === undefined ? '' : encodeValue(chooseAssertions(observation, shown));
}
