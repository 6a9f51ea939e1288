import type { FullObservation } from '../core/generators/explorer/exploration.ts';
import type { Reference, Value } from '../core/generators/explorer/value.ts';
import type { Entry } from './entry-points.ts';
import { GuardError, type Guard } from './guard.ts';
import type { ModuleLoader } from './modules.ts';
import type { Probes } from './probes.ts';
import { lookBefore, observe, resolveExport, runCall, runRaw, type RawOutcome } from './run-call.ts';

/** The loaded module with everything that is needed to call into it. */
export interface Workbench {
  readonly probes: Probes;
  /** Loads the module; a reason when that fails. */
  tryLoad(): { readonly message: string; readonly guarded: boolean } | undefined;
  /** Forgets all state of the project's modules. `world`: variant of clock and chance. */
  fresh(world: number): void;
  /** Runs a call on the current state. Probes are reset before the arguments are built. */
  run(entry: Entry, args: readonly Value[]): RawOutcome | Promise<RawOutcome>;
  /** Runs a call on fresh state and looks at everything that it did. */
  observe(entry: Entry, args: readonly Value[], world: number): Promise<FullObservation | undefined>;
  /** Runs a call on the mutated build without reloading it, and looks at what it did; undefined also when it does not load. */
  glance(entry: Entry, args: readonly Value[], mutant: number): Promise<FullObservation | undefined>;
  /** The same on fresh state. */
  observeMutant(entry: Entry, args: readonly Value[], mutant: number): Promise<FullObservation | undefined>;
  /** What a call changes, seen without reloading. */
  effect(entry: Entry, args: readonly Value[], raw: RawOutcome): FullObservation | undefined;
  /** Runs a function on values as they are, with comparisons recorded. */
  trace(entry: Entry, given: readonly unknown[]): Promise<void>;
  /** Effects that were attempted by the last call. */
  readonly attempts: readonly string[];
}

export interface WorkbenchOptions {
  readonly file: string;
  readonly loader: ModuleLoader;
  readonly probes: Probes;
  readonly guard: Guard;
  readonly variants: { readonly plain: string; readonly mutated: () => string };
}

export function createWorkbench(options: WorkbenchOptions): Workbench {
  const { file, loader, probes, guard } = options;
  let mutated: string | undefined;
  let exports: unknown;
  /** The mutated build, loaded but not in use. */
  let aside: { readonly exports: unknown } | undefined;
  const load = (variant: 'plain' | 'mutated'): void => {
    if (variant === 'mutated') mutated ??= options.variants.mutated();
    loader.replace(file, variant === 'plain' ? options.variants.plain : (mutated ?? options.variants.plain));
    loader.reset();
    exports = loader.load(file);
  };
  const resolve = (ref: Reference): unknown => resolveExport(ref.file === undefined ? exports : loader.load(ref.file), ref.path);
  /** Does something with another build in place of the current one, which is put back unchanged. */
  const swapped = async <T>(other: unknown, work: () => Promise<T>): Promise<T> => {
    const plain = exports;
    exports = other;
    try {
      return await work();
    } finally {
      exports = plain;
    }
  };
  const run = (entry: Entry, args: readonly Value[]): RawOutcome | Promise<RawOutcome> => {
    probes.reset();
    return runCall(entry, args, resolve, () => probes.begin());
  };
  const look = async (entry: Entry, args: readonly Value[]): Promise<FullObservation | undefined> => {
    const before = lookBefore(entry, args, resolve);
    return observe(entry, args, await run(entry, args), probes, before);
  };
  return {
    probes,
    tryLoad: () => {
      try {
        load('plain');
        return undefined;
      } catch (error) {
        const guarded = error instanceof GuardError;
        const message = error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
        return { message: guarded ? `importing the file uses ${error.effect}` : message, guarded };
      }
    },
    fresh: (world) => {
      guard.enter(world);
      load('plain');
    },
    run,
    observe: async (entry, args, world) => {
      guard.enter(world);
      load('plain');
      return look(entry, args);
    },
    glance: async (entry, args, mutant) => {
      if (aside === undefined) {
        const plain = exports;
        load('mutated');
        aside = { exports };
        exports = plain;
      }
      guard.enter(0);
      probes.activate(mutant);
      try {
        return await swapped(aside.exports, () => look(entry, args));
      } finally {
        probes.activate(0);
      }
    },
    observeMutant: async (entry, args, mutant) => {
      guard.enter(0);
      probes.activate(mutant);
      const plain = exports;
      try {
        load('mutated');
        return await look(entry, args);
      } catch {
        // A mutant that breaks the module's own start is noticed by any test.
        return undefined;
      } finally {
        probes.activate(0);
        exports = plain;
      }
    },
    effect: (entry, args, raw) => observe(entry, args, raw, probes, lookBefore(entry, args, resolve)),
    trace: async (entry, given) => {
      probes.reset();
      probes.recordComparisons(true);
      try {
        await runRaw(entry, given, undefined, resolve);
      } finally {
        probes.recordComparisons(false);
      }
    },
    attempts: guard.attempts,
  };
}
