import type { ArmKey } from '../coverage/coverage-map.ts';
import { branchTotals } from '../coverage/coverage-map.ts';
import { AppError } from '../errors.ts';
import type { MeasuredFile } from '../coverage/session.ts';
import {
  noCost,
  type Candidate,
  type Cost,
  type Counterexample,
  type GenerationRequest,
  type GenerationResult,
  type Generator,
  type Unsolved,
} from '../generators/generator.ts';
import type { Clock } from '../ports.ts';
import type { RunEvent } from '../run-event.ts';
import type { AuthoringFramework, AuthoringProject } from '../suite/framework.ts';
import type { Target } from '../targets/target.ts';
import type { Verification, VerifyInput, Baseline } from '../verify/verification.ts';
import type { GateResult, Proposal, Verdict } from '../verify/verdict.ts';
import { announceTarget } from './announce-target.ts';
import type { CoverOutcome } from './cover-outcome.ts';

/** How often a model may try again with what was wrong with its last tests. Search does not learn from it. */
const repairRounds = { explorer: 0, anthropic: 2 } as const;

/** One source file whose dark arms are wanted, in a project whose suite is green. */
export interface CoverInput {
  readonly project: AuthoringProject;
  readonly framework: AuthoringFramework;
  readonly file: MeasuredFile;
  readonly baseline: Baseline;
  /** Dark at baseline. */
  readonly targets: readonly Target[];
  /** Absolute; does not exist. */
  readonly testFile: string;
  /** In the order in which they are asked. */
  readonly generators: readonly Generator[];
  /** Proven tests that a person does not want: something else is looked for. */
  readonly declined?: readonly Counterexample[];
  readonly seed: number;
  readonly repeats: number;
}

export interface CoverContext {
  readonly verify: (input: VerifyInput) => Promise<Verification>;
  /** Path as a person reads it: relative to the project, forward slashes. */
  readonly show: (path: string) => string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

/** What has been found out so far in one run. */
interface Progress {
  readonly verdicts: readonly Verdict[];
  readonly last: Verification | undefined;
  readonly unsolved: ReadonlyMap<ArmKey, Unsolved>;
  readonly cost: Cost;
  readonly runs: number;
  readonly cancelled: boolean;
}

/**
 * Asks each generator in turn for the arms that are still dark, judges what comes back, and offers what passed as one new
 * test file. The tree is left as it was.
 */
export async function coverFile(input: CoverInput, context: CoverContext): Promise<CoverOutcome> {
  const started = context.clock.now();
  let progress: Progress = { verdicts: [], last: undefined, unsolved: new Map(), cost: noCost, runs: 0, cancelled: false };
  for (const generator of input.generators) {
    progress = await askGenerator(generator, input, progress, context);
    if (progress.cancelled || stillDark(input, progress).length === 0) break;
  }
  return conclude(input, progress, context, started);
}

async function askGenerator(generator: Generator, input: CoverInput, before: Progress, context: CoverContext): Promise<Progress> {
  let progress = before;
  const declined = input.declined ?? [];
  let counterexamples = declined;
  for (let round = 0; round <= repairRounds[generator.id]; round += 1) {
    const wanted = stillDark(input, progress);
    if (wanted.length === 0 || context.signal.aborted) break;
    const request = requestFor(input, wanted, counterexamples, progress.cost.usd);
    const answer = await keepingWhatIsProven(progress, wanted, () => generate(generator, request, context));
    const generated = named(answer, `${generator.id}-${round + 1}`);
    progress = addGenerated(progress, generated);
    if (context.signal.aborted) break;
    if (generated.candidates.length === 0) break;
    const verification = await context.verify(verifyInput(input, generated.candidates, progress.last?.accepted ?? []));
    progress = addVerification(progress, verification);
    const failed = verification.verdicts.flatMap(counterexampleOf);
    if (progress.cancelled || failed.length === 0) break;
    counterexamples = [...declined, ...failed];
  }
  return context.signal.aborted ? { ...progress, cancelled: true } : progress;
}

/** Generators number their candidates as they like; within a run each has a name of its own. */
function named(result: GenerationResult, prefix: string): GenerationResult {
  return { ...result, candidates: result.candidates.map((candidate, index) => ({ ...candidate, id: `${prefix}-${index + 1}` })) };
}

async function generate(generator: Generator, request: GenerationRequest, context: CoverContext): Promise<GenerationResult> {
  const { emit, signal, clock } = context;
  const unavailable = await generator.unavailable(request);
  if (unavailable !== undefined) {
    const unsolved = request.targets.map((target) => ({ arm: target.arm.key, ...unavailable }));
    return { candidates: [], unsolved, cost: noCost };
  }
  const started = clock.now();
  emit({ kind: 'generating', generator: generator.id, targets: request.targets.length });
  const result = await generator.generate(request, { signal, emit });
  emit({
    kind: 'generated',
    generator: generator.id,
    candidates: result.candidates.length,
    unsolved: result.unsolved.length,
    cost: result.cost,
    durationMs: clock.now() - started,
  });
  for (const unsolved of result.unsolved) emit({ kind: 'unsolved', generator: generator.id, unsolved });
  return result;
}

/** What a person must fix ends the run only while nothing is proven; else it is the reason why there is no more. */
async function keepingWhatIsProven(
  progress: Progress,
  wanted: readonly Target[],
  ask: () => Promise<GenerationResult>,
): Promise<GenerationResult> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AppError) || (progress.last?.accepted ?? []).length === 0) throw error;
    const reason = [error.message.replace(/(?<![.!?])$/, '.'), error.hint].filter(Boolean).join(' ');
    return { candidates: [], unsolved: wanted.map((target) => ({ arm: target.arm.key, code: error.code, reason })), cost: noCost };
  }
}

function requestFor(
  input: CoverInput,
  targets: readonly Target[],
  counterexamples: readonly Counterexample[],
  spentUsd: number,
): GenerationRequest {
  const { file, framework, project, testFile } = input;
  return {
    project,
    file: file.path,
    text: file.measuredText ?? '',
    source: file.source ?? { language: project.language, functions: [], branches: [] },
    targets,
    testFile,
    importSpecifier: framework.authoring.importSpecifier(project, testFile, file.path),
    counterexamples,
    spentUsd,
    seed: input.seed,
  };
}

function verifyInput(input: CoverInput, candidates: readonly Candidate[], kept: readonly Candidate[]): VerifyInput {
  const { framework, project, testFile, targets, baseline, repeats, file } = input;
  const importSpecifier = framework.authoring.importSpecifier(project, testFile, file.path);
  return { framework, project, sourceFile: file.path, testFile, importSpecifier, targets, candidates, kept, baseline, repeats };
}

function addGenerated(progress: Progress, result: GenerationResult): Progress {
  const unsolved = new Map(progress.unsolved);
  for (const entry of result.unsolved) unsolved.set(entry.arm, lastWord(unsolved.get(entry.arm), entry));
  return { ...progress, unsolved, cost: addCost(progress.cost, result.cost) };
}

/** That a generator was not to be had says less of an arm than what another one found out about it. */
function lastWord(earlier: Unsolved | undefined, entry: Unsolved): Unsolved {
  if (earlier === undefined) return entry;
  if (entry.code === 'unsupported') return earlier;
  return entry.code === 'no-key' ? { ...entry, reason: `${earlier.reason} ${entry.reason}` } : entry;
}

function addVerification(progress: Progress, verification: Verification): Progress {
  const unsolved = new Map(progress.unsolved);
  for (const verdict of verification.verdicts) {
    if (verdict.accepted) continue;
    for (const arm of verdict.candidate.arms) unsolved.set(arm, { arm, code: 'rejected', reason: rejectionOf(verdict) });
  }
  return {
    ...progress,
    verdicts: [...progress.verdicts, ...verification.verdicts],
    last: verification,
    unsolved,
    runs: progress.runs + verification.runs,
    cancelled: verification.status === 'cancelled',
  };
}

function counterexampleOf(verdict: Verdict): readonly Counterexample[] {
  const decided = verdict.gates.at(-1);
  if (verdict.accepted || decided === undefined || decided.passed) return [];
  return [{ candidate: verdict.candidate, gate: decided.gate, reason: decided.reason }];
}

function rejectionOf(verdict: Verdict): string {
  const decided = verdict.gates.at(-1);
  const what = verdict.possibleBug ? 'A plausible test fails, which may be a bug of the code' : 'A test was found but not proven';
  return decided === undefined || decided.passed ? `${what}.` : `${what} (${decided.gate}): ${decided.reason.replace(/[.!]$/, '')}.`;
}

function takenArms(progress: Progress): ReadonlySet<ArmKey> {
  return new Set(progress.last?.evidence.map((evidence) => evidence.key));
}

function stillDark(input: CoverInput, progress: Progress): readonly Target[] {
  const taken = takenArms(progress);
  return input.targets.filter((target) => !taken.has(target.arm.key));
}

function conclude(input: CoverInput, progress: Progress, context: CoverContext, started: number): CoverOutcome {
  const dark = stillDark(input, progress);
  const covered = input.targets.length - dark.length;
  const durationMs = context.clock.now() - started;
  const proposal = progress.cancelled ? undefined : proposalOf(input, progress, context, durationMs);
  if (proposal !== undefined) context.emit({ kind: 'proposed', proposal });
  context.emit({ kind: 'finished', covered, asked: input.targets.length, cost: progress.cost, durationMs });
  return {
    status: progress.cancelled ? 'cancelled' : proposal === undefined ? 'nothing-found' : 'proposed',
    proposal,
    verdicts: progress.verdicts,
    unsolved: dark.map((target) => progress.unsolved.get(target.arm.key) ?? notTried(target)),
    asked: input.targets.length,
    covered: proposal === undefined ? 0 : covered,
    cost: progress.cost,
    after: proposal === undefined ? undefined : progress.last?.after,
  };
}

function notTried(target: Target): Unsolved {
  const { arm, line, label } = announceTarget(target);
  return { arm, code: 'not-found', reason: `No generator found a test for line ${line}, ${label}.` };
}

function proposalOf(input: CoverInput, progress: Progress, context: CoverContext, durationMs: number): Proposal | undefined {
  const { last } = progress;
  if (last?.text === undefined || last.suite === undefined) return undefined;
  const before = branchTotals(input.baseline.coverage.values());
  return {
    id: `${context.clock.now().toString(36)}-${input.seed}`,
    testFile: input.testFile,
    text: last.text,
    sourceFile: input.file.path,
    receipt: {
      sourceFile: context.show(input.file.path),
      testFile: context.show(input.testFile),
      arms: last.evidence,
      tests: last.accepted.map((candidate) => ({
        title: candidate.test.title,
        generator: candidate.generator,
        gates: gatesOf(candidate, progress.verdicts),
        notes: candidate.notes,
      })),
      runs: progress.runs,
      suite: last.suite,
      before,
      after: last.after === undefined ? before : branchTotals(last.after.coverage.values()),
      durationMs,
      cost: progress.cost,
    },
  };
}

function gatesOf(candidate: Candidate, verdicts: readonly Verdict[]): readonly GateResult[] {
  return verdicts.find((verdict) => verdict.candidate.id === candidate.id)?.gates ?? [];
}

function addCost(a: Cost, b: Cost): Cost {
  return { inputTokens: a.inputTokens + b.inputTokens, outputTokens: a.outputTokens + b.outputTokens, usd: a.usd + b.usd };
}
