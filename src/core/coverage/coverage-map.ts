/** The one model that every report becomes. Plain readonly data. Lines are 1-based, columns 0-based UTF-16 units, ends exclusive. */

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export type BranchKind = 'if' | 'switch' | 'cond-expr' | 'binary-expr' | 'default-arg' | 'loop' | 'match' | 'exception' | 'unknown';

/**
 * What the report can say of a branch. `exact`: it names the arm. `arc`: it names line → line.
 * `count`: it only counts the arms taken on a line, never which.
 */
export type Certainty = 'exact' | 'arc' | 'count';

/** `not-taken`: the decision ran, this arm did not. `never-evaluated`: the decision itself never ran. `unknown`: the report only counts. */
export type ArmState = 'hit' | 'not-taken' | 'never-evaluated' | 'unknown';

/**
 * Names an arm within its file. The same text gives the same key whichever tool wrote the report, once the report was
 * aligned with the source: `if@12:2/1` (kind, line, column of the decision, arm index) or `arc@12->15`.
 */
export type ArmKey = string;

export interface Arm {
  readonly key: ArmKey;
  /** What a person reads: `else`, `case 'EUR'`, `right of ??`, `line 12 → exit`. */
  readonly label: string;
  /** The arm's own code; absent for an arm without code, such as an implicit else. */
  readonly range?: Range;
  readonly state: ArmState;
  /** Times taken; absent when the report only says yes or no, or does not know. */
  readonly count?: number;
}

export interface Branch {
  readonly kind: BranchKind;
  readonly certainty: Certainty;
  /** Line of the decision: where its marks are drawn. */
  readonly line: number;
  /** The decision with its arms; absent when the report has no columns and no source was at hand. */
  readonly range?: Range;
  readonly arms: readonly Arm[];
}

export interface FunctionCoverage {
  readonly name: string;
  readonly line: number;
  readonly endLine?: number;
  readonly count: number;
}

export interface FileCoverage {
  /** As in the report until it was resolved; then absolute and native. */
  readonly path: string;
  /** Executable line → times executed (1 when the report only says yes). */
  readonly lines: ReadonlyMap<number, number>;
  readonly functions: readonly FunctionCoverage[];
  readonly branches: readonly Branch[];
}

export type CoverageMap = ReadonlyMap<string, FileCoverage>;

/** Something in a report that could not be used as it stands; never fatal. */
export interface ReportProblem {
  /** Stable: `report/truncated`, `report/bad-record`, … */
  readonly code: string;
  readonly message: string;
  /** Line or byte offset in the report where it is known. */
  readonly at?: string;
}

/** Result of every reader: readers never throw on bad input. */
export interface ParsedReport {
  readonly coverage: CoverageMap;
  readonly problems: readonly ReportProblem[];
}

export interface Totals {
  readonly covered: number;
  readonly total: number;
}

/** Arms whose state is known to be dark. */
export function isDark(arm: Arm): boolean {
  return arm.state === 'not-taken' || arm.state === 'never-evaluated';
}

export function branchTotals(files: Iterable<FileCoverage>): Totals {
  let covered = 0;
  let total = 0;
  for (const file of files) {
    for (const branch of file.branches) {
      for (const arm of branch.arms) {
        total += 1;
        if (arm.state === 'hit') covered += 1;
      }
    }
  }
  return { covered, total };
}
