/** An engine without disk, processes or clock, whose coverage and outcomes a test sets. */
import type { CoverOutcome } from '../../../src/core/campaign/cover-outcome.ts';
import { branchTotals, type Branch, type FileCoverage, type Position, type Range } from '../../../src/core/coverage/coverage-map.ts';
import type { MeasuredFile, ReportInfo } from '../../../src/core/coverage/session.ts';
import { noCost } from '../../../src/core/generators/generator.ts';
import type { SourceModel } from '../../../src/core/source/source-model.ts';
import type { Proposal, Receipt } from '../../../src/core/verify/verdict.ts';
import type { CoverRequest, Engine, EngineOptions } from '../../../src/node/engine.ts';
import type { ServerHost } from '../../../src/server/server-host.ts';
import type { Timers } from '../../../src/core/ports.ts';

export interface FakeEngine extends Engine {
  readonly options: EngineOptions;
  readonly asked: CoverRequest[];
  readonly refreshes: () => number;
  readonly disposed: () => boolean;
}

export interface FakeFolder {
  files: readonly MeasuredFile[];
  /** What the reports say of files before `parsing` is over. */
  reported: readonly MeasuredFile[];
  parsing: Promise<void>;
  reports: readonly ReportInfo[];
  outcome: (request: CoverRequest, context: Parameters<Engine['cover']>[1]) => Promise<CoverOutcome>;
  running: Engine['run'];
  explanation: string;
  restored: readonly string[];
  /** Tells the listeners that files or reports were set anew. */
  changed: () => void;
  engine: FakeEngine | undefined;
}

const receipt: Receipt = {
  sourceFile: 'src/price.ts',
  testFile: 'tests/generated/price.test.ts',
  arms: [{ key: 'if@2:2/1', label: 'else never taken', line: 2, before: 'not-taken', after: 1, test: 'is free' }],
  tests: [{ title: 'is free', generator: 'explorer', gates: [], notes: [] }],
  runs: 4,
  suite: { passed: 3, failed: 0, skipped: 0 },
  before: { covered: 1, total: 4 },
  after: { covered: 2, total: 4 },
  durationMs: 5000,
  cost: noCost,
};

export const sampleProposal: Proposal = {
  id: 'p1',
  testFile: '/shop/tests/generated/price.test.ts',
  text: 'it(1)',
  sourceFile: '/shop/src/price.ts',
  receipt,
};

export const emptyOutcome: CoverOutcome = {
  status: 'nothing-dark',
  proposal: undefined,
  verdicts: [],
  unsolved: [],
  asked: 0,
  covered: 0,
  cost: noCost,
  after: undefined,
};

export function fakeFolder(given: Partial<FakeFolder> = {}): FakeFolder {
  return {
    files: [],
    reported: [],
    parsing: Promise.resolve(),
    reports: [],
    outcome: () => Promise.resolve(emptyOutcome),
    running: () => Promise.resolve([]),
    explanation: 'No report was found.',
    restored: [],
    changed: () => undefined,
    engine: undefined,
    ...given,
  };
}

/** A host whose engines show `folders`, by root. */
export function fakeHost(folders: Readonly<Record<string, FakeFolder>>, given: Partial<ServerHost> = {}): ServerHost {
  return {
    version: '0.0.0-test',
    createEngine: (options) => {
      const folder = folders[options.root];
      if (folder === undefined) return Promise.reject(new Error(`no fake for ${options.root}`));
      const engine = makeEngine(folder, options);
      folder.engine = engine;
      return Promise.resolve(engine);
    },
    processRunner: () => ({ run: () => Promise.resolve({ status: 'cancelled' }) }),
    environmentKey: () => undefined,
    readText: () => Promise.resolve(undefined),
    describeTime: () => '12:03',
    now: () => 2,
    timers: soonTimers,
    ...given,
  };
}

/** Every wait is over in the next turn of the event loop. */
export const soonTimers: Timers = {
  after(_milliseconds, run) {
    const handle = setImmediate(run);
    return () => clearImmediate(handle);
  },
};

function makeEngine(folder: FakeFolder, options: EngineOptions): FakeEngine {
  const listeners = new Set<() => void>();
  const asked: CoverRequest[] = [];
  let refreshes = 0;
  let disposed = false;
  folder.changed = () => listeners.forEach((listener) => listener());
  return {
    options,
    asked,
    refreshes: () => refreshes,
    disposed: () => disposed,
    root: options.root,
    restored: folder.restored,
    session: {
      refresh() {
        refreshes += 1;
        folder.changed();
        return Promise.resolve();
      },
      get reports() {
        return folder.reports;
      },
      files: () =>
        folder.files.map(({ path, coverage }) => ({
          path,
          branches: branchTotals([coverage]),
          lines: { covered: 0, total: coverage.lines.size },
          blocks: { covered: 0, total: 0 },
        })),
      onProgress: () => () => undefined,
      file: async (path) => {
        await folder.parsing;
        return folder.files.find((file) => file.path === path);
      },
      reported: (path) => Promise.resolve(folder.reported.find((file) => file.path === path)),
      adopt: () => undefined,
      explain: (path) => (path === undefined ? folder.explanation : `${path}: ${folder.explanation}`),
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    tests: () => Promise.resolve([]),
    run: (request, context) => folder.running(request, context),
    cover(request, context) {
      asked.push(request);
      return folder.outcome(request, context);
    },
    accept: (id) => Promise.resolve(`${options.root}/tests/generated/${id}.test.ts`),
    reject: () => undefined,
    dispose() {
      disposed = true;
      return Promise.resolve();
    },
  };
}

export function at(line: number, column: number): Position {
  return { line, column };
}

export function span(line: number, from: number, to: number): Range {
  return { start: at(line, from), end: at(line, to) };
}

export function measuredFile(
  path: string,
  text: string,
  branches: readonly Branch[],
  given: Partial<MeasuredFile & { source: SourceModel }> = {},
): MeasuredFile {
  const coverage: FileCoverage = { path, lines: new Map(), functions: [], branches };
  return { path, coverage, source: undefined, measuredText: text, stale: undefined, ...given };
}
