/** What a run of Jest or Vitest leaves behind: the JSON that our reporters in `src/node/suite/` write at its end. */
export interface RunRecord {
  readonly files: readonly FileRecord[];
  /** What went wrong outside all files. */
  readonly errors?: readonly string[];
}

export interface FileRecord {
  /** Absolute, with the slashes of the runner. */
  readonly path: string;
  /** What went wrong outside its tests: it does not import, a hook after its tests threw. */
  readonly error?: string;
  readonly tests: readonly TestRecord[];
}

export interface TestRecord {
  /** From the outside inwards. */
  readonly groups: readonly string[];
  readonly title: string;
  /** As the runner calls it: `passed`, `failed`, `todo`; everything else did not run. */
  readonly status: string;
  readonly durationMs: number;
  /** 1-based. */
  readonly line?: number;
  /** How often it was run. */
  readonly invocations: number;
  readonly failures: readonly FailureRecord[];
  /** Why it was skipped. */
  readonly note?: string;
}

export interface FailureRecord {
  /** Message and frames, as in an error's `stack`. */
  readonly text: string;
  /** Whether an assertion did not hold, rather than that something else was thrown. */
  readonly isAssertion: boolean;
  readonly expected?: string;
  readonly actual?: string;
}
