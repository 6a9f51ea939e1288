import type { CommandLine } from '../../../ports.ts';
import type { Project, RunPlaces, SuiteArtefacts, SuiteCommand, SuiteRun } from '../../framework.ts';
import { escapeGlob } from '../../../glob.ts';
import { joinPath, relativePath } from '../../../paths.ts';

/** The command of one run of Vitest 3, 4 or 5. Source of the options: `vitest run --help`. */
export function vitestCommand(project: Project, run: SuiteRun, places: RunPlaces): SuiteCommand {
  const { scratch } = places;
  const results = joinPath(scratch, 'results.json');
  const coverageFolder = joinPath(scratch, 'coverage');
  const measured = run.coverage !== 'none';
  const args = [
    project.runner ?? 'vitest.mjs',
    'run',
    ...(run.files ?? []).map((file) => relativePath(project.root, file)),
    `--root=${project.root}`,
    '--watch=false',
    ...reporters(project, run).map((name) => `--reporter=${name}`),
    `--reporter=${places.shipped('vitest-results.mjs')}`,
    '--includeTaskLocation',
    '--allowOnly=false',
    '--passWithNoTests',
    ...(project.addedArguments ?? []),
    ...only(run),
    // Tests that are on trial must not sink each other, whatever the project does at the first failure.
    ...(run.files === undefined ? [] : ['--bail=0']),
    ...(run.shuffleSeed === undefined
      ? []
      : ['--sequence.shuffle.tests=true', '--sequence.shuffle.files=true', `--sequence.seed=${run.shuffleSeed}`]),
    ...(measured ? coverage(project, run.coverage, coverageFolder) : ['--coverage.enabled=false']),
  ];
  const command: CommandLine = {
    file: project.interpreter,
    args,
    cwd: project.root,
    env: { CI: '1', VITEST_SKIP_INSTALL_CHECKS: '1', BRANCHLIGHT_VITEST: results, ...project.addedEnvironment },
    runtime: 'node',
  };
  if (!measured) return { command, artefacts: { results: [results] } };
  const artefacts = { results: [results], coverage: [joinPath(coverageFolder, 'coverage-final.json')] };
  return run.coverageByFile === true ? byFile(project, command, artefacts, places) : { command, artefacts };
}

/** What prints while tests run. */
const printing = new Set(['default', 'basic', 'verbose', 'dot', 'tree', 'tap', 'tap-flat', 'minimal', 'agent']);

/**
 * A reporter on the command line replaces those of the config, so these are named again: by name, their options stay in
 * the config. They write where the project wants it, which only its own whole run may, and somebody wants to read something.
 */
function reporters(project: Project, run: SuiteRun): readonly string[] {
  const configured = project.facts?.['reporters'];
  if (run.files !== undefined || run.confinement === 'confined' || !Array.isArray(configured)) return ['default'];
  const names = configured as readonly string[];
  return names.some((name) => printing.has(name)) ? names : ['default', ...names];
}

/** The same run through a coverage provider of ours around the project's own: `src/node/suite/vitest-coverage-per-file.ts`. */
function byFile(project: Project, command: CommandLine, artefacts: SuiteArtefacts, { scratch, shipped }: RunPlaces): SuiteCommand {
  const files = { index: joinPath(scratch, 'coverage-by-file.json'), progress: joinPath(scratch, 'progress.txt') };
  const from = [joinPath(project.root, 'package.json'), ...(project.runner === undefined ? [] : [project.runner])];
  const order = { provider: `@vitest/coverage-${project.coverageProvider ?? 'v8'}`, from, ...files };
  return {
    command: {
      ...command,
      args: [
        ...command.args.map((argument) => (argument.startsWith('--coverage.provider=') ? '--coverage.provider=custom' : argument)),
        `--coverage.customProviderModule=${shipped('vitest-coverage-per-file.mjs')}`,
        '--isolate',
        // Tests wait more than they compute while their workers start.
        '--maxWorkers=100%',
        ...(majorOf(project.frameworkVersion) < 4 ? ['--poolOptions.forks.isolate=true', '--poolOptions.threads.isolate=true'] : []),
      ],
      env: { ...command.env, BRANCHLIGHT_COVERAGE_PER_FILE: JSON.stringify(order) },
    },
    artefacts: { ...artefacts, byFile: files },
  };
}

function majorOf(version: string): number {
  const major = Number.parseInt(version, 10);
  return Number.isNaN(major) ? Number.POSITIVE_INFINITY : major;
}

/**
 * Vitest matches a regular expression against the titles from the outermost group inwards, joined by a space, from 5 on
 * by ` > `; within a group's name either may have been a space.
 */
function only({ only: one }: SuiteRun): readonly string[] {
  if (one === undefined) return [];
  const group = one.group === undefined ? '' : `${escaped(one.group).replaceAll(' ', '( > | )')}( > | )`;
  return [`--testNamePattern=^ *${group}${escaped(one.title)}$`];
}

function escaped(title: string): string {
  return title.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function coverage(project: Project, what: 'all' | readonly string[], folder: string): readonly string[] {
  const remapping = project.coverageProvider === 'v8' && isBetween(project.frameworkVersion, [3, 2], [4, 0]);
  return [
    '--coverage.enabled=true',
    `--coverage.provider=${project.coverageProvider ?? 'v8'}`,
    '--coverage.reporter=json',
    `--coverage.reportsDirectory=${folder}`,
    '--coverage.reportOnFailure=true',
    '--coverage.thresholds.autoUpdate=false',
    '--coverage.thresholds.100=false',
    '--coverage.thresholds.perFile=false',
    ...['lines', 'functions', 'branches', 'statements'].map((name) => `--coverage.thresholds.${name}=0`),
    // From 4 on this is the only way; in 3.2 it is an option, and without it arms are guessed from V8's ranges.
    ...(remapping ? ['--coverage.experimentalAstAwareRemapping=true'] : []),
    ...(what === 'all' ? [] : what.map((file) => `--coverage.include=${escapeGlob(relativePath(project.root, file))}`)),
  ];
}

function isBetween(version: string, from: readonly [number, number], before: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const value = major * 1000 + minor;
  return value >= from[0] * 1000 + from[1] && value < before[0] * 1000 + before[1];
}
