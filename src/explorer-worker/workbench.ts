import type { Observation } from '../core/generators/explorer/exploration.ts';
import type { Reference, Value } from '../core/generators/explorer/value.ts';
import type { Entry } from './entry-points.ts';
import { GuardError, type Guard } from './guard.ts';
import type { ModuleLoader } from './modules.ts';
import type { Probes } from './probes.ts';
import { lookBefore, observe, resolveExport, runCall, type RawOutcome } from './run-call.ts';

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
  observe(entry: Entry, args: readonly Value[], world: number): Promise<Observation | undefined>;
  /** The same under a mutant of the source; undefined also when the mutant does not load. */
  observeMutant(entry: Entry, args: readonly Value[], mutant: number): Promise<Observation | undefined>;
  /** What a call changes, seen without reloading. */
  effect(entry: Entry, args: readonly Value[], raw: RawOutcome): Observation | undefined;
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
  let current: 'plain' | 'mutated' | undefined;
  const select = (variant: 'plain' | 'mutated'): void => {
    if (current === variant) return;
    if (variant === 'mutated') mutated ??= options.variants.mutated();
    loader.replace(file, variant === 'plain' ? options.variants.plain : (mutated ?? options.variants.plain));
    current = variant;
  };
  const load = (variant: 'plain' | 'mutated'): void => {
    select(variant);
    loader.reset();
    exports = loader.load(file);
  };
  const resolve = (ref: Reference): unknown => resolveExport(ref.file === undefined ? exports : loader.load(ref.file), ref.path);
  const run = (entry: Entry, args: readonly Value[]): RawOutcome | Promise<RawOutcome> => {
    probes.reset();
    return runCall(entry, args, resolve);
  };
  const look = async (entry: Entry, args: readonly Value[]): Promise<Observation | undefined> => {
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
    observeMutant: async (entry, args, mutant) => {
      guard.enter(0);
      probes.activate(mutant);
      try {
        load('mutated');
        return await look(entry, args);
      } catch {
        // A mutant that breaks the module's own start is noticed by any test.
        return undefined;
      } finally {
        probes.activate(0);
      }
    },
    effect: (entry, args, raw) => observe(entry, args, raw, probes, lookBefore(entry, args, resolve)),
    attempts: guard.attempts,
  };
}
