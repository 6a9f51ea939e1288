import type { Logger, ProcessRunner } from '../core/ports.ts';
import type { Engine, EngineOptions } from '../node/engine.ts';
import type { TaskClient } from './task-process-runner.ts';
import type { Timers } from '../core/ports.ts';

/** Everything that the server needs from the machine. `main.ts` gives the real things, tests give their own. */
export interface ServerHost {
  readonly version: string;
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
  /** Runs suites: as tasks of the client when it offers them, else as child processes. */
  processRunner(tasks: TaskClient | undefined, logger: Logger): ProcessRunner;
  /** The Anthropic key of the environment, for clients that keep none. */
  environmentKey(): string | undefined;
  /** Text of a file on disk; undefined when it cannot be read. */
  readonly readText: (path: string) => Promise<string | undefined>;
  /** A moment as a person reads it: `12:03` today, `19 Nov 12:03` before. */
  readonly describeTime: (milliseconds: number) => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly timers: Timers;
}
