import type { CoverageSession } from '../core/coverage/session.ts';
import type { CoverOutcome } from '../core/campaign/cover-outcome.ts';
import type { GeneratorId } from '../core/generators/generator.ts';
import type { Logger, ProcessRunner } from '../core/ports.ts';
import type { RunEvent } from '../core/run-event.ts';
import type { Settings } from '../core/settings.ts';
import type { Selection } from '../core/targets/target.ts';

/** What a host gives to the engine of one workspace folder. */
export interface EngineOptions {
  /** Absolute. */
  readonly root: string;
  readonly settings: () => Settings;
  /** Untrusted: coverage is read, nothing runs. */
  readonly trusted: () => boolean;
  readonly logger: Logger;
  /** Runs the suite: a Task in VS Code, a child process elsewhere. */
  readonly processRunner: ProcessRunner;
  /** The Anthropic key; `refused` after the API turned the last one down. undefined: none. */
  readonly apiKey: (refused: boolean) => Promise<string | undefined>;
}

export interface CoverRequest {
  /** Absolute. */
  readonly file: string;
  readonly selection: Selection;
  readonly seed?: number;
  /** Narrows the configured generators. */
  readonly generators?: readonly GeneratorId[];
}

export interface RunContext {
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

/** The whole engine of one workspace folder, the same in every host. */
export interface Engine {
  readonly root: string;
  readonly session: CoverageSession;
  /** Absolute paths of trial files that a killed run had left and that were removed when the engine was made. */
  readonly restored: readonly string[];
  /** Runs the whole suite of the project around `near` (a file or folder; default: the root) with coverage and takes the result as the newest measurement. @throws AppError as {@link cover} */
  measure(near: string | undefined, context: RunContext): Promise<void>;
  /** One cover run; a second one waits for the first. @throws AppError for what a person must fix first */
  cover(request: CoverRequest, context: RunContext): Promise<CoverOutcome>;
  /** Writes the file of a proposal and returns its absolute path. @throws AppError `proposal/unknown`, `journal/file-exists` */
  accept(proposalId: string): Promise<string>;
  reject(proposalId: string): void;
  dispose(): Promise<void>;
}
