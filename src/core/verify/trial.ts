import type { ArmKey, FileCoverage } from '../coverage/coverage-map.ts';
import type { Candidate } from '../generators/generator.ts';
import type { TestResult } from '../suite/framework.ts';
import type { ArmPlace } from './arms.ts';
import type { GateId, GateResult } from './verdict.ts';
import type { VerifyInput } from './verification.ts';
import type { VerifyContext, VerifyPorts } from './verify-ports.ts';

/** What all verifications of one cover run have in common. */
export interface VerifyOptions {
  /** Comment lines at the head of the test file. */
  readonly header: readonly string[];
  /** Longest run of the whole suite. */
  readonly timeoutMs: number;
  /** Shuffled runs draw their orders from it. */
  readonly seed: number;
}

/** One candidate on its way through the gates. */
export interface Trial {
  readonly candidate: Candidate;
  readonly gates: GateResult[];
  alive: boolean;
  possibleBug: boolean;
  arms: readonly ArmPlace[];
}

/** Everything that the stages of one verification share. */
export interface Bench {
  readonly input: VerifyInput;
  readonly options: VerifyOptions;
  readonly ports: VerifyPorts;
  readonly context: VerifyContext;
  /** What is judged. */
  readonly trials: readonly Trial[];
  /** Accepted earlier in the same run. */
  readonly kept: readonly Trial[];
  /** Arms that were asked for. */
  readonly wanted: ReadonlySet<ArmKey>;
  /** Coverage of the file under test at baseline. */
  readonly before: FileCoverage | undefined;
  /** Runs of the test runner so far. */
  runs: number;
  /** How long the slowest run of trial files took, in milliseconds; 0 before the first. */
  slowestMs: number;
}

export function alive(bench: Bench): readonly Trial[] {
  return bench.trials.filter((trial) => trial.alive);
}

export function pass(bench: Bench, trial: Trial, gate: GateId, evidence: string, durationMs: number): void {
  record(bench, trial, { gate, passed: true, evidence, durationMs: Math.round(durationMs) });
}

export function fail(bench: Bench, trial: Trial, gate: GateId, reason: string, durationMs: number): void {
  trial.alive = false;
  record(bench, trial, { gate, passed: false, reason, durationMs: Math.round(durationMs) });
}

function record(bench: Bench, trial: Trial, result: GateResult): void {
  trial.gates.push(result);
  const { candidate } = trial;
  bench.context.emit({ kind: 'gate', candidate: candidate.id, title: candidate.test.title, result });
}

/** The test file that holds the tests of some trials. */
export function renderTrials({ input, options }: Bench, trials: readonly Trial[]): string {
  return input.framework.authoring.render(
    input.project,
    trials.map((trial) => trial.candidate.test),
    options.header,
  );
}

/** Whether a result is that of a candidate's test in `file`; parametrised tests have several. */
export function isResultOf(candidate: Candidate, file: string): (result: TestResult) => boolean {
  const { title, group } = candidate.test;
  return (result) => result.file === file && result.group === group && (result.title === title || result.title.startsWith(`${title}[`));
}
