import type { Project, RunPlaces, SuiteCommand, SuiteRun } from '../../framework.ts';
import { dirname, joinPath, relativePath } from '../../../paths.ts';
import { patternOfTest } from './run-pattern.ts';

/**
 * The command of one run of `go test`. Its JSON goes to standard output only, so a script of ours starts it, shows a
 * person what it means and writes results. That script also reads which tests stand in a file, for runs of single files.
 */
export function goTestCommand(project: Project, run: SuiteRun, { scratch, shipped, hostNode }: RunPlaces): SuiteCommand {
  const results = joinPath(scratch, 'results.jsonl');
  const coverage = joinPath(scratch, 'coverage');
  const measured = run.coverage !== 'none';
  const { facts = {} } = project;
  const args = [
    shipped('go-test-results.mjs'),
    `--results=${results}`,
    `--temporary=${joinPath(scratch, 'tmp')}`,
    ...listOf(facts['modules']).map((module) => `--module=${module}`),
    ...(run.only === undefined ? (run.files ?? []).map((file) => `--file=${file}`) : []),
    '--',
    project.interpreter,
    'test',
    '-json',
    '-count=1',
    ...(run.shuffleSeed === undefined ? [] : [`-shuffle=${run.shuffleSeed}`]),
    ...(measured ? coverageArguments(project, run.coverage, joinPath(coverage, 'coverage.out')) : []),
    ...(run.only === undefined ? [] : [`-run=${patternOfTest(run.only)}`]),
    ...packagesOf(project, run.files),
    ...(project.addedArguments ?? []),
  ];
  const env: Record<string, string> = {
    ...hostNode.env,
    CI: '1',
    ...(facts['workspace'] === 'off' ? { GOWORK: 'off' } : {}),
    // A confined run only reads the user's build cache. Go builds without writing to it, but not without an index of packages.
    ...(run.confinement === 'confined' ? { GODEBUG: 'goindex=0' } : {}),
    ...project.addedEnvironment,
  };
  return {
    command: { file: hostNode.file, args, cwd: project.root, env },
    artefacts: measured ? { results: [results], coverage: [coverage] } : { results: [results] },
  };
}

/** `atomic` counts, and does so right for tests that run at the same time. */
function coverageArguments(project: Project, what: 'all' | 'none' | readonly string[], report: string): readonly string[] {
  const packages = typeof what === 'string' ? allPackages(project) : packagesOf(project, what);
  return ['-covermode=atomic', `-coverpkg=${packages.join(',')}`, `-coverprofile=${report}`];
}

/** The packages of these files, relative to the project; of the whole suite without files. */
function packagesOf(project: Project, files: readonly string[] | undefined): readonly string[] {
  if (files === undefined) return allPackages(project);
  return [...new Set(files.map((file) => relativePath(project.root, dirname(file))).map((place) => (place === '' ? '.' : `./${place}`)))];
}

function allPackages(project: Project): readonly string[] {
  const packages = listOf(project.facts?.['packages']);
  return packages.length === 0 ? ['./...'] : packages;
}

function listOf(fact: string | readonly string[] | undefined): readonly string[] {
  return fact === undefined ? [] : typeof fact === 'string' ? [fact] : fact;
}
