import type { Arm, ArmKey, Branch, Range } from '../coverage/coverage-map.ts';
import type { SourceFunction } from '../source/source-model.ts';

/** An arm chosen to be covered, with what is known about its place. */
export interface Target {
  /** Absolute. */
  readonly file: string;
  readonly branch: Branch;
  readonly arm: Arm;
  /** Text of the decision on one line (`qty > 100`), when the source could be read. */
  readonly condition: string | undefined;
  /** The innermost named function around the decision. */
  readonly enclosing: SourceFunction | undefined;
}

/** Which dark arms of a file are wanted. Positions are those of the text that was measured. */
export type Selection =
  | { readonly kind: 'arms'; readonly keys: readonly ArmKey[] }
  | { readonly kind: 'line'; readonly line: number; readonly column?: number }
  | { readonly kind: 'range'; readonly range: Range }
  | { readonly kind: 'file' };
