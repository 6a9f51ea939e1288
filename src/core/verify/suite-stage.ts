import type { SuiteOutcome } from '../suite/framework.ts';
import { judgeShuffled } from './gates/stable.ts';
import { judgeWhole } from './gates/whole-suite.ts';
import { runAnnounced } from './measured-run.ts';
import { timeLimit } from './time-limit.ts';
import { alive, fail, isResultOf, pass, renderTrials, type Bench, type Trial } from './trial.ts';
import type { Baseline } from './verification.ts';

/** How often the whole suite is run again, with a test less or to see whether a failure comes back. */
const maxAttempts = 5;

/** Gate 5: the whole candidate file, repeatedly, each time in another order. */
export async function stableStage(bench: Bench): Promise<void> {
  const { input, ports, context } = bench;
  const started = ports.clock.now();
  if (alive(bench).length === 0) return;
  for (let repeat = 1; repeat <= input.repeats; repeat += 2) {
    const survivors = alive(bench);
    if (survivors.length === 0 || context.signal.aborted) break;
    await ports.journal.writeTrial(input.testFile, renderTrials(bench, survivors));
    const pair = [repeat, repeat + 1].filter((number) => number <= input.repeats);
    const outcomes = await Promise.all(pair.map((number) => runShuffled(bench, number)));
    if (context.signal.aborted) break;
    for (const trial of survivors) {
      const isIt = isResultOf(trial.candidate, input.testFile);
      const reason = outcomes
        .map((outcome, index) => judgeShuffled(outcome, `shuffled ${pair[index] ?? 0}/${input.repeats}`, isIt))
        .find((text) => text !== undefined);
      if (reason !== undefined) fail(bench, trial, 'stable', reason, ports.clock.now() - started);
    }
  }
  if (context.signal.aborted) return;
  for (const trial of alive(bench)) {
    pass(
      bench,
      trial,
      'stable',
      `green in ${input.repeats} shuffled ${input.repeats === 1 ? 'run' : 'runs'} of the new file`,
      ports.clock.now() - started,
    );
  }
}

function runShuffled(bench: Bench, number: number): Promise<SuiteOutcome> {
  const { input, options, ports, context } = bench;
  bench.runs += 1;
  return runAnnounced(
    {
      framework: input.framework,
      project: input.project,
      run: {
        label: `shuffled ${number}/${input.repeats}`,
        files: [input.testFile],
        coverage: 'none',
        shuffleSeed: (options.seed + number * 7919) % 2_147_483_647,
        confinement: 'confined',
      },
      timeoutMs: timeLimit(bench, 1),
      signal: context.signal,
    },
    ports,
    context.emit,
  );
}

/** Gate 7: everything together, as the user runs it. Returns the run that proved it; undefined when nothing is left. */
export async function wholeStage(bench: Bench): Promise<Baseline | undefined> {
  const { input, ports, context } = bench;
  const started = ports.clock.now();
  const elapsed = (): number => ports.clock.now() - started;
  let repeated = false;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    // Without a new one the earlier proof of the kept tests still stands.
    if (alive(bench).length === 0 || context.signal.aborted) return undefined;
    const survivors = together(bench);
    await ports.journal.writeTrial(input.testFile, renderTrials(bench, survivors));
    const outcome = await runWhole(bench);
    if (context.signal.aborted) return undefined;
    const tests = survivors.map((trial) => ({
      id: trial.candidate.id,
      isIt: isResultOf(trial.candidate, input.testFile),
      arms: trial.arms.map(({ arm }) => arm.key),
    }));
    const result = judgeWhole(outcome, input.baseline, tests, input.sourceFile);
    if (result.ok && outcome.status === 'completed') {
      for (const trial of alive(bench)) pass(bench, trial, 'whole-suite', 'the whole suite is green with it and no arm is lost', elapsed());
      return { tests: outcome.tests, coverage: outcome.coverage ?? new Map(), durationMs: outcome.durationMs };
    }
    if (result.ok) return undefined;
    if (result.culprits !== undefined) {
      for (const trial of survivors) {
        const reason = result.culprits.get(trial.candidate.id);
        if (reason !== undefined) fail(bench, trial, 'whole-suite', reason, elapsed());
      }
      continue;
    }
    // A test of the project may be flaky by itself: only what comes back counts.
    if (result.mayBeFlaky && !repeated) {
      repeated = true;
      continue;
    }
    dropSuspects(bench, alive(bench), result.reason, elapsed(), attempt === maxAttempts - 1);
  }
  for (const trial of alive(bench))
    fail(bench, trial, 'whole-suite', `no ${maxAttempts} runs of the whole suite ended green with it`, elapsed());
  return undefined;
}

/** What stands in the final file: tests accepted earlier, then the new ones. */
export function together(bench: Bench): readonly Trial[] {
  return [...bench.kept.filter((trial) => trial.alive), ...alive(bench)];
}

/** Nothing tells which new test is to blame: the last one goes first; at the end all of them. */
function dropSuspects(bench: Bench, survivors: readonly Trial[], reason: string, durationMs: number, all: boolean): void {
  for (const trial of all ? survivors : survivors.slice(-1)) fail(bench, trial, 'whole-suite', reason, durationMs);
}

function runWhole(bench: Bench): Promise<SuiteOutcome> {
  const { input, options, ports, context } = bench;
  bench.runs += 1;
  return runAnnounced(
    {
      framework: input.framework,
      project: input.project,
      run: { label: 'whole suite', coverage: 'all', confinement: 'open' },
      timeoutMs: options.timeoutMs,
      signal: context.signal,
    },
    ports,
    context.emit,
  );
}
