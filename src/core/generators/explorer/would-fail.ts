import { builtInErrors, chooseAssertions, type Assertions, type Claim, holdsWholly, isPartial, shownMessage } from './assertions.ts';
import type { FullObservation, Observation, Seen, SeenArgument, SeenField } from './exploration.ts';
import { asMatched } from './as-matched.ts';
import { matcherOf, throwMatcher } from './dialects/expect.ts';
import { asPlain, hasForeignPart } from './foreign-parts.ts';
import type { PrintOptions } from './print-value.ts';
import { hasUndefinedEntry } from './undefined-entries.ts';
import { encodeValue, sameValue, type Value } from './value.ts';

const shown: PrintOptions = { typed: true, quotes: "'", nameOf: (ref) => ref.path.join('.'), typeName: (name) => name };

/** Whether a test of what was observed would fail on what is seen of another call; undefined: that call came to nothing. */
export function wouldFail(observed: Observation, seen: FullObservation | undefined): boolean {
  if (chooseAssertions(observed, shown) === undefined) return false;
  return seen === undefined || assertionKey(observed) !== assertionKey(seenBy(observed, seen));
}

/** What a test may say of a call, the easiest to read first in each list. */
export interface Views {
  /** What the call did: with `toEqual`, and so that keys without a value count. */
  readonly plain: readonly [Observation, Observation];
  /** The same, and what it leaves as it was although the calls that it is to be told from do not; empty when they do, too. */
  readonly kept: readonly Observation[];
}

export function viewsOf(observed: FullObservation, others: readonly (FullObservation | undefined)[]): Views {
  const plain = withoutKept(observed);
  const changes = others.filter((each) => each !== undefined);
  const changed = observed.kept.changed.filter(({ index }) => changes.some((other) => other.changed.some((each) => each.index === index)));
  const receiver = observed.kept.receiver.filter(({ field }) =>
    changes.some((other) => other.receiver.some((each) => each.field === field)),
  );
  const strictly = (view: Observation): Observation => ({ ...view, strict: true });
  if (changed.length + receiver.length === 0) return { plain: [plain, strictly(plain)], kept: [] };
  const wider: Observation = {
    ...plain,
    changed: [...plain.changed, ...changed.map((each) => ({ ...each, kept: true as const }))],
    receiver: [...plain.receiver, ...receiver.map((each) => ({ ...each, kept: true as const }))],
  };
  return { plain: [plain, strictly(plain)], kept: [wider, strictly(wider)] };
}

/** With those kept parts that are kept in the other observation, too. */
export function keepingOnly(observed: FullObservation, other: FullObservation): FullObservation {
  const others = new Set([...other.kept.changed, ...other.kept.receiver].map(encodeValue));
  const { changed, receiver } = observed.kept;
  return {
    ...observed,
    kept: {
      changed: changed.filter((each) => others.has(encodeValue(each))),
      receiver: receiver.filter((each) => others.has(encodeValue(each))),
    },
  };
}

/** What the call did, for itself. */
export function withoutKept(observation: FullObservation): Observation {
  const { kept: _, ...plain } = observation;
  return plain;
}

/** The other call in the eyes of the test's own matchers, which look only where it asserts. */
function seenBy(observed: Observation, seen: FullObservation): Observation {
  const strict = observed.strict === true;
  const through = (expected: Seen, actual: Seen | undefined): Seen =>
    actual === undefined
      ? { kind: 'opaque', typeName: 'nothing' }
      : strict && isHeldWholly(expected)
        ? withoutTypes(actual)
        : seenThrough(expected, actual);
  const given = [...seen.changed, ...seen.kept.changed];
  const fields = [...seen.receiver, ...seen.kept.receiver];
  return {
    ...observed,
    outcome: outcomeBy(observed, seen.outcome, through),
    changed: observed.changed.map((each): SeenArgument => ({
      ...each,
      after: through(each.after, given.find(({ index }) => index === each.index)?.after),
    })),
    receiver: observed.receiver.map((each): SeenField => ({
      ...each,
      after: through(each.after, fields.find(({ field }) => field === each.field)?.after),
    })),
  };
}

function outcomeBy(
  observed: Observation,
  actual: Observation['outcome'],
  through: (expected: Seen, actual: Seen) => Seen,
): Observation['outcome'] {
  const expected = observed.outcome;
  if (expected.kind === 'threw') {
    if (actual.kind !== 'threw') return actual;
    const held = shownMessage(expected.message);
    const same = held.trim() === '' ? mayBe(expected.className, actual.className) : actual.message.includes(held);
    return same ? expected : actual;
  }
  if (actual.kind !== 'returned') return actual;
  const asserts = (chooseAssertions(observed, shown)?.result.length ?? 0) > 0;
  return asserts ? { kind: 'returned', seen: through(expected.seen, actual.seen) } : expected;
}

/** Whether an error may be taken for one of that class: only built-in classes are named in a test, and their heirs are of them, too. */
function mayBe(expected: string, actual: string): boolean {
  return !builtInErrors.has(expected) || expected === 'Error' || actual === expected || !builtInErrors.has(actual);
}

/** Only of such a value anything strict is said. */
function isHeldWholly(seen: Seen): boolean {
  return seen.kind === 'value' && !hasForeignPart(seen.value) && !isPartial(seen.value) && holdsWholly(seen.value, shown);
}

/** Keys without a value are what strictness is about; not every library tells classes apart. */
function withoutTypes(seen: Seen): Seen {
  return seen.kind === 'value' ? { kind: 'value', value: asPlain(seen.value) } : seen;
}

function seenThrough(expected: Seen, actual: Seen): Seen {
  if (expected.kind === 'opaque') return actual;
  const some = expected.kind === 'instance' || isPartial(expected.value) || !holdsWholly(expected.value, shown);
  // An object that cannot be written down may still have those parts that are held.
  if (actual.kind === 'opaque') return some && !['function', 'symbol', 'Promise'].includes(actual.typeName) ? expected : actual;
  const wanted = expected.kind === 'value' ? expected.value : expected.fields;
  const given = actual.kind === 'value' ? actual.value : actual.fields;
  // Not every library tells the sign of zero unless it is asked to be strict.
  if (wanted.kind === 'number' && given.kind === 'number' && wanted.value === 0 && given.value === 0 && !Object.is(wanted.value, -0))
    return expected;
  if (expected.kind === 'value' && (wanted.kind !== 'object' || given.kind !== 'object') && actual.kind === 'instance') return actual;
  const whole = holdsWholly(wanted, shown);
  if (!whole && (showsSameEnds(wanted, given) || isOfSameSize(wanted, given))) return expected;
  const subset = expected.kind === 'instance' || isPartial(wanted) || !whole;
  const matched = asMatched(wanted, given, subset ? 'subset' : hasUndefinedEntry(wanted) ? 'all' : 'equal');
  return expected.kind === 'value' ? { kind: 'value', value: matched } : { ...expected, fields: matched, hasFields: expected.hasFields };
}

/** Of a long Map or Set a test holds the size; of a list whose items are long, too, the length, which not only lists have. */
function isOfSameSize(expected: Value, actual: Value): boolean {
  const isSized = expected.kind === 'array' ? actual.kind !== 'array' : expected.kind === 'map' || expected.kind === 'set';
  return isSized && sizeOf(expected) !== undefined && sizeOf(expected) === sizeOf(actual);
}

function sizeOf(value: Value): number | undefined {
  if (value.kind === 'map') return value.entries.length;
  if (value.kind === 'set' || value.kind === 'array') return value.items.length;
  if (value.kind === 'string') return value.value.length;
  const [list] = value.kind === 'global' ? value.args : [];
  return list?.kind === 'array' ? list.items.length : undefined;
}

/** Of a long list a test holds the length, the first and the last. */
function showsSameEnds(expected: Value, actual: Value): boolean {
  if (expected.kind !== 'array' || actual.kind !== 'array' || expected.items.length !== actual.items.length) return false;
  return [expected.items[0], expected.items.at(-1)].every(
    (end) => end === undefined || actual.items.some((item) => sameValue(asMatched(end, item, 'equal'), end)),
  );
}

/** Text that is the same exactly for calls that the same assertions hold for. */
function assertionKey(observation: Observation): string {
  const assertions = chooseAssertions(observation, shown);
  return encodeValue(assertions === undefined ? undefined : writtenClaims(assertions));
}

/** The claims as the least strict of all assertion libraries writes them: what it cannot tell apart reads the same. */
function writtenClaims({ result, throws, changed, receiver }: Assertions): unknown {
  // How strictly the values were looked at is decided before.
  const written = (claims: readonly Claim[]): readonly string[] =>
    claims.map((claim) => matcherOf(claim.kind === 'equals' ? { ...claim, strict: false } : claim, shown));
  return {
    result: written(result),
    throws: throws === undefined ? undefined : throwMatcher(throws, shown),
    changed: changed.map(({ index, claims }) => ({ index, claims: written(claims) })),
    receiver: receiver.map(({ field, claims }) => ({ field, claims: written(claims) })),
  };
}
