/** What the code itself says, read by a real parser. Positions as in `coverage-map.ts`. */
import type { ArmKey, BranchKind, Range } from '../coverage/coverage-map.ts';

export type Language = 'javascript' | 'typescript' | 'python';

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

export interface SourceModel {
  readonly language: Language;
  readonly functions: readonly SourceFunction[];
  /** In document order, an outer one before those inside it. */
  readonly branches: readonly SourceBranch[];
  /** Branches that a hint (`istanbul ignore next`, `v8 ignore start`) takes out of the measurement as a whole. */
  readonly ignoredBranches?: readonly SourceBranch[];
  /** Set when the parser had to recover; arms are still listed as far as they go. */
  readonly syntaxError?: string;
}

/** Reads one file; undefined when the language is not known. Never throws on bad code. */
export interface SourceAnalyser {
  analyse(path: string, text: string): Promise<SourceModel | undefined>;
}
