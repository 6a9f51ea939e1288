import type { Clock } from '../ports.ts';
import type { RunEvent } from '../run-event.ts';
import { countTests } from './measured-run.ts';
import type { Baseline } from './verification.ts';

/** Everything that a suite could read, as far as a workspace knows: absolute path → what stands there, equal only for equal content. */
export type Inputs = ReadonlyMap<string, string>;

/** Reads the inputs of the suites of one workspace. */
export interface InputsReader {
  /** undefined: they are too many, or cannot all be seen, so nobody can say that nothing has changed. */
  read(): Promise<Inputs | undefined>;
  /** What {@link read} says of a file with this text. */
  identityOf(text: string): string;
}

/** What the whole suite came to on inputs that are known. */
interface Known {
  readonly inputs: Inputs;
  readonly baseline: Baseline;
  /** Milliseconds since the epoch. */
  readonly measuredAt: number;
}

/** Whose baseline it is: the project, the version of its framework and the whole command of the run, as text. */
export type BaselineKey = string;

/** Remembers the last run of each whole suite, so that a run on the very same inputs need not be made again. */
export interface BaselineMemory {
  /** The remembered baseline if nothing at all has changed since, else what `measure` gives. undefined: cancelled. */
  recall(key: BaselineKey, measure: () => Promise<Baseline | undefined>, emit: (event: RunEvent) => void): Promise<Baseline | undefined>;
  /** Measures whatever is remembered, and remembers that. undefined: cancelled. */
  renew(key: BaselineKey, measure: () => Promise<Baseline | undefined>): Promise<Baseline | undefined>;
  /** What the suite came to with one more file, if nothing else has changed since the remembered run up to now. */
  foresee(key: BaselineKey, file: { readonly path: string; readonly text: string }, baseline: Baseline): Promise<Foreseen | undefined>;
  /** Takes it as the remembered run: the file is written. */
  fulfil(foreseen: Foreseen): void;
  /** The next run is measured again: this one was in doubt. */
  forget(key: BaselineKey): void;
}

/** A baseline that holds once a file is written. */
export interface Foreseen extends Known {
  readonly key: BaselineKey;
}

/** Keeps one baseline a suite, in memory only: another process may have another environment. */
export function createBaselineMemory(ports: { readonly inputs: InputsReader; readonly clock: Clock }): BaselineMemory {
  const known = new Map<BaselineKey, Known>();

  async function measureAnew(
    key: BaselineKey,
    before: Inputs | undefined,
    measure: () => Promise<Baseline | undefined>,
  ): Promise<Baseline | undefined> {
    known.delete(key);
    const measuredAt = ports.clock.now();
    const baseline = await measure();
    if (baseline === undefined || before === undefined) return baseline;
    const after = await ports.inputs.read();
    // A file that was saved while the suite ran may have been read before or after.
    if (after !== undefined && sameInputs(before, after)) known.set(key, { inputs: before, baseline, measuredAt });
    return baseline;
  }

  return {
    async recall(key, measure, emit) {
      const now = await ports.inputs.read();
      const last = known.get(key);
      if (last === undefined || now === undefined || !sameInputs(last.inputs, now)) return measureAnew(key, now, measure);
      emit({ kind: 'baseline-reused', measuredAt: last.measuredAt, passed: countTests(last.baseline.tests).passed });
      return last.baseline;
    },
    renew: async (key, measure) => measureAnew(key, await ports.inputs.read(), measure),
    async foresee(key, { path, text }, baseline) {
      const last = known.get(key);
      const now = last === undefined ? undefined : await ports.inputs.read();
      if (last === undefined || now === undefined || !sameInputs(last.inputs, now)) return undefined;
      const inputs = new Map(now).set(path, ports.inputs.identityOf(text));
      return { key, inputs, baseline, measuredAt: ports.clock.now() };
    },
    fulfil({ key, ...run }) {
      known.set(key, run);
    },
    forget: (key) => void known.delete(key),
  };
}

function sameInputs(left: Inputs, right: Inputs): boolean {
  if (left.size !== right.size) return false;
  for (const [path, identity] of left) if (right.get(path) !== identity) return false;
  return true;
}
