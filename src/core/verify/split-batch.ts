import type { SuiteOutcome } from '../suite/framework.ts';
import type { AloneRun, LoneFile } from './alone-run.ts';
import { isRed } from './measured-run.ts';
import { isResultOf } from './trial.ts';

/** What a run of several candidates says of each. */
export interface SplitBatch {
  /** Judged as if each had been run by itself. */
  readonly told: ReadonlyMap<LoneFile, AloneRun>;
  /** The batch does not tell: to be run by themselves. */
  readonly alone: readonly LoneFile[];
  /** Not begun, or sunk by another file: worth another batch. */
  readonly again: readonly LoneFile[];
  /** What the guard refused to some file of the batch. */
  readonly refused: readonly string[];
}

/** Takes the outcome of a batch apart. A candidate is only told of when nothing of it can come from another file. */
export function splitBatch(files: readonly LoneFile[], run: AloneRun): SplitBatch {
  const { outcome, durationMs } = run;
  const nothing: SplitBatch = { told: new Map(), alone: [], again: [], refused: [] };
  switch (outcome.status) {
    case 'cancelled':
      return { ...nothing, told: new Map(files.map((file) => [file, run])) };
    case 'failed-to-start':
      return { ...nothing, alone: files };
    case 'timed-out': {
      const running = new Set(outcome.running);
      const culprits = files.filter(({ path }) => running.has(path));
      return culprits.length === 0
        ? { ...nothing, alone: files }
        : { ...nothing, alone: culprits, again: files.filter((file) => !culprits.includes(file)) };
    }
    case 'completed': {
      const refused = outcome.refused ?? [];
      const owned = [...(outcome.errorsByFile?.values() ?? [])].reduce((sum, errors) => sum + errors.length, 0);
      // An error that belongs to no file may belong to any.
      if (outcome.errors.length > owned) return { ...nothing, alone: files, refused };
      const told = new Map<LoneFile, AloneRun>();
      for (const file of files) {
        const own = ownOutcome(file, outcome, durationMs / files.length);
        if (own !== undefined) told.set(file, own);
      }
      return { ...nothing, told, alone: files.filter((file) => !told.has(file)), refused };
    }
  }
}

function ownOutcome(
  { trial, path }: LoneFile,
  outcome: Extract<SuiteOutcome, { status: 'completed' }>,
  durationMs: number,
): AloneRun | undefined {
  const coverage = outcome.coverageByFile?.get(path);
  const errors = outcome.errorsByFile?.get(path) ?? [];
  const tests = outcome.tests.filter((test) => test.file === path);
  const decided = errors.length > 0 || tests.some((test) => isRed(test) || test.status === 'passed');
  if (coverage === undefined || !decided || !tests.every(isResultOf(trial.candidate, path))) return undefined;
  return { outcome: { status: 'completed', tests, errors, coverage, exitCode: outcome.exitCode, durationMs }, durationMs };
}
