import type { FullObservation, Seen, SeenArgument, SeenField } from '../core/generators/explorer/exploration.ts';
import { encodeValue, type Reference, type Value } from '../core/generators/explorer/value.ts';
import { buildArguments, buildValue } from './build-value.ts';
import type { Entry } from './entry-points.ts';
import { GuardError } from './guard.ts';
import { OutOfFuel, type Probes } from './probes.ts';
import { classNameOf, snapshot } from './snapshot.ts';

/** What came of a call, before anything of it is written down. */
export interface RawOutcome {
  readonly kind: 'returned' | 'threw' | 'unbuilt' | 'hung' | 'guarded';
  readonly value: unknown;
  readonly async: boolean;
  readonly iterated: boolean;
  readonly given: readonly unknown[];
  readonly receiver: unknown;
}

const asyncLimitMs = 300;
const mostIterations = 20;

/** Resolves what a module exports; the module under test is `exports`. */
export function resolveExport(exports: unknown, path: readonly string[]): unknown {
  let value = exports;
  for (const name of path) {
    if (name === 'module.exports') continue;
    if (value === undefined || value === null) return undefined;
    const holder = value as Record<string, unknown>;
    value = name === 'default' && typeof holder === 'function' ? holder : holder[name];
  }
  return value;
}

/** Runs an entry once. `args[0]` is the receiver when the entry has one. Synchronous unless the call gives a promise. `begin`: the arguments are made. */
export function runCall(
  entry: Entry,
  args: readonly Value[],
  resolve: (ref: Reference) => unknown,
  begin: () => void,
): RawOutcome | Promise<RawOutcome> {
  const context = { resolve };
  let receiver: unknown;
  let given: unknown[] = [];
  let target: unknown;
  try {
    const [first] = args;
    if (entry.receiver !== undefined && first !== undefined) receiver = buildValue(first, context);
    given = flattenRest(entry, buildArguments(entry.receiver === undefined ? args : args.slice(1), context));
    target = resolve({ file: undefined, path: entry.point.path });
    begin();
  } catch (error) {
    return outcome('unbuilt', error);
  }
  function outcome(kind: RawOutcome['kind'], value: unknown, async = false, iterated = false): RawOutcome {
    return { kind: kind === 'threw' ? thrownKind(value) : kind, value, async, iterated, given, receiver };
  }
  try {
    const result = invoke(entry, target, receiver, given);
    if (isThenable(result)) return settle(result, outcome);
    if (isIterator(result)) return outcome('returned', drain(result), false, true);
    if (isAsyncIterator(result)) return settle(drainLater(result), (kind, value, async) => outcome(kind, value, async, true));
    return outcome('returned', result);
  } catch (error) {
    return outcome('threw', error);
  }
}

function thrownKind(error: unknown): RawOutcome['kind'] {
  if (error instanceof OutOfFuel) return 'hung';
  return error instanceof GuardError ? 'guarded' : 'threw';
}

function flattenRest(entry: Entry, given: readonly unknown[]): unknown[] {
  return given.flatMap((value, index) => (entry.parameters[index]?.rest === true && Array.isArray(value) ? (value as unknown[]) : [value]));
}

/** Runs a function on values that are not written down anywhere, such as recording proxies. Nothing of the outcome is kept. */
export async function runRaw(
  entry: Entry,
  given: readonly unknown[],
  receiver: unknown,
  resolve: (ref: Reference) => unknown,
): Promise<void> {
  try {
    const result = invoke(entry, resolve({ file: undefined, path: entry.point.path }), receiver, given);
    if (isThenable(result))
      await settle(result, (kind, value, async = false) => ({ kind, value, async, iterated: false, given, receiver }));
    else if (isIterator(result)) drain(result);
    else if (isAsyncIterator(result))
      await settle(drainLater(result), (kind, value, async = false) => ({ kind, value, async, iterated: true, given, receiver }));
  } catch {
    // Proxies break code in every way; what was recorded until then is all that is wanted.
  }
}

type Callable = (...args: readonly unknown[]) => unknown;

function invoke(entry: Entry, target: unknown, receiver: unknown, given: readonly unknown[]): unknown {
  const member = entry.point.member ?? '';
  switch (entry.point.kind) {
    case 'function':
      return (target as Callable)(...given);
    case 'static':
      return (target as Record<string, Callable>)[member]?.(...given);
    case 'method':
      return (receiver as Record<string, Callable>)[member]?.(...given);
    case 'getter':
      return (receiver as Record<string, unknown>)[member];
    case 'setter':
      (receiver as Record<string, unknown>)[member] = given[0];
      return undefined;
    case 'constructor':
      return new (target as new (...args: readonly unknown[]) => unknown)(...given);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function isIterator(value: unknown): value is Iterable<unknown> & Iterator<unknown> {
  return typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'function' && Symbol.iterator in value;
}

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown> {
  return (
    typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'function' && Symbol.asyncIterator in value
  );
}

async function drainLater(iterator: AsyncIterator<unknown>): Promise<unknown> {
  const items: unknown[] = [];
  for (let count = 0; count <= mostIterations; count += 1) {
    const step = await iterator.next();
    if (step.done === true) return items;
    items.push(step.value);
  }
  return iterator;
}

function drain(iterator: Iterator<unknown>): unknown {
  const items: unknown[] = [];
  for (let count = 0; count <= mostIterations; count += 1) {
    const step = iterator.next();
    if (step.done === true) return items;
    items.push(step.value);
  }
  return iterator;
}

async function settle(
  promise: PromiseLike<unknown>,
  outcome: (kind: RawOutcome['kind'], value: unknown, async?: boolean) => RawOutcome,
): Promise<RawOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = Symbol('late');
  try {
    const value = await Promise.race([
      promise,
      new Promise((resolve) => {
        timer = setTimeout(() => resolve(late), asyncLimitMs);
      }),
    ]);
    return value === late ? outcome('hung', undefined, true) : outcome('returned', value, true);
  } catch (error) {
    return outcome('threw', error, true);
  } finally {
    clearTimeout(timer);
  }
}

/** What a test could see of the call: its outcome and what it changed. */
export function observe(
  entry: Entry,
  args: readonly Value[],
  raw: RawOutcome,
  probes: Probes,
  before: Before,
): FullObservation | undefined {
  if (raw.kind === 'unbuilt' || raw.kind === 'hung' || raw.kind === 'guarded') return undefined;
  const given = seenArguments(entry, raw);
  const fields = mayChange(entry) ? entry.publicFields.map((field): SeenField => ({ field, after: fieldOf(raw.receiver, field) })) : [];
  const sameArgument = ({ index, after }: SeenArgument): boolean => encodeSeen(after) === before.given[index];
  const sameField = ({ field, after }: SeenField): boolean => encodeSeen(after) === before.fields.get(field);
  const shared = {
    async: raw.async,
    iterated: raw.iterated,
    ...(isQuiet(entry, raw) ? { quiet: true as const } : {}),
    changed: given.filter((each) => !sameArgument(each)),
    receiver: fields.filter((each) => !sameField(each)),
    kept: { changed: given.filter(sameArgument), receiver: fields.filter(sameField) },
  };
  if (raw.kind === 'returned') {
    return {
      outcome: { kind: 'returned', seen: snapshot(raw.value, entry.point.kind === 'constructor' ? entry.publicFields : undefined) },
      ...shared,
    };
  }
  const thrown = raw.value;
  const deliberate = probes.isDeliberate(thrown);
  if (thrown instanceof Error)
    return { outcome: { kind: 'threw', className: classNameOf(thrown), message: thrown.message, deliberate }, ...shared };
  return { outcome: { kind: 'threw', className: typeof thrown, message: String(thrown), raw: snapshot(thrown), deliberate }, ...shared };
}

/** Whether it is meant to change the instance that it is called on. */
function mayChange({ point }: Entry): boolean {
  return point.kind === 'method' || point.kind === 'setter';
}

/** What arguments and receiver looked like when the call began. */
export interface Before {
  readonly given: readonly (string | undefined)[];
  readonly fields: ReadonlyMap<string, string>;
}

/** Builds the same arguments again and notes what they look like. */
export function lookBefore(entry: Entry, args: readonly Value[], resolve: (ref: Reference) => unknown): Before {
  const context = { resolve };
  const fields = new Map<string, string>();
  const [first] = args;
  try {
    if (entry.receiver !== undefined && first !== undefined) {
      const receiver = buildValue(first, context);
      if (mayChange(entry)) for (const field of entry.publicFields) fields.set(field, encodeSeen(fieldOf(receiver, field)));
    }
    const given = flattenRest(entry, buildArguments(entry.receiver === undefined ? args : args.slice(1), context));
    return { given: given.map((value) => (typeof value === 'object' && value !== null ? encodeSeen(snapshot(value)) : undefined)), fields };
  } catch {
    // Arguments that cannot be built are an outcome of the call itself, which is judged there.
    return { given: [], fields };
  }
}

function encodeSeen(seen: Seen): string {
  return encodeValue(seen);
}

function fieldOf(receiver: unknown, field: string): Seen {
  try {
    return snapshot((receiver as Record<string, unknown>)[field]);
  } catch {
    // A getter that throws shows nothing that could be asserted.
    return { kind: 'opaque', typeName: 'error' };
  }
}

/** Objects that the call was given. What is spread into a rest parameter has no name in a test. */
function seenArguments(entry: Entry, raw: RawOutcome): SeenArgument[] {
  const rest = entry.parameters.findIndex((parameter) => parameter.rest);
  return raw.given.flatMap((value, index) =>
    typeof value === 'object' && value !== null && (rest < 0 || index < rest) ? [{ index, after: snapshot(value) }] : [],
  );
}

/** Whether no path through it gives a value; of what is made, that it is made is enough. */
function isQuiet(entry: Entry, raw: RawOutcome): boolean {
  if (raw.kind !== 'returned') return false;
  return entry.point.kind === 'constructor' || (raw.value === undefined && !entry.givesValue && entry.point.kind !== 'getter');
}
