/** What the core needs from outside. `src/node` implements each port; tests use in-memory twins. */

export interface FileStat {
  readonly kind: 'file' | 'directory' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/** Paths are absolute and native. Only reading: every write goes through the {@link Journal}. */
export interface FileSystem {
  /** Decodes UTF-8 and drops a BOM. @throws AppError `file/unreadable`, `file/too-large` */
  readText(path: string): Promise<string>;
  /** What a regular file held when it was opened. @throws AppError `file/unreadable`, `file/too-large` (more than 2 GiB) */
  readBytes(path: string): Promise<Uint8Array>;
  /** undefined when there is nothing at the path. Follows links. */
  stat(path: string): Promise<FileStat | undefined>;
  /** Where a path leads through all links; the path itself when there is nothing. */
  realPath(path: string): Promise<string>;
  /** Names in a directory, sorted; empty when there is no such directory. */
  list(directory: string): Promise<readonly { readonly name: string; readonly kind: FileStat['kind'] }[]>;
}

/** What files looked like in the past. */
export interface TextHistory {
  /** Versions of a file that were current around a time (milliseconds since the epoch), oldest first; empty when none is known. */
  around(path: string, at: number): Promise<readonly string[]>;
}

/** A command as an argument vector; nothing of it ever passes through a shell. */
export interface CommandLine {
  /** Absolute path or a name looked up on PATH. */
  readonly file: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Added to the (scrubbed) environment of the runner. */
  readonly env: Readonly<Record<string, string>>;
  /** What {@link file} is, so that a confined run can put its guard inside it. */
  readonly runtime?: 'node' | 'python';
}

/** Files of ours that a command may name; they are built from `src/node/suite/`. */
export type ShippedFile =
  | 'vitest-coverage-per-file.mjs'
  | 'jest-results.cjs'
  | 'jest-confined.cjs'
  | 'vitest-results.mjs'
  | 'mocha-results.cjs'
  | 'node-coverage.cjs'
  | 'node-test-results.mjs'
  | 'node-test-process.cjs'
  | 'pytest_results.py'
  | 'unittest_results.py'
  | 'go-test-results.mjs'
  | 'cargo-test-results.mjs'
  | 'junit-results.mjs';

export type ProcessOutcome =
  | { readonly status: 'exited'; readonly code: number; readonly outputTail: string; readonly durationMs: number }
  | { readonly status: 'timed-out'; readonly outputTail: string; readonly durationMs: number }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed-to-start'; readonly reason: string };

export interface ProcessOptions {
  /** What a person reads as the name of this run, e.g. "whole suite". */
  readonly label: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /**
   * `confined`: no network, no writes outside {@link writable}, as far as the platform allows. For code that nobody
   * has judged yet. `open`: the user's own command as the user runs it, secrets of ours removed.
   */
  readonly confinement: 'confined' | 'open';
  /** Directories that a confined process may write to. Absolute. */
  readonly writable?: readonly string[];
  /** A person asked for this run: a host with a list of problems fills it, with the matcher of this test framework. */
  readonly shown?: { readonly framework: string };
  /** Caches of the runner itself that a confined process may write to; what is written is dropped where the platform can. Absolute. */
  readonly caches?: readonly string[];
}

/**
 * Runs a command to its end. Never rejects for what a process can do: that is the outcome. On timeout and cancel the
 * whole process tree is dead when the promise settles, within a second. Output kept is capped.
 * In VS Code a run is a Task, on the command line a child process.
 */
export interface ProcessRunner {
  run(command: CommandLine, options: ProcessOptions): Promise<ProcessOutcome>;
}

/** Creates scratch directories outside the user's tree, removed by {@link Scratch.dispose}. */
export interface Scratch {
  /** Absolute path of a new, empty directory. */
  create(purpose: string): Promise<string>;
  dispose(): Promise<void>;
}

/**
 * The only way anything is written into the user's tree. Every step is on disk before it is made, so that
 * a reject, cancel, crash or kill restores the tree byte for byte at the latest when the journal is opened next.
 */
export interface Journal {
  /**
   * Writes a new file as a trial; parent folders are created and remembered. A later write to the same path of the
   * same trial replaces it. @throws AppError `journal/file-exists` when the file exists and is not part of a trial.
   */
  writeTrial(path: string, text: string): Promise<void>;
  /** Removes a trial file, and the folders that were made for it if they are empty. A file that somebody else changed meanwhile is left and reported. */
  discardTrial(path: string): Promise<void>;
  /** Removes every trial of this process. */
  discardAll(): Promise<void>;
  /** Writes a new file for good, exclusively. @throws AppError `journal/file-exists` */
  accept(path: string, text: string): Promise<void>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Time as it passes; tests pass timers that run when told. */
export interface Timers {
  /** Runs `run` once after `milliseconds`; the result cancels it. */
  after(milliseconds: number, run: () => void): () => void;
}

export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}
