import type { ArmKey, CoverageMap, FileCoverage } from '../coverage/coverage-map.ts';
import type { Candidate } from '../generators/generator.ts';
import type { Framework, Project, TestResult } from '../suite/framework.ts';
import type { ArmPlace } from './arms.ts';
import type { Baseline } from './baseline.ts';
import type { GateId, GateResult } from './verdict.ts';
import type { VerifyContext, VerifyPorts } from './verify-ports.ts';

/** What is judged against what. All paths absolute. */
export interface VerifyInput {
  readonly framework: Framework;
  readonly project: Project;
  readonly candidates: readonly Candidate[];
  readonly sourceFile: string;
  /** Where the accepted tests will stand; does not exist. */
  readonly testFile: string;
  /** How a test in `testFile` imports the source file. */
  readonly importSpecifier: string;
  readonly baseline: Baseline;
  /** Arms that were asked for. */
  readonly wanted: ReadonlySet<ArmKey>;
  /** Comment lines of the test file. */
  readonly header: readonly string[];
  /** Shuffled runs that a new test must survive. */
  readonly repeats: number;
  readonly timeoutMs: number;
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
  readonly ports: VerifyPorts;
  readonly context: VerifyContext;
  readonly trials: readonly Trial[];
  /** Coverage of the file under test at baseline. */
  readonly before: FileCoverage | undefined;
  /** Runs of the test runner so far. */
  runs: number;
}

export interface FinalRun {
  readonly tests: readonly TestResult[];
  readonly coverage: CoverageMap;
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
export function renderTrials(input: VerifyInput, trials: readonly Trial[]): string {
  return input.framework.render(
    input.project,
    trials.map((trial) => trial.candidate.test),
    input.header,
  );
}

/** Whether a result is that of a candidate's test in `file`; parametrised tests have several. */
export function isResultOf(candidate: Candidate, file: string): (result: TestResult) => boolean {
  const { title, group } = candidate.test;
  return (result) => result.file === file && result.group === group && (result.title === title || result.title.startsWith(`${title}[`));
}
