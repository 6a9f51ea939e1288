import type { Project, RunPlaces, SuiteCommand, SuiteRun } from '../../framework.ts';
import { joinPath, relativePath } from '../../../paths.ts';
import { pythonEnvironment, wantedCoverage } from '../python/python-run.ts';

/** The command of one run of pytest through `pytest_results.py`, which is `python -m pytest` with our plugin and coverage.py. Source of the options: `pytest --help`. */
export function pytestCommand(project: Project, run: SuiteRun, { scratch, shipped }: RunPlaces): SuiteCommand {
  const results = joinPath(scratch, 'results.jsonl');
  const coverage = wantedCoverage(project, run, scratch);
  const added = project.habits?.addedArguments;
  const args = [
    shipped('pytest_results.py'),
    `--rootdir=${project.root}`,
    ...(added === undefined ? [] : ['-o', `addopts=${added}`]),
    '-p',
    'no:cacheprovider',
    '--color=no',
    '--continue-on-collection-errors',
    ...(project.addedArguments ?? []),
    ...selection(project, run),
  ];
  const env = {
    ...pythonEnvironment(project, run, scratch),
    BRANCHLIGHT_PYTEST: JSON.stringify({ results, ...(coverage === undefined ? {} : { coverage }) }),
  };
  return {
    command: { file: project.interpreter, args, cwd: project.root, env, runtime: 'python' },
    artefacts: { results: [results], ...(coverage === undefined ? {} : { coverage: [coverage.report] }) },
  };
}

function selection(project: Project, run: SuiteRun): readonly string[] {
  const files = (run.files ?? []).map((file) => relativePath(project.root, file));
  if (run.only === undefined) return files;
  const title = withoutSubtest(run.only.title);
  const parts = run.only.group === undefined ? [title] : [run.only.group, title];
  return files.map((file) => [file, ...parts].join('::'));
}

/** A subtest only runs with its test: `test_x[1] [message] (key=value)` → `test_x[1]`. */
function withoutSubtest(title: string): string {
  return /^(\w+(?:\[.*?\])?)(?: \[.*\])?(?: \(.*\))?$/s.exec(title)?.[1] ?? title;
}
