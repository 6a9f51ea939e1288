import type { GoTestFunction } from './find-go-tests.ts';

/**
 * What our script writes of a run of `go test`, one JSON object a line, as it happens. Events of `go test -json` hold all
 * that tests print; these hold of each test only as much as a person would read of its failure.
 */
export type GoResultLine =
  | {
      /** Before the first test of a package begins. */
      readonly kind: 'package';
      readonly package: string;
      /** Absolute; empty when no known module holds the package. */
      readonly folder: string;
      readonly files: readonly {
        /** Absolute. */
        readonly path: string;
        readonly functions: readonly GoTestFunction[];
        readonly logs: readonly number[];
      }[];
      /** Top-level tests that must run unless something ends the test binary before. */
      readonly expected: readonly string[];
    }
  | { readonly kind: 'begin'; readonly package: string; readonly test: string }
  | {
      readonly kind: 'end';
      readonly package: string;
      readonly test: string;
      /** `unfinished`: the test binary ended while it ran; `waiting`: before its turn came. */
      readonly action: 'pass' | 'fail' | 'skip' | 'unfinished' | 'waiting';
      readonly seconds: number;
      /** What it printed, without framing; empty for one that passed. */
      readonly output: string;
    }
  | {
      /** After the last test of a package. */
      readonly kind: 'over';
      readonly package: string;
      readonly action: 'pass' | 'fail' | 'skip';
      /** What the test binary printed outside of tests. */
      readonly output: string;
      /** The test binary came to its own end: it said PASS or FAIL. */
      readonly complete: boolean;
      /** What was built in vain, when that is why it failed. */
      readonly build?: string;
    }
  | { readonly kind: 'build'; readonly build: string; readonly output: string }
  | {
      /** The last line of a whole file. */
      readonly kind: 'exit';
      readonly code: number;
      /** What `go` printed to standard error. */
      readonly errors: string;
    };
