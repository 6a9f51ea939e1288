/**
 * What went wrong, in the words that a person and a repair rule act on. `type-error`: a value is not what the code needs
 * (a wrong type, a wrong number of arguments, nothing where something was expected). `crash`: the process or the stack
 * came to its end inside a test. `unknown`: the code threw something of its own, or nobody can tell.
 */
export const diagnosisKinds = [
  'syntax',
  'import',
  'missing-fixture',
  'undefined-name',
  'type-error',
  'assertion',
  'timeout',
  'crash',
  'out-of-memory',
  'no-tests',
  'environment',
  'unknown',
] as const;

export type DiagnosisKind = (typeof diagnosisKinds)[number];

/** One failure of a run, explained. */
export interface Diagnosis {
  readonly kind: DiagnosisKind;
  /** One line: what happened, with the names and values of this failure. */
  readonly message: string;
  /** One or two sentences: what to do about it. */
  readonly hint: string;
  /** The innermost place in the project's own files; absolute, 1-based. */
  readonly location?: { readonly file: string; readonly line: number };
  /** The test that failed; absent for what went wrong outside of tests. */
  readonly test?: { readonly file: string; readonly group?: string; readonly title: string };
  /** What is missing or misspelt: a module, a name, a fixture, a file, a variable of the environment. */
  readonly subject?: string;
  /** A name that is there and may have been meant instead of {@link subject}. */
  readonly suggestion?: string;
  readonly expected?: string;
  readonly actual?: string;
  /** What the runner said, as it said it; clean, at most 4,000 characters. */
  readonly details: string;
}
