/** The one model that every report becomes. Plain readonly data. Lines are 1-based, columns 0-based UTF-16 units, ends exclusive. */

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** `exception`: an edge that somebody wrote, such as `except`. `throw`: the ways out of a call that may throw, which only the compiler made. */
export type BranchKind =
  'if' | 'switch' | 'cond-expr' | 'binary-expr' | 'default-arg' | 'loop' | 'match' | 'exception' | 'throw' | 'block' | 'unknown';

/**
 * What the report can say of a branch. `exact`: it names the arm. `arc`: it names line → line. `polarity`: it tells true
 * from false, by line. `count`: it only counts the arms taken on a line, never which. `none`: it knows no branches at
 * all; what stands here is a block of code (kind `block`, one arm) that ran or did not.
 */
export type Certainty = 'exact' | 'arc' | 'polarity' | 'count' | 'none';

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
  /** Certainty `count` only, and only when some but not all arms were taken: how many. All arms are `unknown` then. */
  readonly taken?: number;
  readonly arms: readonly Arm[];
}

export interface FunctionCoverage {
  readonly name: string;
  readonly line: number;
  readonly endLine?: number;
  readonly count: number;
}

/**
 * One condition of a decision that was measured for modified condition/decision coverage (MC/DC). Not an arm: it has no part
 * in branch totals.
 */
export interface ConditionCoverage {
  readonly line: number;
  /** Which decision of the line: from 0, in the order of the report. */
  readonly decision: number;
  /** Which condition of the decision: from 0, left to right. */
  readonly index: number;
  /** Its text, where the report has it. */
  readonly expression?: string;
  /** Being true, it was seen to decide the outcome alone. */
  readonly whenTrue: boolean;
  /** Being false, it was seen to decide the outcome alone. */
  readonly whenFalse: boolean;
}

export interface FileCoverage {
  /** As in the report until it was resolved; then absolute and native. */
  readonly path: string;
  /** Executable line → times executed (1 when the report only says yes). */
  readonly lines: ReadonlyMap<number, number>;
  readonly functions: readonly FunctionCoverage[];
  readonly branches: readonly Branch[];
  /** Only where the report measured MC/DC, and some condition stands in the file. */
  readonly conditions?: readonly ConditionCoverage[];
  /** Line → names of the tests that ran it, sorted; only where the report knows them. A line that ran outside of tests only is not in it. */
  readonly contexts?: ReadonlyMap<number, readonly string[]>;
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

/** True for what a person may want to know, but nothing is wrong with the report. */
export function isNote(problem: ReportProblem): boolean {
  return ['report/totals-differ', 'report/only-totals', 'report/exception-arms-hidden'].includes(problem.code);
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

/** How many arms of a branch were taken. */
export function takenArms(branch: Branch): number {
  return branch.taken ?? branch.arms.reduce((taken, arm) => taken + (arm.state === 'hit' ? 1 : 0), 0);
}

/** Arms taken, and all arms. Blocks are not branches and do not count, nor do branches that nobody wrote. */
export function branchTotals(files: Iterable<FileCoverage>): Totals {
  return totalsOf(files, (branch) => branch.certainty !== 'none' && branch.kind !== 'throw');
}

/** Arms taken, and all arms, of branches that only the compiler made. */
export function throwTotals(files: Iterable<FileCoverage>): Totals {
  return totalsOf(files, (branch) => branch.kind === 'throw');
}

/** Blocks that ran, and all blocks, of reports that know no branches. */
export function blockTotals(files: Iterable<FileCoverage>): Totals {
  return totalsOf(files, (branch) => branch.certainty === 'none');
}

function totalsOf(files: Iterable<FileCoverage>, counts: (branch: Branch) => boolean): Totals {
  let covered = 0;
  let total = 0;
  for (const file of files) {
    for (const branch of file.branches) {
      if (!counts(branch)) continue;
      total += branch.arms.length;
      covered += takenArms(branch);
    }
  }
  return { covered, total };
}
