import type { ArmState, Certainty, FileCoverage, ReportProblem } from '../../core/coverage/coverage-map.ts';
import type { Fidelity } from '../../core/coverage/formats/report-format.ts';
import type { FileTotals } from '../../core/coverage/summary.ts';
import type { CoverOutcome } from '../../core/campaign/cover-outcome.ts';
import type { SuiteReport } from '../../core/suite/suite-report.ts';
import type { SuiteTests } from '../../node/project-tests.ts';
import type { RunEvent } from '../../core/run-event.ts';

/** What `list` says of one file. Lines and columns 1-based, as editors print them. */
export interface ListedFile {
  /** Relative to the root, forward slashes. */
  readonly file: string;
  readonly covered: number;
  readonly total: number;
  readonly stale: string | undefined;
  readonly arms: readonly ListedArm[];
}

export interface ListedArm {
  readonly line: number;
  readonly column: number;
  readonly key: string;
  /** `else never taken`. */
  readonly label: string;
  readonly state: ArmState;
  readonly certainty: Certainty;
  readonly function: string | undefined;
  readonly condition: string | undefined;
}

export interface Listing {
  readonly root: string;
  readonly reports: readonly { readonly path: string; readonly format: string | undefined; readonly problems: readonly string[] }[];
  readonly files: readonly ListedFile[];
  /** Why there is nothing, when there is nothing. */
  readonly explanation: string | undefined;
}

/** One file of a report, under the path that stands in it. */
export interface ReportedFile extends FileTotals {
  readonly report: string;
  readonly path: string;
  readonly module?: string;
  /** Decoded when it is asked for. */
  readonly coverage: () => FileCoverage;
}

/** What a report comes to. */
export interface ReportedReport extends FileTotals {
  readonly report: string;
  readonly format: string | undefined;
  readonly formatName: string | undefined;
  readonly fidelity: Fidelity | undefined;
  readonly roots: readonly string[];
  readonly files: number;
  readonly problems: readonly ReportProblem[];
}

/** Two ways to say the same: text for people, JSON lines for programs. */
export interface Reporter {
  readonly event: (event: RunEvent) => void;
  readonly listing: (listing: Listing) => void;
  readonly reportFile: (file: ReportedFile) => void;
  /** After all its files. */
  readonly report: (report: ReportedReport) => void;
  /** A run of a suite that was asked for. */
  readonly suite: (report: SuiteReport, root: string) => void;
  /** Tests as they stand in the code. */
  readonly tests: (suite: SuiteTests, root: string) => void;
  readonly outcome: (outcome: CoverOutcome) => void;
  /** Something to know that stops nothing. */
  readonly warning: (message: string) => void;
  readonly failure: (failure: { readonly code: string; readonly message: string; readonly hint: string | undefined }) => void;
}

/** Where a reporter writes; `width` is undefined when it is not a terminal. */
export interface Output {
  readonly write: (text: string) => void;
  readonly width: number | undefined;
}
