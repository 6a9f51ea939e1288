import type { Project, RunPlaces, SuiteCommand, SuiteRun } from '../../framework.ts';
import { dirname, joinPath, relativePath } from '../../../paths.ts';

/** The command of one run of pytest with pytest-cov. Source of the options: `pytest --help`. */
export function pytestCommand(project: Project, run: SuiteRun, { scratch }: RunPlaces): SuiteCommand {
  const results = joinPath(scratch, 'results.xml');
  const coverage = joinPath(scratch, 'coverage.json');
  const measured = run.coverage !== 'none';
  const added = project.habits?.addedArguments;
  const args = [
    '-m',
    'pytest',
    `--rootdir=${project.root}`,
    ...(added === undefined ? [] : ['-o', `addopts=${added}`]),
    '-p',
    'no:cacheprovider',
    '-o',
    'junit_family=xunit1',
    `--junitxml=${results}`,
    '--color=no',
    '--continue-on-collection-errors',
    ...(measured ? coverageArguments(project, run.coverage, coverage) : []),
    ...(project.addedArguments ?? []),
    ...selection(project, run),
  ];
  const env: Record<string, string> = {
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUNBUFFERED: '1',
    COVERAGE_FILE: joinPath(scratch, 'coverage.data'),
    CI: '1',
    ...project.addedEnvironment,
  };
  if (run.shuffleSeed !== undefined) env['BRANCHLIGHT_SHUFFLE_SEED'] = String(run.shuffleSeed);
  return {
    command: { file: project.interpreter, args, cwd: project.root, env, runtime: 'python' },
    artefacts: measured ? { results: [results], coverage: [coverage] } : { results: [results] },
  };
}

/** What is measured is a folder; which files of it are wanted is decided when the report is read. */
function coverageArguments(project: Project, what: 'all' | readonly string[], report: string): readonly string[] {
  const byConfiguration = what === 'all' && project.habits?.measuresByConfiguration === true;
  const places = what === 'all' ? [sourceFolder(project)] : [...new Set(what.map((file) => dirname(file)))];
  return [
    ...(byConfiguration ? ['--cov'] : places.map((place) => `--cov=${place}`)),
    '--cov-branch',
    '--cov-report=',
    `--cov-report=json:${report}`,
    '--cov-fail-under=0',
  ];
}

/** The folder of all sources: `src` where the project has that layout, else the project. */
function sourceFolder(project: Project): string {
  const source = joinPath(project.root, 'src');
  return project.habits?.sourceRoots.includes(source) === true ? source : project.root;
}

function selection(project: Project, run: SuiteRun): readonly string[] {
  const files = (run.files ?? []).map((file) => relativePath(project.root, file));
  if (run.only === undefined) return files;
  const parts = run.only.group === undefined ? [run.only.title] : [run.only.group, run.only.title];
  return files.map((file) => [file, ...parts].join('::'));
}
