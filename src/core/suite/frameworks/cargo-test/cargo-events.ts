/**
 * What the script around cargo (`cargo-test-results.mjs`) writes while a run goes on: JSON lines, flushed one by one, so
 * that a killed run still tells what was known.
 */
export type CargoEvent =
  /** A test binary that cargo built. `source`: absolute path of its crate's root. */
  | { readonly kind: 'artifact'; readonly executable: string; readonly target: string; readonly source: string }
  /** An error of the compiler. `file` absolute, line 1-based; absent of errors without a place. */
  | { readonly kind: 'compile-error'; readonly file?: string; readonly line?: number; readonly message: string }
  /** A test binary that is begun; `count` tests are announced before any of them runs. */
  | { readonly kind: 'begin'; readonly executable: string; readonly count: number }
  | {
      readonly kind: 'test';
      /** Absent: a documentation test. */
      readonly executable?: string;
      readonly name: string;
      readonly event: 'ok' | 'failed' | 'ignored';
      readonly seconds?: number;
      /** What the test printed, with the panic; its beginning and end when it is long. */
      readonly output?: string;
      readonly message?: string;
    }
  /** A test binary that is over. `running`: tests that began and did not end. */
  | { readonly kind: 'over'; readonly executable: string; readonly exitCode: number; readonly running: readonly string[] }
  /** A test binary with a harness of its own, of which only the exit code is known. */
  | { readonly kind: 'whole'; readonly executable: string; readonly exitCode: number; readonly seconds: number }
  /** Where a test stands. `asserted`: it panicked in a line that asserts, whatever its message is. */
  | {
      readonly kind: 'located';
      readonly executable: string;
      readonly name: string;
      readonly file?: string;
      readonly line?: number;
      readonly asserted?: true;
    }
  /** The last line of a run that came to its end. */
  | { readonly kind: 'end'; readonly exitCode: number };

/** Name of the file with {@link CargoEvent} lines in the results folder. */
export const eventsFile = 'run.jsonl';

/** What the script is asked to do, in its environment as JSON: {@link orderVariable}. */
export interface CargoOrder {
  /** Absolute folder that results are written to; made by the script. */
  readonly results: string;
  /** Absolute: only tests in these files. */
  readonly files?: readonly string[];
  /** The one test to run, by its whole name. */
  readonly exact?: string;
  /** Runs documentation tests, too, with these filters. */
  readonly documentation?: readonly string[];
  /** Whether binaries are run besides documentation tests. */
  readonly binaries: boolean;
  /** Measures with cargo-llvm-cov. `report`: file that is written; `sources`: only these. */
  readonly coverage?: { readonly report: string; readonly sources?: readonly string[] };
}

export const orderVariable = 'BRANCHLIGHT_CARGO';

/** Exit codes of the script itself: cargo is not there; what measures is not there. */
export const cargoMissing = 127;
export const coverageToolsMissing = 78;

/** Events of a file; a last line that is torn is left out. */
export function parseCargoEvents(text: string): readonly CargoEvent[] {
  const events: CargoEvent[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      events.push(JSON.parse(line) as CargoEvent);
    } catch {
      break; // the run was killed while this line was written: nothing whole follows
    }
  }
  return events;
}
