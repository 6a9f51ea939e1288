import type { Project, RunPlaces, SuiteCommand, SuiteRun } from '../../framework.ts';
import { joinPath } from '../../../paths.ts';
import { pythonEnvironment, wantedCoverage } from '../python/python-run.ts';

/** The command of one run of unittest through `unittest_results.py`. Source of the options: `python -m unittest discover --help`. */
export function unittestCommand(project: Project, run: SuiteRun, { scratch, shipped }: RunPlaces): SuiteCommand {
  const results = joinPath(scratch, 'results.jsonl');
  const coverage = wantedCoverage(project, run, scratch);
  const { startDirectory, pattern, topLevelDirectory, django } = project.facts ?? {};
  const option = (sign: string, value: string | readonly string[] | undefined): readonly string[] =>
    typeof value === 'string' ? [sign, value] : [];
  const wanted = {
    results,
    ...(coverage === undefined ? {} : { coverage }),
    ...(run.files === undefined ? {} : { files: run.files }),
    ...(run.only === undefined ? {} : { only: nameOf(run.only) }),
    ...(django === undefined ? {} : { django: true }),
  };
  const args = [
    shipped('unittest_results.py'),
    ...(django === undefined ? [...option('-s', startDirectory), ...option('-p', pattern), ...option('-t', topLevelDirectory)] : []),
    ...(project.addedArguments ?? []),
  ];
  const env = { ...pythonEnvironment(project, run, scratch), BRANCHLIGHT_UNITTEST: JSON.stringify(wanted) };
  return {
    command: { file: project.interpreter, args, cwd: project.root, env, runtime: 'python' },
    artefacts: { results: [results], ...(coverage === undefined ? {} : { coverage: [coverage.report] }) },
  };
}

/** `Class.method`, without what names a subtest: it only runs with its test. */
function nameOf({ group, title }: NonNullable<SuiteRun['only']>): string {
  const method = /^\w+/.exec(title)?.[0] ?? title;
  return group === undefined ? method : `${group}.${method}`;
}
