import type { ArmKey, ArmState } from '../coverage/coverage-map.ts';
import type { Candidate, Cost, GeneratorId } from '../generators/generator.ts';

/** Cheap ones first; the order is the order in which they are applied. */
export type GateId = 'well-formed' | 'honest' | 'green-alone' | 'takes-the-arm' | 'stable' | 'whole-suite';

export type GateResult =
  | { readonly gate: GateId; readonly passed: true; readonly evidence: string; readonly durationMs: number }
  | { readonly gate: GateId; readonly passed: false; readonly reason: string; readonly durationMs: number };

export interface Verdict {
  readonly candidate: Candidate;
  readonly accepted: boolean;
  /** Gates applied, in order; the last one decided when it is not accepted. */
  readonly gates: readonly GateResult[];
  /** Arms that were dark at baseline and are taken by this test alone. */
  readonly arms: readonly ArmKey[];
  /** A red test whose failure may be a bug of the code under test rather than of the test. */
  readonly possibleBug: boolean;
}

export interface ArmEvidence {
  readonly key: ArmKey;
  readonly label: string;
  readonly line: number;
  readonly before: ArmState;
  /** Times taken when the test ran alone. */
  readonly after: number;
  /** Title of the test that takes it. */
  readonly test: string;
}

/** The evidence kept with an accepted test file. */
export interface Receipt {
  /** Relative to the project, forward slashes. */
  readonly sourceFile: string;
  readonly testFile: string;
  readonly arms: readonly ArmEvidence[];
  readonly tests: readonly {
    readonly title: string;
    readonly generator: GeneratorId;
    readonly gates: readonly GateResult[];
    readonly notes: readonly string[];
  }[];
  /** Runs of the test runner that the evidence rests on. */
  readonly runs: number;
  readonly suite: { readonly passed: number; readonly failed: number; readonly skipped: number };
  /** Arms covered / all, of the whole measured project before and after. */
  readonly before: { readonly covered: number; readonly total: number };
  readonly after: { readonly covered: number; readonly total: number };
  readonly durationMs: number;
  readonly cost: Cost;
}

/** A verified new test file, offered for acceptance. Nothing of it is in the tree until it is accepted. */
export interface Proposal {
  readonly id: string;
  /** Absolute; did not exist when it was offered. */
  readonly testFile: string;
  readonly text: string;
  /** Absolute. */
  readonly sourceFile: string;
  readonly receipt: Receipt;
}
