import type { ArmKey } from '../coverage/coverage-map.ts';
import { placeOf } from '../coverage/place-of.ts';
import type { Candidate } from '../generators/generator.ts';
import { aloneStage } from './alone-stage.ts';
import { armsByKey, type ArmPlace } from './arms.ts';
import { countTests } from './measured-run.ts';
import { staticStage } from './static-stage.ts';
import { stableStage, together, wholeStage } from './suite-stage.ts';
import { renderTrials, type Bench, type Trial, type VerifyOptions } from './trial.ts';
import type { ArmEvidence, GateResult } from './verdict.ts';
import type { Baseline, Verification, VerifyInput } from './verification.ts';
import type { VerifyContext, VerifyPorts } from './verify-ports.ts';

/** Judges candidates; remembers within one cover run what was proved of those that were accepted. */
export type Verify = (input: VerifyInput) => Promise<Verification>;

/**
 * A verifier for one cover run. It takes candidates through the gates, cheap ones first, each test by itself, and
 * writes only trial files, none of which is left when it returns or throws.
 */
export function createVerifier(options: VerifyOptions, ports: VerifyPorts, context: VerifyContext): Verify {
  const proved = new Map<string, readonly ArmPlace[]>();
  let last: Verification | undefined;
  return async (input) => {
    const verification = await verify(input, options, ports, context, proved, last);
    last = verification;
    return verification;
  };
}

async function verify(
  input: VerifyInput,
  options: VerifyOptions,
  ports: VerifyPorts,
  context: VerifyContext,
  proved: Map<string, readonly ArmPlace[]>,
  earlier: Verification | undefined,
): Promise<Verification> {
  const bench: Bench = {
    input,
    options,
    ports,
    context,
    trials: input.candidates.map((candidate) => trialOf(candidate, [])),
    kept: input.kept.map((candidate) => trialOf(candidate, proved.get(candidate.id) ?? [])),
    wanted: new Set(input.targets.map((target) => target.arm.key)),
    before: input.baseline.coverage.get(input.sourceFile),
    runs: 0,
    slowestMs: 0,
  };
  try {
    await staticStage(bench);
    await aloneStage(bench);
    await stableStage(bench);
    const final = await wholeStage(bench);
    for (const trial of bench.trials) if (trial.alive) proved.set(trial.candidate.id, trial.arms);
    return conclude(bench, final, earlier);
  } finally {
    await ports.journal.discardTrial(input.testFile);
  }
}

function trialOf(candidate: Candidate, arms: readonly ArmPlace[]): Trial {
  return { candidate, gates: [], alive: true, possibleBug: false, arms };
}

function conclude(bench: Bench, final: Baseline | undefined, earlier: Verification | undefined): Verification {
  const cancelled = bench.context.signal.aborted;
  const { trials } = bench;
  const added = final === undefined || cancelled ? [] : trials.filter((trial) => trial.alive);
  const decided = cancelled ? trials.filter((trial) => !trial.alive) : trials;
  for (const trial of decided) announce(bench, trial, added.includes(trial));
  const verdicts = decided.map((trial) => ({
    candidate: trial.candidate,
    accepted: added.includes(trial),
    gates: trial.gates,
    arms: trial.arms.map(({ arm }) => arm.key),
    possibleBug: trial.possibleBug,
  }));
  const status = cancelled ? 'cancelled' : 'completed';
  if (final === undefined || added.length === 0) {
    const nothing = { accepted: [], text: undefined, evidence: [], suite: undefined, after: undefined };
    // What was proved before is still proved: nothing was added to it.
    const standing = bench.kept.length === 0 || earlier === undefined ? nothing : earlier;
    const { accepted, text, evidence, suite, after } = standing;
    return { status, verdicts, accepted, text, evidence, suite, after, runs: bench.runs };
  }
  const standing = together(bench);
  return {
    status,
    verdicts,
    accepted: standing.map((trial) => trial.candidate),
    text: renderTrials(bench, standing),
    evidence: evidenceOf(bench, standing),
    runs: bench.runs,
    suite: countTests(final.tests),
    after: final,
  };
}

function announce(bench: Bench, trial: Trial, accepted: boolean): void {
  const { candidate } = trial;
  const reason = accepted ? `takes ${trial.arms.map(({ arm }) => arm.label).join(', ')}` : reasonOf(trial.gates.at(-1));
  bench.context.emit({ kind: 'verdict', candidate: candidate.id, title: candidate.test.title, accepted, reason });
}

function reasonOf(gate: GateResult | undefined): string {
  return gate === undefined ? 'it was not judged' : gate.passed ? gate.evidence : gate.reason;
}

function evidenceOf(bench: Bench, trials: readonly Trial[]): readonly ArmEvidence[] {
  const before = armsByKey(bench.before);
  const seen = new Set<ArmKey>();
  return trials.flatMap((trial) =>
    trial.arms.flatMap(({ branch, arm }): readonly ArmEvidence[] => {
      if (seen.has(arm.key)) return [];
      seen.add(arm.key);
      const state = before.get(arm.key)?.arm.state ?? 'never-evaluated';
      return [
        {
          key: arm.key,
          label: arm.label,
          line: placeOf(branch, arm).start.line,
          before: state,
          after: arm.count ?? 1,
          test: trial.candidate.test.title,
        },
      ];
    }),
  );
}
