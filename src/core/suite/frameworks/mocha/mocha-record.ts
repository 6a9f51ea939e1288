/** A line of the file that our Mocha reporter (`src/node/suite/mocha-results.ts`) writes while a run goes on. */
export type MochaRecord =
  /** The reporter was loaded: Mocha understood its command line. */
  | { readonly event: 'loaded' }
  /** Mocha ended before it loaded anything: no file fits what it was asked to run. */
  | { readonly event: 'no-files' }
  /** A test file could not be loaded, so that Mocha ran nothing. */
  | { readonly event: 'broken'; readonly file: string; readonly error: MochaError }
  /** A test was begun: if nothing follows, the process died in it. */
  | ({ readonly event: 'begin' } & MochaTest)
  /** One for each that Mocha itself counts, hooks that failed among them. */
  | ({ readonly event: 'passed' | 'pending' } & MochaTest)
  | ({ readonly event: 'failed'; readonly error: MochaError } & MochaTest)
  /** Mocha is through with all tests. */
  | { readonly event: 'end' };

export interface MochaTest {
  /** Absolute; empty for what stands in no file, such as an error between tests. */
  readonly file: string;
  /** Titles of the suites around it, joined as Mocha does. */
  readonly group: string;
  readonly title: string;
  readonly durationMs?: number;
  readonly retries?: number;
}

export interface MochaError {
  /** An assertion did not hold. */
  readonly assertion: boolean;
  readonly message: string;
  /** Frames only. */
  readonly stack: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** What the command that starts Mocha tells our reporter: JSON in the environment variable `BRANCHLIGHT_MOCHA`. */
export interface MochaOrder {
  /** Absolute file that the records are written to. */
  readonly results: string;
  /** Absolute folder of the Mocha that runs. */
  readonly mocha: string;
  /** The project's own command line, which may name a reporter. */
  readonly projectArguments: readonly string[];
  /** Only these absolute test files are loaded, whatever the configuration adds to them. */
  readonly files?: readonly string[];
  readonly shuffleSeed?: number;
}
