import type { ArmKey } from '../../coverage/coverage-map.ts';
import type { ExplorationJob, Finding, Unreached } from './exploration.ts';

/** Where a search stands; written before every call, so that it can be read after the process hung. */
export interface Position {
  /** Index of the entry point; {@link phases} for what is not a search. */
  readonly entry: number;
  readonly call: number;
}

/** Values of {@link Position.entry} outside of searches. */
export const phases = { starting: 0xffff_ffff, importing: 0xffff_fffe, idle: 0xffff_fffd } as const;

/** What a process needs to go on where another one hung. */
export interface Resume {
  readonly firstEntry: number;
  /** Calls that never came back and must not be made again. */
  readonly quarantine: readonly Position[];
  /** Arms that are found already. */
  readonly solved: readonly ArmKey[];
}

export interface WorkerJob extends ExplorationJob {
  /** Absolute; 8 bytes, the {@link Position} as two little-endian 32-bit numbers. */
  readonly positionFile: string;
  readonly resume: Resume;
}

/** Why an arm is not found yet. The lowest `fitness` is what a person should hear of. */
export interface Near extends Unreached {
  readonly fitness: number;
}

export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly message: string }
  | { readonly type: 'finding'; readonly finding: Finding }
  | { readonly type: 'near'; readonly near: readonly Near[] }
  | { readonly type: 'done'; readonly calls: number }
  | { readonly type: 'failed'; readonly stack: string };
