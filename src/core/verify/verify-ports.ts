import type { Clock, Journal } from '../ports.ts';
import type { RunEvent } from '../run-event.ts';
import type { SuitePorts } from '../suite/run-suite.ts';

/** Type-checks files that are not on disk yet, within the project that they will belong to. */
export interface TypeChecker {
  /**
   * What is wrong in each of `files` (absolute path → text), in sentences; files without complaint are absent.
   * undefined: the project has no tsconfig, so there is nothing to check against.
   */
  check(projectRoot: string, files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, readonly string[]> | undefined>;
}

export interface PythonTestText {
  /** A whole test module that holds one test. */
  readonly text: string;
  /** Dotted path of the module under test. */
  readonly module: string;
  /** Name of the test function. */
  readonly title: string;
}

/** What Python's own parser says of a test. */
export interface PythonReading {
  readonly syntaxError?: string;
  /** Why it proves nothing or does harm, in a sentence. */
  readonly dishonest?: string;
}

/** Reads test modules with the parser of the project's own interpreter, without running them. */
export interface PythonReader {
  read(interpreter: string, tests: readonly PythonTestText[], signal: AbortSignal): Promise<readonly PythonReading[]>;
}

export interface VerifyPorts extends SuitePorts {
  readonly journal: Journal;
  readonly typeChecker: TypeChecker;
  readonly pythonReader: PythonReader;
  readonly clock: Clock;
}

export interface VerifyContext {
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}
