import type { ArmKey } from '../../coverage/coverage-map.ts';
import type { Value } from './value.ts';

/** Something exported that a test can call. */
export interface EntryPoint {
  readonly kind: 'function' | 'static' | 'method' | 'getter' | 'setter' | 'constructor';
  /** From the module: `['priceOf']`, `['api', 'parse']`, `['Cart']`, `['default']`; `['module.exports']` for the whole CommonJS module. */
  readonly path: readonly string[];
  /** Member of the class at `path`. */
  readonly member?: string;
  /** Name of its own, for a default export: `priceOf`. */
  readonly name: string;
  readonly parameters: readonly EntryParameter[];
  /** The declared type of what it gives (of a promise: in the end) includes `null` or `undefined`. */
  readonly mayBeNothing?: true;
}

/** What a person sees of a value that a call left behind. */
export type Seen =
  | { readonly kind: 'value'; readonly value: Value }
  /** An object that is not plain: its class and those public fields that can be written down. */
  | { readonly kind: 'instance'; readonly className: string; readonly fields: Value; readonly hasFields: boolean }
  | { readonly kind: 'opaque'; readonly typeName: string };

/** What one call did, as far as a test can see. */
export interface Observation {
  readonly outcome:
    | { readonly kind: 'returned'; readonly seen: Seen }
    | {
        readonly kind: 'threw';
        readonly className: string;
        readonly message: string;
        /** Not an Error object; then what it was. */
        readonly raw?: Seen;
        /** Thrown by a `throw` of the project, not by the engine. */
        readonly deliberate: boolean;
      };
  /** The call gave a promise; the outcome is that of the promise. */
  readonly async: boolean;
  /** The call gave an iterator; the outcome is the list of its first values. */
  readonly iterated: boolean;
  /** Only what sees keys without a value tells it from what a broken arm would do. */
  readonly strict?: true;
  /** It gives nothing on any path, so that it comes back at all is what a test may hold. */
  readonly quiet?: true;
  /** Arguments that the call changed, by index, as they are afterwards. */
  readonly changed: readonly SeenArgument[];
  /** Public fields of the receiver that the call changed. */
  readonly receiver: readonly SeenField[];
}

export interface SeenArgument {
  readonly index: number;
  readonly after: Seen;
  /** The call left it as it was, and a broken arm would not. */
  readonly kept?: true;
}

export interface SeenField {
  readonly field: string;
  readonly after: Seen;
  /** The call left it as it was, and a broken arm would not. */
  readonly kept?: true;
}

/** An observation with all else that a test could look at. */
export interface FullObservation extends Observation {
  /** What the call left as it was. */
  readonly kept: { readonly changed: readonly SeenArgument[]; readonly receiver: readonly SeenField[] };
}

/** A call that takes wanted arms, as simple as it could be made, and what it does every time. */
export interface Finding {
  readonly entry: EntryPoint;
  /** Instance to call on; its class is the entry's. */
  readonly receiver?: Value & { readonly kind: 'instance' };
  readonly args: readonly Value[];
  readonly observation: Observation;
  /** The arm that it was looked for. */
  readonly arm: ArmKey;
  /** When the arm is taken, in the source's own words: `when qty <= 0`. Empty when that does not read well. */
  readonly clause: string;
  /** Wanted arms that it takes and whose changes its assertions notice; with `arm`. */
  readonly arms: readonly ArmKey[];
  /** Changes to the arm that were tried, and those that made the observation differ. */
  readonly mutants: { readonly tried: number; readonly noticed: number };
}

export interface ExplorationJob {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  readonly projectRoot: string;
  /** The program that runs the project's code. */
  readonly interpreter: string;
  readonly arms: readonly ArmKey[];
  readonly seed: number;
  /** Per function, milliseconds. */
  readonly budgetMs: number;
}

/** Why an arm was not reached, before it is put into words. */
export interface Unreached {
  readonly arm: ArmKey;
  readonly code:
    | 'plateau'
    | 'not-exported'
    | 'refused-effects'
    | 'timeout'
    | 'unbuildable-arguments'
    | 'no-visible-effect'
    | 'unstable'
    | 'cannot-load'
    | 'unknown-arm';
  /** What is in the way: the condition that held, the effect, the type, the error. */
  readonly detail: string;
}

export interface ExplorationReport {
  readonly findings: readonly Finding[];
  readonly unreached: readonly Unreached[];
  /** Calls of the code under test. */
  readonly calls: number;
  /** Times that the process had to be ended because a call did not come back. */
  readonly restarts: number;
}

/** Runs the code of a project under search, away from everything else. */
export interface ExplorationHost {
  /**
   * Resolves early with what was found so far when the signal aborts; the process is dead then.
   * @throws AppError `explorer/cannot-start` when the interpreter does not start
   */
  explore(
    job: ExplorationJob,
    context: { readonly signal: AbortSignal; readonly onProgress: (done: number, total: number, message: string) => void },
  ): Promise<ExplorationReport>;
}

export interface EntryParameter {
  readonly name: string;
  readonly optional: boolean;
  readonly rest: boolean;
  /** A variable that is passed needs the parameter's declared type, its own would not do. */
  readonly exact: boolean;
}
