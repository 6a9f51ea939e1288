/** What of a script's arguments says which tests there are and how they run. */
export interface ScriptArguments {
  readonly kept: readonly string[];
  /** Patterns of paths. */
  readonly patterns: readonly string[];
  readonly processor: string | undefined;
  readonly config: string | undefined;
  readonly rootDir: string | undefined;
  /** `--projects` or `--selectProjects` is among them. */
  readonly projects: boolean;
}

/** Options with a value that are kept as they are; source: `jest --help`. */
const keptValues = new Set([
  'config',
  'rootDir',
  'env',
  'testEnvironment',
  'testEnvironmentOptions',
  'preset',
  'resolver',
  'runner',
  'testRunner',
  'testTimeout',
  'maxWorkers',
  'maxConcurrency',
  'globals',
  'setupFiles',
  'setupFilesAfterEnv',
  'globalSetup',
  'globalTeardown',
  'moduleNameMapper',
  'transform',
  'cacheDirectory',
  'workerIdleMemoryLimit',
  'reporters',
  'roots',
  'testMatch',
  'testRegex',
  'testPathIgnorePatterns',
  'coveragePathIgnorePatterns',
  'modulePathIgnorePatterns',
  'snapshotFormat',
  'projects',
  'selectProjects',
  'ignoreProjects',
  'filter',
]);
/** Those of them that take all words up to the next option. */
const lists = new Set([
  'projects',
  'selectProjects',
  'ignoreProjects',
  'reporters',
  'roots',
  'setupFiles',
  'setupFilesAfterEnv',
  'testMatch',
  'testRegex',
  'testPathIgnorePatterns',
  'coveragePathIgnorePatterns',
  'modulePathIgnorePatterns',
]);
const keptSwitches = new Set([
  'runInBand',
  'forceExit',
  'detectOpenHandles',
  'resetMocks',
  'restoreMocks',
  'clearMocks',
  'resetModules',
  'automock',
  'injectGlobals',
  'errorOnDeprecated',
  'workerThreads',
  'logHeapUsage',
  'verbose',
  'silent',
  'cache',
  'haste',
]);
/** Options with a value that are left out: what is run, measured and written is ours to say. */
const leftValues = new Set([
  'coverageProvider',
  'coverageDirectory',
  'coverageReporters',
  'coverageThreshold',
  'collectCoverageFrom',
  'outputFile',
  'testNamePattern',
  'testPathPattern',
  'testPathPatterns',
  'testResultsProcessor',
  'testSequencer',
  'changedSince',
  'shard',
  'seed',
  'bail',
  'notifyMode',
]);
/** Jest's one-letter options; source: `jest --help`. */
export const shortOptions: Readonly<Record<string, string>> = {
  c: 'config',
  i: 'runInBand',
  w: 'maxWorkers',
  t: 'testNamePattern',
  e: 'env',
};

/** Sorts the arguments that a script gives to Jest. */
export function readScriptArguments(args: readonly string[]): ScriptArguments {
  const kept: string[] = [];
  const patterns: string[] = [];
  const values = new Map<string, string>();
  let projects = false;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const option = /^--?(no-)?([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(word);
    if (option === null) {
      if (word !== '--') patterns.push(word);
      continue;
    }
    const name = camel(shortOptions[option[2] ?? ''] ?? option[2] ?? '');
    if (keptSwitches.has(name)) {
      kept.push(word);
      continue;
    }
    const isKept = keptValues.has(name);
    if (!isKept && !leftValues.has(name)) continue;
    const given = option[3] === undefined ? takeValues(args, at + 1, lists.has(name)) : [option[3]];
    if (option[3] === undefined) at += given.length;
    if (given[0] !== undefined) values.set(name, given[0]);
    if (isKept) kept.push(...given.map((value) => `--${name}=${value}`));
    projects ||= /^(projects|selectProjects|ignoreProjects)$/.test(name);
  }
  return {
    kept,
    patterns,
    processor: values.get('testResultsProcessor'),
    config: values.get('config'),
    rootDir: values.get('rootDir'),
    projects,
  };
}

/** The words from there up to the next option, or only the first of them. */
function takeValues(args: readonly string[], from: number, all: boolean): readonly string[] {
  const rest = args.slice(from);
  const end = rest.findIndex((word) => word.startsWith('-'));
  return rest.slice(0, all ? (end === -1 ? rest.length : end) : end === 0 ? 0 : 1);
}

/** Jest takes `--run-in-band` as `--runInBand`. */
function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}
