import type { SuiteOutcome, SuiteRun } from '../suite/framework.ts';
import { runAnnounced } from './measured-run.ts';
import { noteDuration, timeLimit } from './time-limit.ts';
import { renderTrials, type Bench, type Trial } from './trial.ts';

/** A candidate and the trial file that holds nothing else. */
export interface LoneFile {
  readonly trial: Trial;
  /** Absolute. */
  readonly path: string;
}

/** What a run of one candidate by itself came to. */
export interface AloneRun {
  readonly outcome: SuiteOutcome;
  readonly durationMs: number;
}

/** One confined run of a candidate. */
export function runAlone(bench: Bench, file: LoneFile): Promise<AloneRun> {
  const { group, title } = file.trial.candidate.test;
  return runFiles(bench, [file], { label: 'candidate alone', only: group === undefined ? { title } : { group, title } });
}

/** One confined run of several candidates, each in a worker of its own and measured by itself. */
export function runBatch(bench: Bench, files: readonly LoneFile[]): Promise<AloneRun> {
  return runFiles(bench, files, { label: `candidates alone (${files.length})`, coverageByFile: true });
}

/** The tests stand in their files only while they run. */
async function runFiles(
  bench: Bench,
  files: readonly LoneFile[],
  run: Pick<SuiteRun, 'label' | 'only' | 'coverageByFile'>,
): Promise<AloneRun> {
  const { input, ports, context } = bench;
  const started = ports.clock.now();
  if (context.signal.aborted) return { outcome: { status: 'cancelled' }, durationMs: 0 };
  try {
    for (const { trial, path } of files) await ports.journal.writeTrial(path, renderTrials(bench, [trial]));
    bench.runs += 1;
    const outcome = await runAnnounced(
      {
        framework: input.framework,
        project: input.project,
        run: { ...run, files: files.map(({ path }) => path), coverage: [input.sourceFile], confinement: 'confined' },
        timeoutMs: timeLimit(bench, files.length),
        signal: context.signal,
      },
      ports,
      context.emit,
    );
    noteDuration(bench, outcome);
    return { outcome, durationMs: ports.clock.now() - started };
  } finally {
    for (const { path } of files) await ports.journal.discardTrial(path);
  }
}
