import type { ArmKey } from './coverage/coverage-map.ts';
import type { Cost, GeneratorId, Unsolved } from './generators/generator.ts';
import type { SuiteReport } from './suite/suite-report.ts';
import type { GateResult, Proposal } from './verify/verdict.ts';

/** Everything that a cover run reports, in order. The editor, the command line and tests read the same stream. */
export type RunEvent =
  | {
      readonly kind: 'started';
      readonly file: string;
      readonly targets: readonly { readonly arm: ArmKey; readonly line: number; readonly label: string }[];
    }
  /** The baseline is an earlier run of the whole suite: nothing that it could read has changed since. `measuredAt`: milliseconds since the epoch. */
  | { readonly kind: 'baseline-reused'; readonly measuredAt: number; readonly passed: number }
  | { readonly kind: 'suite-started'; readonly label: string; readonly command: readonly string[] }
  | {
      readonly kind: 'suite-finished';
      readonly label: string;
      readonly status: 'completed' | 'failed-to-start' | 'timed-out' | 'cancelled';
      readonly passed: number;
      readonly failed: number;
      readonly durationMs: number;
    }
  /** What a run that shows how the project's own tests stand came to, test by test: the baseline, or a run that was asked for. */
  | { readonly kind: 'suite-report'; readonly report: SuiteReport }
  | { readonly kind: 'generating'; readonly generator: GeneratorId; readonly targets: number }
  /** Human progress of a generator: `12 of 40 arms found`, `reading the model's answer`. */
  | { readonly kind: 'progress'; readonly message: string; readonly done?: number; readonly total?: number }
  | {
      readonly kind: 'generated';
      readonly generator: GeneratorId;
      readonly candidates: number;
      readonly unsolved: number;
      readonly cost: Cost;
      readonly durationMs: number;
    }
  | { readonly kind: 'gate'; readonly candidate: string; readonly title: string; readonly result: GateResult }
  | { readonly kind: 'verdict'; readonly candidate: string; readonly title: string; readonly accepted: boolean; readonly reason: string }
  | { readonly kind: 'unsolved'; readonly generator: GeneratorId; readonly unsolved: Unsolved }
  | { readonly kind: 'proposed'; readonly proposal: Proposal }
  | { readonly kind: 'accepted'; readonly testFile: string }
  | { readonly kind: 'finished'; readonly covered: number; readonly asked: number; readonly cost: Cost; readonly durationMs: number };
