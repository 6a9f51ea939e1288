import type { ImportSpec } from '../../generator.ts';
import type { Claim, ThrowClaim } from '../assertions.ts';
import type { PrintOptions } from '../print-value.ts';

/** Code whose throwing is asserted: an expression, or statements where one does not do. */
export type Act =
  | { readonly kind: 'expression'; readonly text: string; readonly async: boolean }
  | { readonly kind: 'statements'; readonly lines: readonly string[]; readonly async: boolean };

/** What an assertion is written with, besides its claims. */
export interface Writing extends PrintOptions {
  /** A variable's name that nothing else in the test has, near the given one. */
  readonly freeName: (name: string) => string;
  /** The declared type of what the call gives includes `null` or `undefined`. */
  readonly mayBeNothing?: true;
}

/**
 * How an assertion library states what was observed. Whatever is written holds of the observed value, and fails of every
 * value that the claim does not hold of; it may be stricter than the claim.
 */
export interface Dialect {
  /** What a test imports for it, beyond what the framework's own imports bring. */
  readonly imports: readonly ImportSpec[];
  /** Names that no variable of a test may have. */
  readonly names: readonly string[];
  /** Statements about `subject`: an expression that is safe to repeat, or that the statements name only once. */
  about(subject: string, claims: readonly Claim[], writing: Writing): readonly string[];
  /** Statements that do something and hold what it throws, or that it throws nothing. */
  throwing(act: Act, claim: ThrowClaim, writing: Writing): readonly string[];
}
