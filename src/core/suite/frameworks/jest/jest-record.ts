/** What a run of Jest leaves behind: the JSON that `src/node/suite/jest-results.ts` writes at its end. */
export interface JestRecord {
  readonly files: readonly JestFileRecord[];
}

export interface JestFileRecord {
  /** Absolute. */
  readonly path: string;
  /** What went wrong outside its tests: it does not import, a hook after its tests threw. */
  readonly error?: string;
  readonly tests: readonly JestTestRecord[];
}

export interface JestTestRecord {
  /** From the outside inwards. */
  readonly groups: readonly string[];
  readonly title: string;
  /** As Jest calls it: `passed`, `failed`, `pending`, `skipped`, `disabled`, `focused`, `todo`. */
  readonly status: string;
  readonly durationMs: number;
  /** 1-based. */
  readonly line?: number;
  /** How often it was run. */
  readonly invocations: number;
  readonly failures: readonly JestFailureRecord[];
}

export interface JestFailureRecord {
  /** Message and frames, as in an error's `stack`. */
  readonly text: string;
  /** Whether an assertion did not hold, rather than that something else was thrown. */
  readonly isAssertion: boolean;
  readonly expected?: string;
  readonly actual?: string;
}
