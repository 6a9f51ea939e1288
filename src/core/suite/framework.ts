import type { CoverageMap } from '../coverage/coverage-map.ts';
import type { AppError } from '../errors.ts';
import type { TestSource } from '../generators/generator.ts';
import type { CommandLine, FileSystem, ShippedFile } from '../ports.ts';

/** In the order in which they are asked when nothing else decides between two of them. */
export const frameworkIds = [
  'vitest',
  'jest',
  'mocha',
  'node-test',
  'pytest',
  'unittest',
  'go-test',
  'cargo-test',
  'junit-maven',
  'junit-gradle',
] as const;

export type FrameworkId = (typeof frameworkIds)[number];

/** A package of the workspace with its tests under one framework. */
export interface Project {
  /** Absolute folder that the runner is started in. */
  readonly root: string;
  readonly framework: FrameworkId;
  readonly language: 'typescript' | 'javascript' | 'python' | 'go' | 'rust' | 'java';
  /** Version of the framework as installed; `unknown` where only a run could tell. */
  readonly frameworkVersion: string;
  /** Program that starts the runner: `node`, `python`, `go`, `cargo`, `mvn`, a wrapper script. Absolute or a name on PATH. */
  readonly interpreter: string;
  /** Absolute path of the runner's entry script (vitest, jest, mocha); absent when the interpreter is or knows the runner. */
  readonly runner?: string;
  /** What measures: `v8`, `istanbul`, `pytest-cov`, `go`, `jacoco`, … Undefined when it must be installed first. */
  readonly coverageProvider?: string;
  /** `describe`/`it`/`expect` are globals of this project. */
  readonly globals: boolean;
  /** What the project's own files show of its conventions; absent: the framework's defaults. */
  readonly habits?: Habits;
  /** What the framework noted for itself when it found the project (a module's name, a configuration file); nobody else reads it. */
  readonly facts?: Readonly<Record<string, string | readonly string[]>>;
  /** Added by the user to every command line of this suite: the setting `branchlight.suites`. */
  readonly addedArguments?: readonly string[];
  /** Added by the user to the environment of every run of this suite. */
  readonly addedEnvironment?: Readonly<Record<string, string>>;
}

/**
 * What a project's own JavaScript tests assert with, read by `frameworks/javascript/read-assertion-style.ts`. Whoever writes a
 * test imports these names itself (`TestSource.imports`); only `expect` of Vitest and Jest comes with the framework's own imports.
 */
export type AssertionStyle =
  /** `expect` of Vitest or Jest. `from`: the package that it is imported from where the framework does not bring it (`expect`). */
  | { readonly library: 'expect'; readonly from?: string }
  /** Node's assert in its strict sense. `plain`: imported from a strict module and written `assert.equal`, not `assert.strictEqual`. */
  | {
      readonly library: 'assert';
      readonly from: 'node:assert/strict' | 'node:assert' | 'assert/strict' | 'assert';
      readonly imported: 'default' | 'namespace' | 'strict';
      readonly plain: boolean;
    }
  /** `expect` of Chai. `global`: a set-up file makes it global. `properties`: `.to.be.true` and the like are written. */
  | { readonly library: 'chai'; readonly global: boolean; readonly properties: boolean };

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
  /** JavaScript: the function around groups of tests; absent: `describe`. */
  readonly groupFunction?: 'describe' | 'suite';
  /** JavaScript: how test files import; `commonjs`: `const { x } = require('…')`. Absent: `esm`. */
  readonly modules?: 'esm' | 'commonjs';
  /** JavaScript: absent: what the framework's users most often write. */
  readonly assertions?: AssertionStyle;
  /** Python: absolute folders that module paths start from, the best first. */
  readonly sourceRoots: readonly string[];
  /** Python: top-level modules and packages below those folders. */
  readonly ownModules?: readonly string[];
  /** Absolute cache folders that the runner writes by itself. */
  readonly caches: readonly string[];
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
  /** A person asked for this run and reads its terminal; what fails in it is a problem of the project. */
  readonly shown?: true;
}

/**
 * `failed`: an assertion of the test did not hold; `error`: anything else that was thrown, in the test or around it.
 * `skipped`: deliberately not run; `pending`: what the runner itself calls pending (Mocha) or expects to fail (`xfail`);
 * `todo`: a test that is only named yet.
 */
export type TestStatus = 'passed' | 'failed' | 'error' | 'skipped' | 'pending' | 'todo';

export interface TestResult {
  /** Absolute; empty when the runner does not tell and the project's sources do not either. */
  readonly file: string;
  /** Line where the test begins, 1-based, where the runner tells. */
  readonly line?: number;
  /** Titles around it from the outside inwards, joined as the framework itself prints and selects them. */
  readonly group?: string;
  /** With the parameters of this case, as the runner prints it. */
  readonly title: string;
  readonly status: TestStatus;
  /** Of the last attempt. */
  readonly durationMs: number;
  /** Message of the failure or reason of the skip, without colour codes, at most 4,000 characters. */
  readonly message?: string;
  /** Frames of the failure as the runtime prints them, at most 4,000 characters. */
  readonly stack?: string;
  /** Where the failure happened, as far as the runner or the stack tell; absolute, 1-based. */
  readonly failedAt?: { readonly file: string; readonly line: number };
  /** Of a failed comparison, printed by the framework. */
  readonly expected?: string;
  readonly actual?: string;
  /** Attempts beyond the first. */
  readonly retries?: number;
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

/**
 * What speaks for a framework, strongest first: its own configuration, a script or task that starts it, a test that
 * imports it, a dependency on it, or only that the language brings it along.
 */
export type Evidence = 'configured' | 'scripted' | 'imported' | 'installed' | 'language';

export type Detection =
  | { readonly found: true; readonly project: Project; readonly evidence: Evidence }
  /**
   * `reason` says what was looked for and the next step. `otherLanguage`: the framework never tests such files. `nothing`: not a
   * trace of the framework is there; where that holds for all of a language, they are named in one sentence.
   */
  | { readonly found: false; readonly reason: string; readonly otherLanguage?: true; readonly nothing?: true };

/** A file that a run wrote. */
export interface ResultFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** What a reporter's files say. */
export interface SuiteResults {
  readonly tests: readonly TestResult[];
  /** Failures that belong to no test. */
  readonly errors: readonly string[];
  /** Those of `errors` that belong to one test file; absolute. */
  readonly errorsByFile?: ReadonlyMap<string, readonly string[]>;
}

/**
 * Where a framework's run leaves its results: absolute paths of files, or of folders of which all files count that the
 * run wrote (not below). What lay there unchanged before the run is not of this run.
 */
export interface SuiteArtefacts {
  readonly results: readonly string[];
  /** Coverage reports in any format that we read; several are merged. Absent when the run was not asked to measure. */
  readonly coverage?: readonly string[];
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
  /** Absolute folder that the user says this framework's project stands in: it is taken as it is, nothing needs to name the framework there. */
  readonly root?: string;
  /** The host's variables, for tools that keep environments where these say (`VIRTUAL_ENV`, `POETRY_CACHE_DIR`, `HOME`). Absent: none are known. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** What the host gives to the command of one run. */
export interface RunPlaces {
  /** An empty absolute folder for everything that the run writes. */
  readonly scratch: string;
  /** Absolute path of a file that ships with us. */
  readonly shipped: (file: ShippedFile) => string;
  /** A Node that is certainly there: the host's own, for scripts of ours around runners that write no report by themselves. */
  readonly hostNode: { readonly file: string; readonly env: Readonly<Record<string, string>> };
}

export interface SuiteCommand {
  readonly command: CommandLine;
  readonly artefacts: SuiteArtefacts;
}

/** How tests are written under a framework; only for those that tests are generated for. */
export interface Authoring {
  /** Absolute path of a new test file for `file`; `taken` tells which paths exist. */
  testFileFor(project: Project, file: string, taken: (path: string) => Promise<boolean>): Promise<string>;
  /** How a test in `testFile` imports `file`. */
  importSpecifier(project: Project, testFile: string, file: string): string;
  /** A whole test file in the framework's idiom, in the given order; `header` are comment lines without comment signs. */
  render(project: Project, tests: readonly TestSource[], header: readonly string[]): string;
}

/** One test framework: everything the engine must know of it. Add one: one file, its id, one line in `frameworks/frameworks.ts`, one fixture project. */
export interface Framework {
  readonly id: FrameworkId;
  /** As its users write it: `Vitest`, `go test`, `JUnit (Maven)`. */
  readonly name: string;
  /** Whether one run can tell what each of its test files covered by itself. */
  readonly coverageByFile?: true;
  /** Finds the project that tests `file`, walking up from it to `workspaceRoot`. The file need not exist: its ending tells its language. */
  detect(file: string, workspaceRoot: string, fileSystem: FileSystem, settings: FrameworkSettings): Promise<Detection>;
  /** The command of one run. */
  command(project: Project, run: SuiteRun, places: RunPlaces): SuiteCommand;
  /**
   * Reads what the runner's reporter wrote, never the exit code or what was printed. Titles agree with {@link SuiteRun.only}.
   * undefined: nothing usable was written, or it is torn.
   */
  readResults(project: Project, files: readonly ResultFile[]): SuiteResults | undefined;
  /** What a run without results means, when its exit code and last words tell. The words may be missing (they stay in the editor's terminal). */
  explain(project: Project, exitCode: number, outputTail: string): AppError | undefined;
  /** Whether an exit code only says that there was nothing to run. */
  isEmptyRun?(exitCode: number): boolean;
  /** What to install when the project has no {@link Project.coverageProvider}. */
  coverageMissing(project: Project): AppError;
  /** Whether a file is a test or belongs to the tests, so that its own arms are not counted. */
  isTestFile(project: Project, file: string): boolean;
  /** Absent: tests are run and read, but none are written. */
  readonly authoring?: Authoring;
}

/** A framework that tests are written for, */
export type AuthoringFramework = Framework & { readonly authoring: Authoring };

/** and a project in a language that they are written in. */
export type AuthoringProject = Project & { readonly language: 'typescript' | 'javascript' | 'python' };

/** A project together with its framework. */
export interface Suite {
  readonly project: Project;
  readonly framework: Framework;
}

/** A suite that tests can be written for. */
export interface AuthoringSuite extends Suite {
  readonly project: AuthoringProject;
  readonly framework: AuthoringFramework;
}

export function canAuthor(suite: Suite): suite is AuthoringSuite {
  return suite.framework.authoring !== undefined && ['typescript', 'javascript', 'python'].includes(suite.project.language);
}
