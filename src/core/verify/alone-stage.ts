import type { ArmKey } from '../coverage/coverage-map.ts';
import { runAlone, runBatch, type AloneRun, type LoneFile } from './alone-run.ts';
import { judgeAlone } from './gates/green-alone.ts';
import { judgeArms } from './gates/takes-the-arm.ts';
import { splitBatch, type SplitBatch } from './split-batch.ts';
import { alive, fail, pass, type Bench, type Trial } from './trial.ts';

/** Runs of a single candidate that go on at the same time. */
const parallel = 2;
/** Candidates of one batch: enough to make the start of the runner cheap, few enough that a cancelled or sunk batch loses little. */
const batchSize = 12;

/**
 * Gates 3 and 4: every candidate by itself, confined, with the coverage of the file under test. Where the framework can
 * measure its test files apart, one run serves a batch of them; who cannot be told from it is run by itself.
 */
export async function aloneStage(bench: Bench): Promise<void> {
  const trials = alive(bench);
  const credited = new Map<ArmKey, string>(
    bench.kept.flatMap((kept) => kept.arms.map(({ arm }) => [arm.key, kept.candidate.test.title] as const)),
  );
  const paths = await choosePaths(bench, trials.length);
  const files = trials.map((trial, index): LoneFile => ({ trial, path: paths[index] ?? bench.input.testFile }));
  let batching = bench.input.framework.coverageByFile === true;
  for (let start = 0; start < files.length && !bench.context.signal.aborted; start += batchSize) {
    const group = files.slice(start, start + batchSize);
    const runsBefore = bench.runs;
    const runs = batching ? await runTogether(bench, group) : undefined;
    if (runs === undefined) await eachAlone(bench, group, (file, run) => judge(bench, file.trial, run, credited));
    else for (const file of group) judgeRun(bench, file, runs.get(file), credited);
    // A project whose batches save no starts (its workers are shared, its code is refused something) is not asked again.
    batching &&= runs !== undefined && bench.runs - runsBefore <= 1 + group.length / 2;
  }
}

function judgeRun(bench: Bench, file: LoneFile, run: AloneRun | undefined, credited: Map<ArmKey, string>): void {
  if (run !== undefined && !bench.context.signal.aborted) judge(bench, file.trial, run, credited);
}

/** A run for each of `files`, from as few starts of the runner as can be; undefined when a batch told nothing of any. */
async function runTogether(bench: Bench, files: readonly LoneFile[]): Promise<ReadonlyMap<LoneFile, AloneRun> | undefined> {
  const runs = new Map<LoneFile, AloneRun>();
  const refusedAlone = new Set<string>();
  const take = (file: LoneFile, run: AloneRun): void => {
    runs.set(file, run);
    if (run.outcome.status === 'completed') for (const line of run.outcome.refused ?? []) refusedAlone.add(line);
  };
  let waiting = files;
  let alone: readonly LoneFile[] = [];
  let last: SplitBatch | undefined;
  // Every round takes at least one file out of the next.
  while (waiting.length > 1) {
    const [run] = await Promise.all([runBatch(bench, waiting), eachAlone(bench, alone, take)]);
    last = splitBatch(waiting, run);
    if (last.told.size === 0 && last.again.length === 0 && waiting === files) return undefined;
    for (const [file, own] of last.told) runs.set(file, own);
    alone = last.alone;
    waiting = last.again;
  }
  await eachAlone(bench, [...alone, ...waiting], take);
  // What was refused in the batch and to nobody since was refused to one of those that the batch seemed to clear.
  if (last?.refused.some((line) => !refusedAlone.has(line)) === true) await eachAlone(bench, [...last.told.keys()], take);
  return runs;
}

/** Runs files by themselves, some at a time, and hands over each run in the order of `files`. */
async function eachAlone(bench: Bench, files: readonly LoneFile[], take: (file: LoneFile, run: AloneRun) => void): Promise<void> {
  const running: Promise<AloneRun>[] = [];
  for (const [index, file] of files.entries()) {
    while (running.length < Math.min(index + parallel, files.length)) running.push(runAlone(bench, files[running.length] ?? file));
    const run = await running[index];
    if (run !== undefined && !bench.context.signal.aborted) take(file, run);
  }
  await Promise.all(running);
}

function judge(bench: Bench, trial: Trial, run: AloneRun, credited: Map<ArmKey, string>): void {
  const result = judgeAlone(run.outcome, run.durationMs);
  if (!result.green) {
    trial.possibleBug = result.assertionFailed;
    fail(bench, trial, 'green-alone', result.reason, run.durationMs);
    return;
  }
  pass(bench, trial, 'green-alone', result.evidence, run.durationMs);
  const coverage = run.outcome.status === 'completed' ? run.outcome.coverage?.get(bench.input.sourceFile) : undefined;
  const arms = judgeArms(bench.before, coverage, bench.wanted, credited);
  if (!arms.taken) {
    fail(bench, trial, 'takes-the-arm', arms.reason, 0);
    return;
  }
  trial.arms = arms.arms;
  for (const { arm } of arms.arms) credited.set(arm.key, trial.candidate.test.title);
  pass(bench, trial, 'takes-the-arm', arms.evidence, 0);
}

/** A file of its own for every test, beside the final one, so that runs do not see each other's. */
async function choosePaths({ input, ports }: Bench, count: number): Promise<readonly string[]> {
  const chosen = new Set([input.testFile]);
  for (let index = 0; index < count; index += 1) {
    const path = await input.framework.authoring.testFileFor(input.project, input.sourceFile, async (candidate) => {
      return chosen.has(candidate) || (await ports.fileSystem.stat(candidate)) !== undefined;
    });
    chosen.add(path);
  }
  return [...chosen].slice(1);
}
