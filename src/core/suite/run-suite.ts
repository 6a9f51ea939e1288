import type { CoverageMap } from '../coverage/coverage-map.ts';
import { AppError } from '../errors.ts';
import { joinPath, nativePath } from '../paths.ts';
import type { FileSystem, ProcessRunner, Scratch } from '../ports.ts';
import { cleanOutput, lastLines } from './clean-output.ts';
import type { Framework, Project, ResultFile, RunPlaces, SuiteArtefacts, SuiteOutcome, SuiteRun } from './framework.ts';
import { blameNode } from './node-too-old.ts';
import { readRunCoverage, type CoveragePorts } from './read-coverage.ts';
import { statesOf, writtenSince, type FileStates } from './run-files.ts';

export interface SuitePorts extends CoveragePorts, Pick<RunPlaces, 'shipped' | 'hostNode'> {
  readonly processRunner: ProcessRunner;
  readonly scratch: Scratch;
}

export interface SuiteRequest {
  readonly framework: Framework;
  readonly project: Project;
  readonly run: SuiteRun;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Which measured files the result carries; absent: all but tests. Absolute. */
  readonly wanted?: (file: string) => boolean;
  /** Told the command before it starts. */
  readonly onCommand?: (command: readonly string[]) => void;
}

/** Where the guard of a confined run writes what it refused, below the scratch folder of the run. */
const refusedFile = 'refused.txt';

/**
 * Runs a project's tests once and reads what the runner itself reports. The exit code alone proves nothing: a run
 * without a whole results file did not happen.
 */
export async function runSuite(request: SuiteRequest, ports: SuitePorts): Promise<SuiteOutcome> {
  const { framework, project, run } = request;
  if (run.coverage !== 'none' && project.coverageProvider === undefined) {
    return { status: 'failed-to-start', error: framework.coverageMissing(project) };
  }
  const scratch = await ports.scratch.create(run.label);
  const { command, artefacts } = framework.command(project, run, { scratch, shipped: ports.shipped, hostNode: ports.hostNode });
  const before = await statesOf([...artefacts.results, ...(artefacts.coverage ?? [])], ports.fileSystem);
  request.onCommand?.([command.file, ...command.args]);
  const outcome = await ports.processRunner.run(command, {
    label: run.label,
    timeoutMs: request.timeoutMs,
    signal: request.signal,
    confinement: run.confinement,
    writable: [scratch],
    caches: project.habits?.caches ?? [],
    ...(run.shown === true ? { shown: { framework: framework.id } } : {}),
  });
  switch (outcome.status) {
    case 'cancelled':
      return { status: 'cancelled' };
    case 'timed-out':
      return { status: 'timed-out', durationMs: outcome.durationMs, ...(await readRunning(ports.fileSystem, artefacts, project.root)) };
    case 'failed-to-start':
      return { status: 'failed-to-start', error: runnerMissing(framework, project, outcome.reason) };
    case 'exited':
      return readOutcome(request, ports, { scratch, artefacts, before, ...outcome });
  }
}

function runnerMissing(framework: Framework, project: Project, reason: string): AppError {
  const setting = project.language === 'python' ? 'branchlight.python.path' : 'branchlight.node.path';
  const hint =
    project.language === 'python'
      ? `Choose a Python with ${framework.name} in the setting ${setting}.`
      : project.language === 'javascript' || project.language === 'typescript'
        ? `Choose a Node in the setting ${setting}.`
        : `Install it, or name another command for this folder in the setting branchlight.suites.`;
  return new AppError('suite/runner-missing', `The test runner could not be started. ${reason}`, { hint });
}

async function readOutcome(
  request: SuiteRequest,
  ports: SuitePorts,
  exited: {
    readonly scratch: string;
    readonly artefacts: SuiteArtefacts;
    readonly before: FileStates;
    readonly code: number;
    readonly outputTail: string;
    readonly durationMs: number;
  },
): Promise<SuiteOutcome> {
  const { framework, project, run } = request;
  const { artefacts, before } = exited;
  const output = cleanOutput(exited.outputTail);
  const files = await readTexts(await writtenSince(before, artefacts.results, ports.fileSystem), ports.fileSystem);
  const results = framework.readResults(project, files);
  const explained = framework.explain(project, exited.code, output);
  if (results === undefined) {
    const error = explained ?? noResults(run, exited.code, output, files.length > 0);
    const blamesNode = explained === undefined && files.length === 0;
    return {
      status: 'failed-to-start',
      error: blamesNode ? await blameNode(error, framework.name, project, exited.scratch, ports, request.signal) : error,
    };
  }

  const coverageByFile = await readCoverageByFile(request, ports, artefacts);
  const blamed = coverageByFile !== undefined && (run.files ?? []).some((file) => !coverageByFile.has(file));
  const errors = [...results.errors];
  const red = results.tests.some((test) => test.status === 'failed' || test.status === 'error');
  const isEmpty = results.tests.length === 0 && framework.isEmptyRun?.(exited.code) === true;
  // A reporter may not list errors outside tests (an unhandled rejection, a hook of a group): the exit code does,
  // unless a file is known that is to be run by itself for it.
  if (exited.code !== 0 && !red && !blamed && errors.length === 0 && !isEmpty) {
    errors.push(`The runner ended with exit code ${exited.code} although no test failed:\n${lastLines(output, 25)}`);
  }
  const refused = (await readIfThere(ports.fileSystem, joinPath(exited.scratch, refusedFile)))?.split('\n').filter((line) => line !== '');
  const reports = artefacts.coverage === undefined ? undefined : await writtenSince(before, artefacts.coverage, ports.fileSystem);
  if (reports?.length === 0 && !red && errors.length === 0 && !isEmpty) {
    return { status: 'failed-to-start', error: explained ?? noCoverage(output) };
  }
  const coverage = reports === undefined || reports.length === 0 ? undefined : await readCoverage(request, ports, reports);
  return {
    status: 'completed',
    tests: results.tests,
    errors,
    ...(coverage === undefined ? {} : { coverage }),
    ...(coverageByFile === undefined ? {} : { coverageByFile }),
    ...(results.errorsByFile === undefined ? {} : { errorsByFile: results.errorsByFile }),
    exitCode: exited.code,
    durationMs: exited.durationMs,
    ...(refused === undefined || refused.length === 0 ? {} : { refused: [...new Set(refused)] }),
  };
}

async function readTexts(paths: readonly string[], fileSystem: FileSystem): Promise<readonly ResultFile[]> {
  return Promise.all(paths.map(async (path) => ({ path, text: await fileSystem.readText(path) })));
}

async function readCoverage(request: SuiteRequest, ports: SuitePorts, reports: readonly string[]): Promise<CoverageMap> {
  const { project, framework, run } = request;
  const asked = run.coverage === 'all' || run.coverage === 'none' ? undefined : new Set(run.coverage);
  const isWanted = (file: string): boolean =>
    (asked === undefined ? !framework.isTestFile(project, file) : asked.has(file)) && (request.wanted?.(file) ?? true);
  return (await readRunCoverage(reports, project.root, isWanted, ports)).coverage;
}

/** undefined: the run was not asked for it, or did not come so far as to write it. */
async function readCoverageByFile(
  request: SuiteRequest,
  ports: SuitePorts,
  artefacts: SuiteArtefacts,
): Promise<ReadonlyMap<string, CoverageMap> | undefined> {
  if (artefacts.byFile === undefined) return undefined;
  const text = await readIfThere(ports.fileSystem, artefacts.byFile.index);
  const index = text === undefined ? undefined : parseIndex(text);
  if (index === undefined) return undefined;
  const result = new Map<string, CoverageMap>();
  for (const [testFile, path] of Object.entries(index)) {
    if ((await ports.fileSystem.stat(path)) === undefined) continue;
    result.set(nativePath(testFile, request.project.root), await readCoverage(request, ports, [path]));
  }
  return result;
}

function parseIndex(text: string): Readonly<Record<string, string>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, string>>;
  } catch {
    return undefined; // torn: the runner died while it was written
  }
}

/** The test files that were begun and not over when a run was killed. */
async function readRunning(
  fileSystem: FileSystem,
  artefacts: SuiteArtefacts,
  root: string,
): Promise<{ readonly running?: readonly string[] }> {
  if (artefacts.byFile === undefined) return {};
  const running = new Set<string>();
  for (const line of (await readIfThere(fileSystem, artefacts.byFile.progress))?.split('\n') ?? []) {
    if (line.startsWith('+ ')) running.add(nativePath(line.slice(2), root));
    else if (line.startsWith('- ')) running.delete(nativePath(line.slice(2), root));
  }
  return { running: [...running] };
}

async function readIfThere(fileSystem: FileSystem, path: string): Promise<string | undefined> {
  return (await fileSystem.stat(path))?.kind === 'file' ? fileSystem.readText(path) : undefined;
}

function noResults(run: SuiteRun, code: number, output: string, torn: boolean): AppError {
  const what = torn ? 'left a torn results file' : 'wrote no results';
  return new AppError('suite/no-results', `The run "${run.label}" ended with exit code ${code} and ${what}.\n${lastLines(output, 20)}`, {
    hint: 'Run the suite in a terminal and fix what it says first.',
  });
}

function noCoverage(output: string): AppError {
  return new AppError('suite/no-coverage', `The suite ran but wrote no coverage report.\n${lastLines(output, 20)}`, {
    hint: 'Check that the coverage package has the same version as the test runner.',
  });
}
