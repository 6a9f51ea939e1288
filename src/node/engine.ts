import { link } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { relative, sep } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { coverFile } from '../core/campaign/cover-file.ts';
import { emptyOutcome, type CoverOutcome } from '../core/campaign/cover-outcome.ts';
import { announceTarget } from '../core/campaign/announce-target.ts';
import { rekeySelection } from '../core/campaign/rekey.ts';
import { alignWithSource } from '../core/coverage/align.ts';
import { createCoverageSession } from '../core/coverage/create-session.ts';
import type { FileCoverage } from '../core/coverage/coverage-map.ts';
import type { CoverageSession, MeasuredFile } from '../core/coverage/session.ts';
import { AppError } from '../core/errors.ts';
import { createExplorer } from '../core/generators/explorer/explorer.ts';
import type { Counterexample, Generator, GeneratorId } from '../core/generators/generator.ts';
import { createAnthropicGenerator } from '../core/generators/model/anthropic-generator.ts';
import type { Clock, Logger, ProcessRunner } from '../core/ports.ts';
import type { RunEvent } from '../core/run-event.ts';
import type { Settings } from '../core/settings.ts';
import { createSourceAnalyser } from '../core/source/analyser.ts';
import { createParserLoader } from '../core/source/tree-sitter-parser.ts';
import { canAuthor, type AuthoringSuite, type Suite, type SuiteRun } from '../core/suite/framework.ts';
import { readFailingTexts } from '../core/suite/failures/failing-texts.ts';
import { createTestFinder } from '../core/suite/tests/test-finder.ts';
import { isGreen, reportOf, type SuiteReport } from '../core/suite/suite-report.ts';
import { pickTargets } from '../core/targets/pick-targets.ts';
import type { Selection } from '../core/targets/target.ts';
import { measureBaseline, nameOf } from '../core/verify/baseline.ts';
import { runAnnounced } from '../core/verify/measured-run.ts';
import { createBaselineMemory, type BaselineKey, type Foreseen } from '../core/verify/baseline-memory.ts';
import type { Baseline } from '../core/verify/verification.ts';
import { createVerifier } from '../core/verify/verify.ts';
import type { VerifyPorts } from '../core/verify/verify-ports.ts';
import type { Proposal, Verdict } from '../core/verify/verdict.ts';
import { createAnthropicClient } from './anthropic-client.ts';
import { assetPath } from './assets.ts';
import { createExplorerHost } from './explorer-host.ts';
import { createGitHistory } from './git-history.ts';
import { hostNode } from './host-node.ts';
import { createNodeFileSystem } from './file-system.ts';
import { openJournal } from './journal.ts';
import { createProjectTests, type SuiteTests } from './project-tests.ts';
import { createPythonReader } from './python-reader.ts';
import { createScratch } from './scratch.ts';
import { sourceAssets } from './source-assets.ts';
import { stateFolder } from './state-folder.ts';
import { createInputsReader } from './suite-inputs.ts';
import { createSuites } from './suites.ts';
import { createTypeChecker } from './type-checker.ts';

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
  /** Positions and keys of the text that the session's measurement speaks of. */
  readonly selection: Selection;
  readonly seed?: number;
  /** A waiting proposal whose tests are not wanted: others are looked for. It stays as it is; the new one may have its file's name. */
  readonly insteadOf?: string;
  /** Narrows the configured generators. */
  readonly generators?: readonly GeneratorId[];
}

export interface RunContext {
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

export interface TestRequest {
  /** Absolute. A folder: the whole suites below it (default: the root). A file: its suite. */
  readonly near?: string;
  /** Absolute test files of one project; absent: whole suites. */
  readonly files?: readonly string[];
  /** The only test to run, with exactly one file. */
  readonly only?: { readonly group?: string; readonly title: string };
  readonly coverage: boolean;
}

/** The whole engine of one workspace folder, the same in every host. */
export interface Engine {
  readonly root: string;
  readonly session: CoverageSession;
  /** Absolute paths of trial files that a killed run had left and that were removed when the engine was made. */
  readonly restored: readonly string[];
  /**
   * Runs tests of the project as its owner does and says what they came to; a run that cannot start, hangs or is red is told in
   * its report. A whole suite that was measured is the newest measurement then, also when it is red.
   * @throws AppError `suite/not-found`, `workspace/untrusted`
   */
  run(request: TestRequest, context: RunContext): Promise<readonly SuiteReport[]>;
  /** The tests of a folder or test file, or those that have to do with a source file. @throws AppError `suite/not-found` */
  tests(near: string): Promise<readonly SuiteTests[]>;
  /** One cover run; a second one waits for the first. @throws AppError for what a person must fix first */
  cover(request: CoverRequest, context: RunContext): Promise<CoverOutcome>;
  /** Writes the file of a proposal and returns its absolute path. @throws AppError `proposal/unknown`, `journal/file-exists` */
  accept(proposalId: string): Promise<string>;
  reject(proposalId: string): void;
  dispose(): Promise<void>;
}

interface Waiting {
  readonly proposal: Proposal;
  readonly after: Baseline | undefined;
  /** The baseline of the next run, should it be accepted before anything else changes. */
  readonly next: Foreseen | undefined;
  /** Its tests, and those that were declined before it. */
  readonly tests: readonly Counterexample[];
  /** Milliseconds since the epoch. */
  readonly measuredAt: number;
}

const clock: Clock = { now: () => Date.now() };

/** An accepted candidate as a counter-example for another try. */
function asDeclined({ accepted, candidate }: Verdict): readonly Counterexample[] {
  return accepted ? [{ candidate, gate: 'declined', reason: 'It is proven, but another test than this one is wanted.' }] : [];
}

function failedWithWholeSuite({ gates }: Verdict): boolean {
  const decided = gates.at(-1);
  return decided?.gate === 'whole-suite' && !decided.passed;
}

function baselineKey({ project, framework }: Suite): BaselineKey {
  const run = { label: 'baseline', coverage: 'all', confinement: 'open' } as const;
  const places = { scratch: '', shipped: (file: string) => file, hostNode: { file: '', env: {} } };
  return JSON.stringify([project, framework.command(project, run, places)]);
}

/** @throws AppError `suite/not-writable` */
function authoringSuite(suite: Suite, file: string): AuthoringSuite {
  if (canAuthor(suite)) return suite;
  throw new AppError(
    'suite/not-writable',
    `Tests for ${suite.framework.name} are run and measured, but not yet written, so ${file} cannot be covered.`,
    {
      hint: 'Tests are written for JavaScript, TypeScript and Python.',
    },
  );
}

/** Wires the core to this machine. Removes at once what a killed run left in the tree. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { root, settings, logger } = options;
  const fileSystem = createNodeFileSystem();
  const loadParser = createParserLoader(sourceAssets.treeSitter);
  const analyser = createSourceAnalyser(sourceAssets, loadParser);
  const session = createCoverageSession({
    root,
    fileSystem,
    analyser,
    settings,
    logger,
    now: () => clock.now(),
    pause: (milliseconds) => (milliseconds === 0 ? setImmediate() : sleep(milliseconds)),
    history: createGitHistory({ trusted: options.trusted, environment: process.env }),
  });
  const { journal, restored } = await openJournal({ stateFolder: stateFolder(root, process.env), logger, link });
  const scratch = await createScratch(tmpdir());
  const verifyPorts: VerifyPorts = {
    processRunner: options.processRunner,
    scratch,
    fileSystem,
    shipped: assetPath,
    hostNode: hostNode(process.execPath, process.versions),
    align: (coverage) => alignFile(coverage),
    journal,
    typeChecker: createTypeChecker(),
    pythonReader: createPythonReader({ judge: assetPath('judge.py'), environment: process.env }),
    clock,
  };
  const baselines = createBaselineMemory({ inputs: createInputsReader(root, clock), clock });
  const generators = createGenerators();
  const suites = createSuites({ root, settings, fileSystem, shown });
  const tests = createProjectTests({ suites, session, fileSystem, shown, finder: createTestFinder(sourceAssets, loadParser) });
  const waiting = new Map<string, Waiting>();
  let queue: Promise<unknown> = Promise.resolve();

  async function alignFile(coverage: FileCoverage): Promise<FileCoverage> {
    if ((await fileSystem.stat(coverage.path)) === undefined) return coverage;
    const source = await analyser.analyse(coverage.path, await fileSystem.readText(coverage.path));
    return source === undefined ? coverage : alignWithSource(coverage, source).coverage;
  }

  function createGenerators(): Readonly<Record<GeneratorId, Generator>> {
    return {
      explorer: createExplorer({
        host: createExplorerHost({ scratch, environment: process.env }),
        budgetMs: () => settings().explorer.budgetSeconds * 1000,
        clock,
      }),
      anthropic: createAnthropicGenerator({
        client: createAnthropicClient({ apiKey: options.apiKey, baseUrl: () => settings().anthropic.baseUrl }),
        settings: () => settings().anthropic,
        fileSystem,
        analyser,
        sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
        random: () => Math.random(),
        logger,
      }),
    };
  }

  function assertTrusted(): void {
    if (options.trusted()) return;
    throw new AppError('workspace/untrusted', 'This workspace is not trusted: its tests are not run.', {
      hint: 'Trust the workspace to measure and cover its code.',
    });
  }

  /** The baseline that a cover run starts from. undefined: cancelled. */
  async function baselineOf(suite: Suite, context: RunContext): Promise<Baseline | undefined> {
    const measure = (): Promise<Baseline | undefined> => measureBaseline({ ...suite, timeoutMs: suiteTimeout() }, verifyPorts, context);
    const baseline = await baselines.recall(baselineKey(suite), measure, context.emit);
    if (baseline !== undefined) session.adopt(baseline.coverage, clock.now(), true);
    return baseline;
  }

  async function runTests(request: TestRequest, context: RunContext): Promise<readonly SuiteReport[]> {
    assertTrusted();
    const { only, coverage } = request;
    const files = request.files ?? (await tests.filesAt(request.near));
    const reports: SuiteReport[] = [];
    for (const suite of await suites.near(files?.[0] ?? request.near ?? root)) {
      if (context.signal.aborted) break;
      const label = files === undefined ? 'whole suite' : [...files.map(shown), ...(only === undefined ? [] : [nameOf(only)])].join(', ');
      const run: SuiteRun = {
        label: coverage ? `${label} with coverage` : label,
        coverage: coverage ? 'all' : 'none',
        confinement: 'open',
        shown: true,
        ...(files === undefined ? {} : { files }),
        ...(only === undefined ? {} : { only }),
      };
      const makeRun = async (): Promise<Baseline | undefined> => {
        const outcome = await runAnnounced({ ...suite, run, timeoutMs: suiteTimeout(), signal: context.signal }, verifyPorts, context.emit);
        const report = reportOf(suite, label, outcome, await readFailingTexts(outcome, fileSystem));
        reports.push(report);
        const measured = outcome.status === 'completed' ? outcome.coverage : undefined;
        // Whoever shows the results may show the coverage beside them.
        if (measured !== undefined && files === undefined) session.adopt(measured, clock.now(), true);
        context.emit({ kind: 'suite-report', report });
        if (outcome.status !== 'completed' || measured === undefined) return undefined;
        return isGreen(report) ? { tests: outcome.tests, coverage: measured, durationMs: outcome.durationMs } : undefined;
      };
      // A whole green suite that was measured is what the next cover run starts from.
      await (coverage && files === undefined ? baselines.renew(baselineKey(suite), makeRun) : makeRun());
    }
    return reports;
  }

  function suiteTimeout(): number {
    return settings().suite.timeoutSeconds * 1000;
  }

  async function runCover(request: CoverRequest, context: RunContext): Promise<CoverOutcome> {
    const { file, seed = 1 } = request;
    const before = await session.file(file);
    assertTrusted();
    const suite = await suites.of(file);
    const baseline = await baselineOf(suite, context);
    if (baseline === undefined) return emptyOutcome('cancelled');
    const measured = await measuredFile(file, baseline);
    const targets = pickTargets(measured, rekeySelection(request.selection, before, measured));
    context.emit({ kind: 'started', file: shown(file), targets: targets.map(announceTarget) });
    if (targets.length === 0) return emptyOutcome('nothing-dark');
    const { project, framework } = authoringSuite(suite, shown(file));
    const replaced = request.insteadOf === undefined ? undefined : waiting.get(request.insteadOf);
    const reserved = new Set([...waiting.values()].filter((one) => one !== replaced).map(({ proposal }) => proposal.testFile));
    const testFile = await framework.authoring.testFileFor(
      project,
      file,
      async (path) => reserved.has(path) || (await fileSystem.stat(path)) !== undefined,
    );
    const declined = replaced?.tests ?? [];
    const { repeats } = settings().suite;
    const input = { project, framework, file: measured, baseline, targets, testFile, declined, seed, repeats };
    const header = [`Characterisation tests by Branchlight: what ${shown(file)} does today, branch by branch.`];
    const verify = createVerifier({ header, timeoutMs: suiteTimeout(), seed }, verifyPorts, context);
    const outcome = await coverFile(
      { ...input, generators: chosenGenerators(request.generators) },
      { ...context, clock, show: shown, verify },
    );
    const key = baselineKey(suite);
    // What broke the whole suite may be older than the test that was blamed for it.
    if (outcome.verdicts.some(failedWithWholeSuite)) baselines.forget(key);
    const { proposal, after } = outcome;
    if (proposal !== undefined) {
      const tests = [...declined, ...outcome.verdicts.flatMap(asDeclined)];
      const file = { path: proposal.testFile, text: proposal.text };
      const next = after === undefined ? undefined : await baselines.foresee(key, file, after);
      waiting.set(proposal.id, { proposal, after, next, tests, measuredAt: clock.now() });
    }
    return outcome;
  }

  async function measuredFile(file: string, baseline: Baseline): Promise<MeasuredFile> {
    const measured = baseline.coverage.has(file) ? await session.file(file) : undefined;
    if (measured !== undefined) return measured;
    throw new AppError('coverage/file-not-measured', `The suite ran, but its coverage does not speak of ${shown(file)}.`, {
      hint: 'Check that the coverage settings of the project include the file, and that it is not a test or a generated file.',
    });
  }

  function chosenGenerators(only: readonly GeneratorId[] | undefined): readonly Generator[] {
    const ids = only ?? settings().generators;
    if (ids.length === 0) {
      throw new AppError('settings/no-generators', 'No generator is switched on.', {
        hint: 'Name at least one in branchlight.generators.',
      });
    }
    return ids.map((id) => generators[id]);
  }

  function shown(path: string): string {
    return relative(root, path).replaceAll(sep, '/') || path;
  }

  /** One run at a time: two would judge each other's trial files. */
  function queued<T>(work: () => Promise<T>): Promise<T> {
    const next = queue.then(work);
    queue = next.catch(() => undefined);
    return next;
  }

  return {
    root,
    session,
    restored,
    tests: (near) => tests.near(near),
    run: (request, context) => queued(() => runTests(request, context)),
    cover: (request, context) =>
      queued(async () => {
        if (context.signal.aborted) return emptyOutcome('cancelled');
        try {
          return await runCover(request, context);
        } finally {
          await journal.discardAll();
        }
      }),
    async accept(proposalId) {
      const found = waiting.get(proposalId);
      if (found === undefined) {
        throw new AppError('proposal/unknown', 'This proposal is not known any more.', { hint: 'Cover the branch again.' });
      }
      const { proposal, after, next, measuredAt } = found;
      await journal.accept(proposal.testFile, proposal.text);
      waiting.delete(proposalId);
      // The last run of the whole suite had the new file in place: its coverage is the newest truth.
      if (after !== undefined) session.adopt(after.coverage, measuredAt, true);
      if (next !== undefined) baselines.fulfil(next);
      return proposal.testFile;
    },
    reject: (proposalId) => void waiting.delete(proposalId),
    async dispose() {
      await queue;
      await journal.discardAll();
      await scratch.dispose();
    },
  };
}
