import type { ArmKey } from '../coverage/coverage-map.ts';
import type { SuiteOutcome } from '../suite/framework.ts';
import { judgeAlone } from './gates/green-alone.ts';
import { judgeArms } from './gates/takes-the-arm.ts';
import { runAnnounced } from './measured-run.ts';
import { alive, fail, pass, renderTrials, type Bench, type Trial } from './trial.ts';

/** Runs that go on at the same time. */
const parallel = 2;
/** A unit test that takes this much longer than the whole suite does not end. */
const patienceMs = 10_000;

/** Gates 3 and 4: every candidate by itself in a confined run that measures the file under test. */
export async function aloneStage(bench: Bench): Promise<void> {
  const trials = alive(bench);
  const credited = new Map<ArmKey, string>(
    bench.kept.flatMap((kept) => kept.arms.map(({ arm }) => [arm.key, kept.candidate.test.title] as const)),
  );
  const paths = await choosePaths(bench, trials.length);
  const running: Promise<AloneRun>[] = [];
  for (const [index, trial] of trials.entries()) {
    while (running.length < Math.min(index + parallel, trials.length)) {
      const next = running.length;
      running.push(runAlone(bench, trials[next] ?? trial, paths[next] ?? bench.input.testFile));
    }
    const run = await running[index];
    if (run === undefined || bench.context.signal.aborted) continue;
    judge(bench, trial, run, credited);
  }
  await Promise.all(running);
}

interface AloneRun {
  readonly outcome: SuiteOutcome;
  readonly durationMs: number;
}

function judge(bench: Bench, trial: Trial, run: AloneRun, credited: Map<ArmKey, string>): void {
  const result = judgeAlone(run.outcome);
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
    const path = await input.framework.testFileFor(input.project, input.sourceFile, async (candidate) => {
      return chosen.has(candidate) || (await ports.fileSystem.stat(candidate)) !== undefined;
    });
    chosen.add(path);
  }
  return [...chosen].slice(1);
}

/** The test stands in its file only while it runs. */
async function runAlone(bench: Bench, trial: Trial, path: string): Promise<AloneRun> {
  const { input, options, ports, context } = bench;
  const started = ports.clock.now();
  if (context.signal.aborted) return { outcome: { status: 'cancelled' }, durationMs: 0 };
  const { group, title } = trial.candidate.test;
  await ports.journal.writeTrial(path, renderTrials(bench, [trial]));
  try {
    bench.runs += 1;
    const outcome = await runAnnounced(
      {
        framework: input.framework,
        project: input.project,
        run: {
          label: 'candidate alone',
          files: [path],
          only: group === undefined ? { title } : { group, title },
          coverage: [input.sourceFile],
          confinement: 'confined',
        },
        timeoutMs: Math.min(options.timeoutMs, patienceMs + 3 * input.baseline.durationMs),
        signal: context.signal,
      },
      ports,
      context.emit,
    );
    return { outcome, durationMs: ports.clock.now() - started };
  } finally {
    await ports.journal.discardTrial(path);
  }
}
