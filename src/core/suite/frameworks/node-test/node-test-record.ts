/** A line of the file that our reporter for Node's test runner (`src/node/suite/node-test-results.ts`) writes while a run goes on. */
export type NodeTestRecord =
  | { readonly event: 'begin' }
  /** One for each that the runner itself counts. */
  | ({ readonly event: 'test' } & NodeTest)
  /** A suite whose hook failed, which the runner does not count. */
  | { readonly event: 'suite-failed'; readonly file: string; readonly title: string; readonly error: NodeTestError }
  /** The runner is through with all tests. */
  | { readonly event: 'end' };

export interface NodeTest {
  /** Absolute. */
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  /** Titles around it, joined by spaces, as `--test-name-pattern` takes them. */
  readonly group: string;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'cancelled' | 'skipped' | 'todo';
  readonly durationMs: number;
  /** The file itself: a script without tests, or one that ended before it told of any. */
  readonly isFile?: true;
  /** Why it is skipped or left to do. */
  readonly reason?: string;
  readonly error?: NodeTestError;
}

export interface NodeTestError {
  readonly assertion: boolean;
  readonly message: string;
  /** Frames only. */
  readonly stack: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** A line of the file that `src/node/suite/node-test-process.ts` writes when the process of a test file was ended by the code in it. */
export interface EndedProcess {
  /** Absolute test file. */
  readonly file: string;
  readonly code: number;
  /** A test was on the stack. */
  readonly inTest: boolean;
}

/** What the command tells both scripts: JSON in the environment variable `BRANCHLIGHT_NODE_TEST`. */
export interface NodeTestOrder {
  /** Absolute file of {@link EndedProcess} records. */
  readonly ended: string;
  /** The only test that is told of. */
  readonly only?: { readonly group: string; readonly title: string };
}
