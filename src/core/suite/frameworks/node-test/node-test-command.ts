import { joinPath } from '../../../paths.ts';
import type { Project, RunPlaces, SuiteCommand, SuiteRun } from '../../framework.ts';
import { coverageOrder, listOf, scriptEnvironment } from '../mocha/mocha-command.ts';
import { withoutNarrowing } from './node-test-arguments.ts';
import type { NodeTestOrder } from './node-test-record.ts';

/** What is told of processes that ended themselves, below the scratch folder of a run. */
export const endedFile = 'ended.jsonl';

/**
 * The command of one run of Node's test runner, 20 and later: what the project's own script says, with a reporter of ours
 * beside its own. Source of the options: `node --help`.
 */
export function nodeTestCommand(project: Project, run: SuiteRun, places: RunPlaces): SuiteCommand {
  const { scratch, shipped } = places;
  const results = joinPath(scratch, 'results.jsonl');
  const ended = joinPath(scratch, endedFile);
  const coverage = joinPath(scratch, 'coverage');
  const measured = run.coverage !== 'none';
  const options = listOf(project, 'options');
  const reporters = listOf(project, 'reporters');
  const order: NodeTestOrder = {
    ended,
    ...(run.only === undefined ? {} : { only: { group: run.only.group ?? '', title: run.only.title } }),
  };
  return {
    command: {
      file: project.interpreter,
      args: [
        '--require',
        shipped('node-test-process.cjs'),
        ...(measured ? ['--require', shipped('node-coverage.cjs')] : []),
        ...(run.files === undefined ? options : withoutNarrowing(options)),
        '--test',
        ...(reporters.length === 0 ? ['spec=stdout'] : reporters).flatMap((reporter) => {
          const at = reporter.lastIndexOf('=');
          return [`--test-reporter=${reporter.slice(0, at)}`, `--test-reporter-destination=${reporter.slice(at + 1)}`];
        }),
        `--test-reporter=${shipped('node-test-results.mjs')}`,
        `--test-reporter-destination=${results}`,
        ...only(run),
        ...(project.addedArguments ?? []),
        ...(run.files ?? listOf(project, 'specs')),
      ],
      cwd: project.root,
      env: {
        CI: '1',
        ...scriptEnvironment(project),
        ...project.addedEnvironment,
        BRANCHLIGHT_NODE_TEST: JSON.stringify(order),
        ...(measured ? { BRANCHLIGHT_NODE_COVERAGE: JSON.stringify(coverageOrder(project, run, coverage)) } : {}),
      },
      runtime: 'node',
    },
    artefacts: { results: [results, ended], ...(measured ? { coverage: [coverage] } : {}) },
  };
}

/**
 * Node 20 matches a test's own name, later versions also all names from the outside inwards, joined by spaces. Our reporter
 * leaves out what else has the same name.
 */
function only(run: SuiteRun): readonly string[] {
  if (run.only === undefined) return [];
  const { group, title } = run.only;
  const names = group === undefined ? [title] : [`${group} ${title}`, title];
  return names.map((name) => `--test-name-pattern=^${escapePattern(name)}$`);
}

function escapePattern(text: string): string {
  return text
    .replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`);
}
