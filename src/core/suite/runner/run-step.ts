import type { CommandLine, ProcessOptions, ProcessOutcome } from '../../ports.ts';

/** How a process came to its end before anybody asked what that means. */
export type StepOutcome =
  | Extract<ProcessOutcome, { readonly status: 'exited' }>
  | { readonly status: 'cancelled'; readonly outputTail: string; readonly durationMs: number }
  /** `passing`: the machine was busy for a moment (no process, no file handle left), so it is worth another try. */
  | { readonly status: 'failed-to-start'; readonly reason: string; readonly passing?: true };

/** Starts a command and waits for its end; ends it with everything it started when the signal says so. Never rejects. */
export type RunStep = (command: CommandLine, options: Omit<ProcessOptions, 'timeoutMs'>) => Promise<StepOutcome>;
