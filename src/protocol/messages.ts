/**
 * Messages between the editor's client and the language server, beside standard LSP. Plain types, so that both sides
 * can import them. Positions are LSP positions (0-based) of the current text; uris are strings.
 */
import type { ArmKey, ArmState, Certainty } from '../core/coverage/coverage-map.ts';
import type { RunEvent } from '../core/run-event.ts';
import type { TestStatus } from '../core/suite/framework.ts';
import type { Unsolved } from '../core/generators/generator.ts';
import type { Proposal } from '../core/verify/verdict.ts';

export interface WirePosition {
  readonly line: number;
  readonly character: number;
}

export interface WireRange {
  readonly start: WirePosition;
  readonly end: WirePosition;
}

/** A request: its method name, typed by what goes in and what comes out. */
export interface RequestName<Params, Result> {
  readonly method: string;
  readonly types?: readonly [Params, Result];
}

export interface NotificationName<Params> {
  readonly method: string;
  readonly types?: Params;
}

/** `initializationOptions` of the client. */
export interface InitOptions {
  readonly trusted: boolean;
  /** The client runs suites as tasks: the server asks with {@link runTask} instead of spawning. */
  readonly tasks: boolean;
  /** The client keeps the API key: the server asks with {@link apiKey}. */
  readonly secrets: boolean;
  /**
   * The client has the commands of `command-ids.ts`. false: the server executes them itself (`workspace/executeCommand`)
   * and hovers hold no command links. Absent: true for a client that says anything of `tasks`, else false.
   */
  readonly commands?: boolean;
}

/** One arm as it is drawn. */
export interface Mark {
  readonly arm: ArmKey;
  /** Where the mark is drawn: the first line of {@link range}. */
  readonly line: number;
  /** The arm's own code, or the decision for an arm without code. */
  readonly range: WireRange;
  /** `else never taken`, `right of ?? never evaluated`, `1 of 4 outcomes not taken`. */
  readonly label: string;
  readonly state: Exclude<ArmState, 'hit'>;
  readonly certainty: Certainty;
  /** Why this mark may be wrong by now; absent when it is current. */
  readonly stale?: string;
}

/** server → client: everything to draw in one open document; replaces what was sent before. */
export const marksChanged: NotificationName<{
  readonly uri: string;
  readonly marks: readonly Mark[];
  /** Tests can be generated for the file; else its marks are only shown. */
  readonly coverable: boolean;
}> = {
  method: 'branchlight/marksChanged',
};

export interface Status {
  readonly state: 'starting' | 'reading' | 'ready' | 'empty' | 'problem';
  /** For the status bar: `312/400 arms`. */
  readonly text: string;
  /** Sentences for the tooltip: which reports, which problems, why nothing is drawn and what to do. Markdown. */
  readonly detail: string;
}

/** server → client: the state of all workspace folders together. */
export const statusChanged: NotificationName<Status> = { method: 'branchlight/statusChanged' };

/** server → client: what {@link treeChildren} and {@link coveredFiles} answer has changed. */
export const coverageChanged: NotificationName<Record<string, never>> = { method: 'branchlight/coverageChanged' };

export interface TreeNode {
  /** Opaque, stable over refreshes. */
  readonly id: string;
  readonly kind: 'folder' | 'file' | 'function' | 'arm';
  readonly label: string;
  /** `3 of 12 dark` on inner nodes; the line's text on arms. */
  readonly description: string;
  readonly tooltip: string;
  readonly dark: number;
  readonly total: number;
  readonly uri?: string;
  readonly range?: WireRange;
  /** false: tests cannot be generated for the file, what is dark in it is only shown. */
  readonly coverable?: false;
  /** Arms only. */
  readonly arm?: ArmKey;
  readonly state?: ArmState;
  readonly stale?: string;
}

/** client → server: children of a node (roots without `parent`), what is missing most first. `filter` matches paths, functions and labels. */
export const treeChildren: RequestName<{ readonly parent?: string; readonly filter?: string }, readonly TreeNode[]> = {
  method: 'branchlight/treeChildren',
};

/** client → server: the next or previous dark arm, across files. null: there is none. */
export const nextDarkArm: RequestName<
  { readonly uri?: string; readonly position?: WirePosition; readonly direction: 'next' | 'previous' },
  { readonly uri: string; readonly range: WireRange; readonly label: string } | null
> = { method: 'branchlight/nextDarkArm' };

/** client → server: the dark arms on a line, innermost first. */
export const armsAt: RequestName<{ readonly uri: string; readonly position: WirePosition }, readonly Mark[]> = {
  method: 'branchlight/armsAt',
};

/** client → server: why there is (no) coverage for a document. Markdown. */
export const explainCoverage: RequestName<{ readonly uri?: string }, string> = { method: 'branchlight/explainCoverage' };

/** client → server: find and read all reports again. */
export const refreshReports: RequestName<Record<string, never>, null> = { method: 'branchlight/refreshReports' };

export type WireSelection =
  | { readonly kind: 'arms'; readonly arms: readonly ArmKey[] }
  | { readonly kind: 'function'; readonly position: WirePosition }
  | { readonly kind: 'file' };

export interface CoverParams {
  /** Chosen by the client; names this run in {@link runEvent}. */
  readonly run: string;
  readonly uri: string;
  readonly selection: WireSelection;
  /** Another seed for another test (Regenerate). */
  readonly seed?: number;
  /** A waiting proposal whose tests are not wanted: others are looked for (Regenerate). It goes on waiting. */
  readonly insteadOf?: string;
}

export interface OfferedProposal extends Proposal {
  /** The receipt as a text for people, the same that the command line prints. */
  readonly evidence: string;
}

export interface CoverResult {
  readonly status: 'proposed' | 'nothing-found' | 'nothing-dark' | 'cancelled';
  readonly proposal?: OfferedProposal;
  readonly asked: number;
  readonly covered: number;
  readonly unsolved: readonly Unsolved[];
  /** One or two sentences for a person. */
  readonly message: string;
}

/** client → server: generate and prove tests. Cancellable. Errors carry {@link ErrorData}. */
export const cover: RequestName<CoverParams, CoverResult> = { method: 'branchlight/cover' };

export interface RunTestsParams {
  /** Chosen by the client; names this run in {@link runEvent} and {@link suiteResults}. */
  readonly run: string;
  /** A folder: the whole suites below it. A test file: its tests. Any other file: the tests that belong to it. Absent: all suites. */
  readonly uri?: string;
  /** The only test of that test file, with the titles of its result. */
  readonly only?: { readonly group?: string; readonly title: string };
  readonly coverage: boolean;
}

/** client → server: run tests as their project does. What they come to is sent as {@link suiteResults}. Cancellable. Errors carry {@link ErrorData}. */
export const runTests: RequestName<RunTestsParams, { readonly green: boolean; readonly message: string }> = {
  method: 'branchlight/runTests',
};

export interface WireTestResult {
  /** Absent when nobody knows where the test stands. */
  readonly uri?: string;
  /** 0-based. */
  readonly line?: number;
  readonly group?: string;
  readonly title: string;
  readonly status: TestStatus;
  readonly durationMs: number;
  readonly message?: string;
  readonly stack?: string;
  readonly expected?: string;
  readonly actual?: string;
  /** Line 0-based. */
  readonly failedAt?: { readonly uri: string; readonly line: number };
  /** What the failure is and what to do. */
  readonly advice?: string;
}

export interface SuiteResultsParams {
  readonly run: string;
  /** `Jest 30.2.0`. */
  readonly name: string;
  /** Folder of the project. */
  readonly uri: string;
  /** `whole suite`, `tests/price.test.ts`. */
  readonly label: string;
  readonly tests: readonly WireTestResult[];
  /** Failures that belong to no test, each with what to do where that is known. */
  readonly errors: readonly string[];
}

/** server → client: what a run of the project's own tests came to, also the baseline of a cover run. */
export const suiteResults: NotificationName<SuiteResultsParams> = { method: 'branchlight/suiteResults' };

/** server → client: what happens in a cover or measuring run, in order. */
export const runEvent: NotificationName<{ readonly run: string; readonly event: RunEvent }> = { method: 'branchlight/runEvent' };

/** client → server: writes the proposal's file. */
export const acceptProposal: RequestName<{ readonly proposal: string }, { readonly uri: string }> = {
  method: 'branchlight/acceptProposal',
};

/** client → server: forgets the proposal. */
export const rejectProposal: RequestName<{ readonly proposal: string }, null> = { method: 'branchlight/rejectProposal' };

export interface CoveredFile {
  readonly uri: string;
  readonly branches: { readonly covered: number; readonly total: number };
  readonly lines: { readonly covered: number; readonly total: number };
}

/** client → server: for VS Code's own coverage view. */
export const coveredFiles: RequestName<Record<string, never>, readonly CoveredFile[]> = { method: 'branchlight/coveredFiles' };

export interface FileDetails {
  readonly lines: readonly { readonly line: number; readonly count: number }[];
  readonly branches: readonly {
    readonly range: WireRange;
    readonly count: number;
    readonly arms: readonly { readonly label: string; readonly count: number; readonly range?: WireRange }[];
  }[];
  readonly functions: readonly { readonly name: string; readonly range: WireRange; readonly count: number }[];
}

/** client → server: lines, branches and functions of one file. */
export const fileDetails: RequestName<{ readonly uri: string }, FileDetails | null> = { method: 'branchlight/fileDetails' };

export interface TaskParams {
  readonly id: string;
  /** `Branchlight: whole suite`. */
  readonly label: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the process; nothing is inherited beyond it. */
  readonly env: Readonly<Record<string, string>>;
  /** A person asked for it: the test framework, whose problem matcher reads what is printed. Absent: nobody needs to look. */
  readonly shownFor?: string;
}

/** server → client: run a command as a VS Code Task. `exitCode` null: it was terminated or never started. */
export const runTask: RequestName<TaskParams, { readonly exitCode: number | null; readonly problem?: string }> = {
  method: 'branchlight/runTask',
};

/** client → server: the task's process, so that the server can end its whole tree. */
export const taskStarted: NotificationName<{ readonly id: string; readonly pid: number }> = { method: 'branchlight/taskStarted' };

/** server → client: end this task now. */
export const endTask: NotificationName<{ readonly id: string }> = { method: 'branchlight/endTask' };

/** server → client: the Anthropic key from SecretStorage. `refused` is set after a 401 so that the client can ask anew. null: none set. */
export const apiKey: RequestName<{ readonly refused: boolean }, { readonly key: string | null }> = { method: 'branchlight/apiKey' };

/** client → server: the workspace was trusted. */
export const trustGranted: NotificationName<Record<string, never>> = { method: 'branchlight/trustGranted' };

/** `data` of an LSP error response that a person must act on. */
export interface ErrorData {
  readonly code: string;
  readonly hint?: string;
}
