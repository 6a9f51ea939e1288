/** What the code itself says, read by a real parser. Positions as in `coverage-map.ts`. */
import type { ArmKey, BranchKind, Position, Range } from '../coverage/coverage-map.ts';

export type Language = 'javascript' | 'typescript' | 'python' | 'go';

export interface SourceArm {
  readonly key: ArmKey;
  readonly label: string;
  readonly range?: Range;
}

export interface SourceBranch {
  readonly kind: BranchKind;
  readonly range: Range;
  /** Text of the decision (`qty > 100`), shortened to one line. */
  readonly condition: string;
  readonly arms: readonly SourceArm[];
  /** Arms that a hint (`istanbul ignore else`) takes out of the measurement; reports of tools that lost the comment still have them. */
  readonly ignoredArms?: readonly SourceArm[];
}

export interface SourceFunction {
  /** `parse`, `Cart.total`, `<anonymous>`. */
  readonly name: string;
  readonly range: Range;
  /** How another file reaches it; absent when it is not exported. */
  readonly exported?: 'named' | 'default' | 'member';
}

/** How control flows between the blocks of statements that Go's cover tool counts. */
export interface BlockFlow {
  /** One for each of the branches, in their order. */
  readonly decisions: readonly BlockDecision[];
  /** Named functions with the range of their body, whose first block runs whenever the function does. */
  readonly bodies: readonly { readonly name: string; readonly range: Range; readonly body: Range }[];
  /** Lines with other than ASCII letters: columns of a profile are bytes. */
  readonly wideLines: ReadonlyMap<number, string>;
}

/** Where the counts of one branch's arms are found. */
export interface BlockDecision {
  /** A place within the block that ends with the decision. */
  readonly header: Position;
  /** The function has `goto`, so that more may come to the decision than to its block. */
  readonly jumps?: true;
  /** When that block begins here or later, everything that enters it reaches the decision and leaves it by an arm. Absent: something before may panic or never return. */
  readonly safeFrom?: Position;
  readonly arms: readonly BlockArm[];
  /** When the decision is left, then by one of the arms and once (if, switch); a loop is left by its body many times. */
  readonly isOnce: boolean;
  /** The statement to which an arm without code leads directly. Absent: there is none, or other ways lead into it too. */
  readonly next?: Position;
  /** The other ways from within this decision to that statement. */
  readonly joins: readonly BlockJoin[];
}

export interface BlockArm {
  /** The arm's first block begins within this range, ends included; absent for an arm without code. */
  readonly entry?: Range;
  /** A `fallthrough` that leads into the arm from the one before. */
  readonly fallsFrom?: BlockJoin;
}

export interface BlockJoin {
  /** A place within the block that leads there; of a whole arm, the range in which its first block begins. */
  readonly from: Position | Range;
  /** When that block begins here or later, every run of it arrives. Absent: some may not. */
  readonly surelyFrom?: Position;
}

export interface SourceModel {
  readonly language: Language;
  readonly functions: readonly SourceFunction[];
  /** In document order, an outer one before those inside it. */
  readonly branches: readonly SourceBranch[];
  /** Branches that a hint (`istanbul ignore next`, `v8 ignore start`) takes out of the measurement as a whole. */
  readonly ignoredBranches?: readonly SourceBranch[];
  /** What tells arms from a measurement that only counts blocks of statements (Go). */
  readonly blocks?: BlockFlow;
  /** Set when the parser had to recover; arms are still listed as far as they go. */
  readonly syntaxError?: string;
}

/** Reads one file; undefined when the language is not known. Never throws on bad code. */
export interface SourceAnalyser {
  analyse(path: string, text: string): Promise<SourceModel | undefined>;
}
