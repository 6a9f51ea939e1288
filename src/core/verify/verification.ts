import type { CoverageMap } from '../coverage/coverage-map.ts';
import type { Candidate } from '../generators/generator.ts';
import type { AuthoringFramework, AuthoringProject, TestResult } from '../suite/framework.ts';
import type { Target } from '../targets/target.ts';
import type { ArmEvidence, Verdict } from './verdict.ts';

/** The whole suite in one run: green, measured, aligned with the sources. */
export interface Baseline {
  readonly coverage: CoverageMap;
  readonly tests: readonly TestResult[];
  readonly durationMs: number;
}

/** Candidates for one source file, to be judged each by itself and then together. */
export interface VerifyInput {
  readonly framework: AuthoringFramework;
  readonly project: AuthoringProject;
  /** Absolute. */
  readonly sourceFile: string;
  readonly testFile: string;
  readonly importSpecifier: string;
  /** Arms that are wanted and dark at baseline. */
  readonly targets: readonly Target[];
  readonly candidates: readonly Candidate[];
  /** Accepted earlier in the same cover run, by another generator or round: they stand in the final file too and are judged again only with the whole suite. */
  readonly kept: readonly Candidate[];
  readonly baseline: Baseline;
  /** Shuffled runs that a candidate must survive. */
  readonly repeats: number;
}

/** What a verification came to. The tree is as it was before. */
export interface Verification {
  readonly status: 'completed' | 'cancelled';
  /** One per candidate of the input, in order. */
  readonly verdicts: readonly Verdict[];
  /** `kept` and the newly accepted, in the order of the final file. */
  readonly accepted: readonly Candidate[];
  /** The final test file; undefined when nothing was accepted. */
  readonly text: string | undefined;
  readonly evidence: readonly ArmEvidence[];
  /** Runs of the test runner. */
  readonly runs: number;
  /** Counts of the last whole-suite run; undefined when none was made. */
  readonly suite: { readonly passed: number; readonly failed: number; readonly skipped: number } | undefined;
  /** The suite as that run found it, with the new file in place. */
  readonly after: Baseline | undefined;
}
