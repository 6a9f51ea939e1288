import type { CoverageMap } from '../coverage/coverage-map.ts';
import type { AppError } from '../errors.ts';
import type { TestSource } from '../generators/generator.ts';
import type { CommandLine, FileSystem } from '../ports.ts';

export type FrameworkId = 'vitest' | 'pytest';

/** A package of the workspace with its tests under one framework. */
export interface Project {
  /** Absolute folder that the runner is started in. */
  readonly root: string;
  readonly framework: FrameworkId;
  readonly language: 'typescript' | 'javascript' | 'python';
  /** Version of the framework as installed. */
  readonly frameworkVersion: string;
  /** Program that starts the runner: the project's `node` or `python`. Absolute or a name on PATH. */
  readonly interpreter: string;
  /** Absolute path of the runner's entry script (vitest); absent when it is a module of the interpreter (pytest). */
  readonly runner?: string;
  /** Vitest: `v8` or `istanbul`; pytest: `pytest-cov`. Undefined when no coverage package is installed. */
  readonly coverageProvider?: string;
  /** Vitest: `describe`/`it`/`expect` are globals of this project. */
  readonly globals: boolean;
  /** What the project's own files show of its conventions; absent: the framework's defaults. */
  readonly habits?: Habits;
}

/** Conventions read from the project's own files, so that a generated test looks and imports as its neighbours do. */
export interface Habits {
  /** Absolute folder for generated test files. */
  readonly testFolder: string;
  /** Vitest: `test` or `spec`, the word before the extension. */
  readonly testWord: 'test' | 'spec';
  /** Globs that a test file must match, relative to the project root; empty: the framework's default. */
  readonly include: readonly string[];
  /** How a relative import names a source file: as it is, as what it compiles to, or without extension. */
  readonly importExtension: 'source' | 'js' | 'none';
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** Vitest: the function that the project's own tests call; absent: `it`. */
  readonly testFunction?: 'it' | 'test';
  /** Python: absolute folders that module paths start from, the best first. */
  readonly sourceRoots: readonly string[];
  /** Python: top-level modules and packages below those folders. */
  readonly ownModules?: readonly string[];
  /** Absolute cache folders that the runner writes by itself. */
  readonly caches: readonly string[];
  /** Python: coverage.py's configuration says what is measured. */
  readonly measuresByConfiguration?: boolean;
  /** Python: what the project adds to every command line, without its own reports. undefined: nothing. */
  readonly addedArguments?: string;
}

export interface SuiteRun {
  /** What a person reads: `baseline`, `candidate alone`, `candidates alone (12)`, `shuffled 1/2`, `whole suite`. */
  readonly label: string;
  /** Absolute test files; absent: the whole suite. */
  readonly files?: readonly string[];
  /** Full title of the only test to run (group and title), with exactly one file in `files`. */
  readonly only?: { readonly group?: string; readonly title: string };
  /** `all`: what the project measures itself; an array: only these absolute source files. */
  readonly coverage: 'none' | 'all' | readonly string[];
  /** Every file in a process of its own, measured by itself too; only for a framework with {@link Framework.coverageByFile}, with `files` and `coverage`. */
  readonly coverageByFile?: true;
  /** Runs tests in an order drawn from this seed. */
  readonly shuffleSeed?: number;
  readonly confinement: 'confined' | 'open';
}

export type TestStatus = 'passed' | 'failed' | 'error' | 'skipped';

export interface TestResult {
  /** Absolute. */
  readonly file: string;
  readonly group?: string;
  readonly title: string;
  readonly status: TestStatus;
  readonly durationMs: number;
  /** Message of the failure, without colour codes, at most 4,000 characters. */
  readonly message?: string;
}

/** What one run of the suite came to; expected failures are values. */
export type SuiteOutcome =
  | {
      readonly status: 'completed';
      readonly tests: readonly TestResult[];
      /** Failures that belong to no test: a file that does not import, a hook. */
      readonly errors: readonly string[];
      /** Resolved to absolute paths; absent when the run was not asked to measure. */
      readonly coverage?: CoverageMap;
      /**
       * Test file → what it covered by itself, when the run was asked for that. A file is absent when its coverage, or
       * that nothing went wrong outside its tests, cannot be told from the other files': it must be run by itself.
       */
      readonly coverageByFile?: ReadonlyMap<string, CoverageMap>;
      /** Those of `errors` that belong to one test file. */
      readonly errorsByFile?: ReadonlyMap<string, readonly string[]>;
      readonly exitCode: number;
      readonly durationMs: number;
      /** What a confined run tried and was refused, one line each; absent when nothing was. */
      readonly refused?: readonly string[];
    }
  | { readonly status: 'failed-to-start'; readonly error: AppError }
  /** `running`: test files that were begun and not over, where the framework tells. */
  | { readonly status: 'timed-out'; readonly durationMs: number; readonly running?: readonly string[] }
  | { readonly status: 'cancelled' };

export type Detection =
  | { readonly found: true; readonly project: Project }
  /** `reason` says what was looked for and the next step. */
  | { readonly found: false; readonly reason: string };

/** What a reporter's file says. */
export interface SuiteResults {
  readonly tests: readonly TestResult[];
  /** Failures that belong to no test. */
  readonly errors: readonly string[];
  /** Those of `errors` that belong to one test file; absolute. */
  readonly errorsByFile?: ReadonlyMap<string, readonly string[]>;
}

/** Where a framework's run leaves its results. All paths absolute, inside a scratch folder. */
export interface SuiteArtefacts {
  readonly results: string;
  /** Absent when the run was not asked to measure. */
  readonly coverage?: string;
  /** Of a run with `coverageByFile`. */
  readonly byFile?: {
    /** JSON: test file → path of its own coverage report. */
    readonly index: string;
    /** Lines `+ test file` for one that is begun and `- test file` for one that is over, written as it happens. */
    readonly progress: string;
  };
}

export interface FrameworkSettings {
  /** Executables chosen by the user, else undefined. */
  readonly node?: string;
  readonly python?: string;
}

/** One test framework: everything the engine must know of it. Add one: one file, one line in `frameworks/frameworks.ts`, one fixture project. */
export interface Framework {
  readonly id: FrameworkId;
  /** Whether one run can tell what each of its test files covered by itself. */
  readonly coverageByFile?: true;
  /** Finds the project that tests `file`, walking up from it to `workspaceRoot`. */
  detect(file: string, workspaceRoot: string, fileSystem: FileSystem, settings: FrameworkSettings): Promise<Detection>;
  /** The command of one run; `scratch` is an empty absolute folder for everything it writes. */
  command(project: Project, run: SuiteRun, scratch: string): { readonly command: CommandLine; readonly artefacts: SuiteArtefacts };
  /** Reads the reporter's file. Never trusts the exit code alone; a missing or torn file is `undefined`. */
  readResults(project: Project, text: string): SuiteResults | undefined;
  /** What a run without results means, when its exit code and last words tell. */
  explain(project: Project, exitCode: number, outputTail: string): AppError | undefined;
  /** Whether a file is a test or belongs to the tests, so that its own arms are not counted. */
  isTestFile(project: Project, file: string): boolean;
  /** Absolute path of a new test file for `file`; `taken` tells which paths exist. */
  testFileFor(project: Project, file: string, taken: (path: string) => Promise<boolean>): Promise<string>;
  /** How a test in `testFile` imports `file`. */
  importSpecifier(project: Project, testFile: string, file: string): string;
  /** A whole test file in the framework's idiom, in the given order; `header` are comment lines without comment signs. */
  render(project: Project, tests: readonly TestSource[], header: readonly string[]): string;
}
