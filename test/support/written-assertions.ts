import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import * as fc from 'fast-check';
import type { FullObservation, Observation } from '../../src/core/generators/explorer/exploration.ts';
import { writeTest } from '../../src/core/generators/explorer/write-test.ts';
import type { AssertionStyle } from '../../src/core/suite/framework.ts';
import { snapshot } from '../../src/explorer-worker/snapshot.ts';

/** An assertion library as a test gets it: the name that it uses, and what stands for it. */
export interface Library {
  readonly name: string;
  readonly style: AssertionStyle;
  readonly bound: Readonly<Record<string, unknown>>;
}

const chaiStyle = { library: 'chai', global: false, properties: false } as const;

export const nodeLibraries: readonly Library[] = [
  {
    name: 'node:assert/strict',
    style: { library: 'assert', from: 'node:assert/strict', imported: 'default', plain: true },
    bound: { assert },
  },
  {
    name: 'node:assert',
    style: { library: 'assert', from: 'node:assert', imported: 'default', plain: false },
    bound: { assert: createRequire(import.meta.url)('node:assert') as unknown },
  },
];

/** The real libraries of `test/fixtures/installs/assertion-libraries`. One process holds one `expect` of Jest or Vitest, which keep their state in a global. */
export async function installedLibraries(folder: string): Promise<readonly Library[]> {
  const load = async (name: string): Promise<Record<string, unknown>> => {
    const require = createRequire(join(folder, 'package.json'));
    const loaded = (await import(pathToFileURL(require.resolve(name)).href)) as Record<string, unknown>;
    return 'expect' in loaded ? loaded : (loaded['default'] as Record<string, unknown>);
  };
  const libraries: Library[] = [];
  for (const major of [4, 5, 6]) {
    const { expect } = await load(`chai-${major}`);
    libraries.push({ name: `Chai ${major}`, style: chaiStyle, bound: { expect } });
    libraries.push({ name: `Chai ${major} with properties`, style: { ...chaiStyle, properties: true }, bound: { expect } });
  }
  const { expect } = await load('expect-30');
  libraries.push({ name: 'Jest', style: { library: 'expect' }, bound: { expect } });
  return libraries;
}

/** What a unit does when it is called. */
export type Behaviour = { readonly kind: 'returns'; readonly value: unknown } | { readonly kind: 'throws'; readonly error: unknown };

/** What the explorer would note of it. */
export function observationOf(behaviour: Behaviour, async: boolean): FullObservation {
  const rest = { async, iterated: false, changed: [], receiver: [], kept: { changed: [], receiver: [] } };
  if (behaviour.kind === 'returns') return { outcome: { kind: 'returned', seen: snapshot(behaviour.value) }, ...rest };
  const { error } = behaviour;
  if (!(error instanceof Error))
    return { outcome: { kind: 'threw', className: '', message: '', raw: snapshot(error), deliberate: true }, ...rest };
  return { outcome: { kind: 'threw', className: error.constructor.name, message: error.message, deliberate: true }, ...rest };
}

/** The test of an observation of `unit()`; undefined: nothing to assert. */
export function written(observation: Observation, style: AssertionStyle): string | undefined {
  const test = writeTest(
    {
      entry: { kind: 'function', path: ['unit'], name: 'unit', parameters: [] },
      args: [],
      observation,
      arm: 'if@1:1/0',
      clause: '',
      arms: ['if@1:1/0'],
      mutants: { tried: 1, noticed: 1 },
    },
    'does',
    {
      importSpecifier: './unit.js',
      specifierOf: (file) => file,
      typed: false,
      quotes: "'",
      semicolons: true,
      testFunction: 'it',
      modules: 'esm',
      assertions: style,
    },
  );
  return test?.body;
}

/** What the written test throws when `unit` behaves so; undefined: it passes. */
export async function failureOf(body: string, library: Library, behaviour: Behaviour, async: boolean): Promise<unknown> {
  const unit = (): unknown => {
    const act = (): unknown => {
      if (behaviour.kind === 'throws') throw behaviour.error;
      return behaviour.value;
    };
    return async ? Promise.resolve().then(act) : act();
  };
  let test: (() => unknown) | undefined;
  const it = (_title: string, run: () => unknown): void => {
    test = run;
  };
  const run = compileFunction(body, ['it', 'unit', ...Object.keys(library.bound)]) as (...bound: unknown[]) => void;
  run(it, unit, ...Object.values(library.bound));
  try {
    await test?.();
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  }
}

class Money {
  readonly cents: number;
  readonly currency: unknown;
  constructor(cents: number, currency: unknown) {
    this.cents = cents;
    this.currency = currency;
  }
  get isLarge(): boolean {
    return this.cents > 1;
  }
}
class List<T> extends Array<T> {}

function Old(this: Record<string, unknown>, a: unknown): void {
  this['a'] = a;
}
(Old.prototype as Record<string, unknown>)['inherited'] = 1;

const primitives = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, false, 0, -0, 1, 2, Number.NaN, Infinity, 0n, 10n, '', 'a', "it's", '0', 'two\nlines'),
  fc.integer({ min: -2, max: 2 }),
  fc.string({ maxLength: 3, unit: 'binary' }),
);
const keys = fc.constantFrom('a', 'b', 'unit price', '0', 'length');

/**
 * Values of all kinds that functions give, without lists that have keys besides, and Maps and Sets of a class of their
 * own: nothing is written of them, and Chai takes them for plain ones. They are small and alike, so that two of them often differ in one place only.
 */
export const values: fc.Arbitrary<unknown> = fc.oneof({ weight: 40, arbitrary: parts() }, fc.constant(new Date(Number.NaN)));

function parts(): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => {
    const part = tie('part');
    const object = fc.dictionary(keys, part, { maxKeys: 2 });
    const list = fc.array(part, { maxLength: 3 });
    return {
      part: fc.oneof({ depthSize: 'small', withCrossShrink: true }, primitives, tie('compound')),
      compound: fc.oneof(
        object,
        list,
        object.map((entries) => Object.assign(Object.create(null) as object, entries)),
        fc.tuple(fc.integer({ min: 0, max: 2 }), part).map(([cents, currency]) => new Money(cents, currency)),
        part.map((a) => new (Old as unknown as new (a: unknown) => object)(a)),
        list.map((items) => List.from(items)),
        list.map((items) => {
          const sparse: unknown[] = [];
          items.forEach((item, index) => {
            sparse[index * 2] = item;
          });
          return sparse;
        }),
        fc.array(fc.tuple(primitives, part), { maxLength: 2 }).map((entries) => new Map(entries)),
        list.map((items) => new Set(items)),
        fc.constantFrom(0, 1).map((time) => new Date(time)),
        fc.constantFrom(/a/, /a/g, /b/).map((pattern) => new RegExp(pattern)),
        fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }).map((items) => Uint8Array.from(items)),
        part.map((a) => ({ a, [Symbol.for('own')]: 1 })),
        part.map((a) => {
          const cyclic: Record<string, unknown> = { a };
          cyclic['self'] = cyclic;
          return cyclic;
        }),
        fc.constantFrom<unknown>(() => 1, Symbol('a'), new Error('odd'), Promise.resolve(1), 'x'.repeat(1001), 'x'.repeat(1002)),
        fc.integer({ min: 38, max: 40 }).map((length) => Array.from({ length }, (_item, index) => `item number ${index}`)),
        fc.integer({ min: 38, max: 40 }).map((size) => new Set(Array.from({ length: size }, (_item, index) => `item number ${index}`))),
        fc
          .tuple(fc.integer({ min: 38, max: 40 }), primitives)
          .map(([size, a]) =>
            Object.fromEntries([['a', a], ...Array.from({ length: size }, (_item, index) => [`key number ${index}`, index])]),
          ),
      ),
    };
  }).part;
}

class PriceError extends RangeError {}

/** What functions throw. */
export const errors: fc.Arbitrary<unknown> = fc
  .tuple(
    fc.constantFrom(Error, TypeError, RangeError, PriceError),
    fc.oneof(
      fc.constantFrom('', ' ', 'quantity must be positive', "it's (odd) [a/b]* $1 ^ \\b", 'two\nlines', `${'long '.repeat(30)}end`, 'must'),
      fc.string({ maxLength: 4, unit: 'binary' }),
    ),
  )
  .map(([Type, message]) => new Type(message));
