import type { CoverageMap } from '../coverage/coverage-map.ts';
import type { Candidate } from '../generators/generator.ts';
import { aloneStage } from './alone-stage.ts';
import { armsByKey } from './arms.ts';
import { countTests } from './measured-run.ts';
import { staticStage } from './static-stage.ts';
import { stableStage, wholeStage } from './suite-stage.ts';
import { renderTrials, type Bench, type Trial, type VerifyInput } from './trial.ts';
import type { ArmEvidence, GateResult, Verdict } from './verdict.ts';
import type { VerifyContext, VerifyPorts } from './verify-ports.ts';

export interface Verification {
  readonly status: 'completed' | 'cancelled';
  /** One a candidate, in their order; of a cancelled run only those that were decided. */
  readonly verdicts: readonly Verdict[];
  readonly accepted: readonly Candidate[];
  /** The whole test file with the accepted tests; undefined when there is none. */
  readonly text: string | undefined;
  /** Runs of the test runner. */
  readonly runs: number;
  /** Counts of the last run of the whole suite. */
  readonly suite: { readonly passed: number; readonly failed: number; readonly skipped: number };
  /** What the whole suite covers with the new tests; the baseline's when none was accepted. */
  readonly after: CoverageMap;
  readonly armEvidence: readonly ArmEvidence[];
}

/**
 * Takes candidates through the gates, cheap ones first, each test by itself. Writes only trial files, and none of them
 * is left when it returns or throws.
 */
export async function verifyCandidates(input: VerifyInput, ports: VerifyPorts, context: VerifyContext): Promise<Verification> {
  const trials = input.candidates.map((candidate): Trial => ({ candidate, gates: [], alive: true, possibleBug: false, arms: [] }));
  const bench: Bench = { input, ports, context, trials, before: input.baseline.coverage.get(input.sourceFile), runs: 0 };
  try {
    await staticStage(bench);
    await aloneStage(bench);
    await stableStage(bench);
    const final = await wholeStage(bench);
    return conclude(bench, final === undefined ? undefined : { ...final, text: renderTrials(input, trials.filter((trial) => trial.alive)) });
  } finally {
    await ports.journal.discardTrial(input.testFile);
  }
}

function conclude(
  bench: Bench,
  final: { readonly tests: Parameters<typeof countTests>[0]; readonly coverage: CoverageMap; readonly text: string } | undefined,
): Verification {
  const cancelled = bench.context.signal.aborted;
  const { input, trials } = bench;
  const accepted = final === undefined || cancelled ? [] : trials.filter((trial) => trial.alive);
  const decided = cancelled ? trials.filter((trial) => !trial.alive) : trials;
  for (const trial of decided) {
    const { candidate } = trial;
    bench.context.emit({
      kind: 'verdict',
      candidate: candidate.id,
      title: candidate.test.title,
      accepted: accepted.includes(trial),
      reason: accepted.includes(trial) ? `takes ${trial.arms.map(({ arm }) => arm.label).join(', ')}` : reasonOf(trial.gates.at(-1)),
    });
  }
  return {
    status: cancelled ? 'cancelled' : 'completed',
    verdicts: decided.map((trial) => ({
      candidate: trial.candidate,
      accepted: accepted.includes(trial),
      gates: trial.gates,
      arms: trial.arms.map(({ arm }) => arm.key),
      possibleBug: trial.possibleBug,
    })),
    accepted: accepted.map((trial) => trial.candidate),
    text: accepted.length === 0 ? undefined : final?.text,
    runs: bench.runs,
    suite: countTests(accepted.length === 0 ? input.baseline.tests : (final?.tests ?? [])),
    after: accepted.length === 0 ? input.baseline.coverage : (final?.coverage ?? input.baseline.coverage),
    armEvidence: evidenceOf(bench, accepted),
  };
}

function reasonOf(gate: GateResult | undefined): string {
  return gate === undefined ? 'it was not judged' : gate.passed ? gate.evidence : gate.reason;
}

function evidenceOf(bench: Bench, accepted: readonly Trial[]): readonly ArmEvidence[] {
  const before = armsByKey(bench.before);
  return accepted.flatMap((trial) =>
    trial.arms.map(({ branch, arm }) => ({
      key: arm.key,
      label: arm.label,
      line: branch.line,
      before: before.get(arm.key)?.arm.state ?? ('never-evaluated' as const),
      after: arm.count ?? 1,
      test: trial.candidate.test.title,
    })),
  );
}
