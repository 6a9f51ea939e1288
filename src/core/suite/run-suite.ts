import type { CoverageMap, FileCoverage, ParsedReport } from '../coverage/coverage-map.ts';
import { AppError } from '../errors.ts';
import type { FileSystem, ProcessRunner, Scratch } from '../ports.ts';
import { cleanOutput, lastLines } from './clean-output.ts';
import { coverageMissing } from './frameworks/vitest.ts';
import type { Framework, Project, SuiteArtefacts, SuiteOutcome, SuiteRun } from './framework.ts';
import { blameNode } from './node-too-old.ts';
import { isAbsolutePath, joinPath, nativePath } from '../paths.ts';

export interface SuitePorts {
  readonly processRunner: ProcessRunner;
  readonly scratch: Scratch;
  readonly fileSystem: FileSystem;
  /** `src/core/coverage/read-report.ts`. */
  readonly readReport: (bytes: Uint8Array, path: string) => ParsedReport;
  /** Gives a measured file the arm keys of its source; the identity where the source is not known. */
  readonly align: (coverage: FileCoverage) => Promise<FileCoverage>;
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
    return { status: 'failed-to-start', error: coverageMissing(project.frameworkVersion) };
  }
  const scratch = await ports.scratch.create(run.label);
  const { command, artefacts } = framework.command(project, run, scratch);
  request.onCommand?.([command.file, ...command.args]);
  const outcome = await ports.processRunner.run(command, {
    label: run.label,
    timeoutMs: request.timeoutMs,
    signal: request.signal,
    confinement: run.confinement,
    writable: [scratch],
    caches: project.habits?.caches ?? [],
  });
  switch (outcome.status) {
    case 'cancelled':
      return { status: 'cancelled' };
    case 'timed-out':
      return { status: 'timed-out', durationMs: outcome.durationMs, ...(await readRunning(ports.fileSystem, artefacts, project.root)) };
    case 'failed-to-start':
      return {
        status: 'failed-to-start',
        error: new AppError('suite/runner-missing', `The test runner could not be started. ${outcome.reason}`, {
          hint:
            project.framework === 'pytest'
              ? 'Choose a Python with pytest in the setting branchlight.python.path.'
              : 'Choose a Node in the setting branchlight.node.path.',
        }),
      };
    case 'exited':
      return readOutcome(request, ports, { scratch, artefacts, ...outcome });
  }
}

async function readOutcome(
  request: SuiteRequest,
  ports: SuitePorts,
  exited: {
    readonly scratch: string;
    readonly artefacts: SuiteArtefacts;
    readonly code: number;
    readonly outputTail: string;
    readonly durationMs: number;
  },
): Promise<SuiteOutcome> {
  const { framework, project, run } = request;
  const output = cleanOutput(exited.outputTail);
  const text = await readIfThere(ports.fileSystem, exited.artefacts.results);
  const results = text === undefined ? undefined : framework.readResults(project, text);
  const explained = framework.explain(project, exited.code, output);
  if (results === undefined) {
    const error = explained ?? noResults(run, exited.code, output, text !== undefined);
    const blamesNode = explained === undefined && text === undefined;
    return {
      status: 'failed-to-start',
      error: blamesNode ? await blameNode(error, project, exited.scratch, ports, request.signal) : error,
    };
  }

  const coverageByFile = await readCoverageByFile(request, ports, exited.artefacts);
  const blamed = coverageByFile !== undefined && (run.files ?? []).some((file) => !coverageByFile.has(file));
  const errors = [...results.errors];
  const red = results.tests.some((test) => test.status === 'failed' || test.status === 'error');
  // Vitest's reporter does not list errors outside tests (an unhandled rejection, a hook of a group): the exit code does,
  // unless a file is known that is to be run by itself for it.
  if (exited.code !== 0 && !red && !blamed && errors.length === 0 && !isOnlyEmpty(project, exited.code, results.tests.length)) {
    errors.push(`The runner ended with exit code ${exited.code} although no test failed:\n${lastLines(output, 25)}`);
  }
  const refused = (await readIfThere(ports.fileSystem, joinPath(exited.scratch, refusedFile)))?.split('\n').filter((line) => line !== '');
  const coverage = exited.artefacts.coverage === undefined ? undefined : await readCoverage(request, ports, exited.artefacts.coverage);
  if (exited.artefacts.coverage !== undefined && coverage === undefined && !red && errors.length === 0) {
    return { status: 'failed-to-start', error: explained ?? noCoverage(output) };
  }
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

/** pytest ends with 5 when it collected no test. */
function isOnlyEmpty(project: Project, code: number, tests: number): boolean {
  return project.framework === 'pytest' && code === 5 && tests === 0;
}

async function readCoverage(request: SuiteRequest, ports: SuitePorts, path: string): Promise<CoverageMap | undefined> {
  if ((await ports.fileSystem.stat(path)) === undefined) return undefined;
  const { project, framework, run } = request;
  const report = ports.readReport(await ports.fileSystem.readBytes(path), path);
  const asked = run.coverage === 'all' || run.coverage === 'none' ? undefined : new Set(run.coverage);
  const result = new Map<string, FileCoverage>();
  for (const file of report.coverage.values()) {
    const absolute = isAbsolutePath(file.path) ? nativePath(file.path, project.root) : joinPath(project.root, file.path);
    const wanted = asked === undefined ? !framework.isTestFile(project, absolute) : asked.has(absolute);
    if (wanted && (request.wanted?.(absolute) ?? true)) result.set(absolute, await ports.align({ ...file, path: absolute }));
  }
  return result;
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
    const coverage = await readCoverage(request, ports, path);
    if (coverage !== undefined) result.set(nativePath(testFile, request.project.root), coverage);
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
