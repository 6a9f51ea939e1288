import { joinPath } from '../../../paths.ts';
import type { Project, RunPlaces, SuiteCommand, SuiteRun } from '../../framework.ts';
import type { CoverageOrder } from './coverage-order.ts';
import { readMochaArguments } from './mocha-arguments.ts';
import type { MochaOrder } from './mocha-record.ts';

/**
 * The command of one run of Mocha 9 and later: what the project's own script says, with our reporter, which shows what the
 * project's own shows. Source of the options: `mocha --help`.
 */
export function mochaCommand(project: Project, run: SuiteRun, places: RunPlaces): SuiteCommand {
  const { scratch, shipped } = places;
  const results = joinPath(scratch, 'results.jsonl');
  const coverage = joinPath(scratch, 'coverage');
  const measured = run.coverage !== 'none';
  const whole = run.files === undefined;
  const { options, specs } = readMochaArguments(listOf(project, 'arguments'), whole);
  const order: MochaOrder = {
    results,
    mocha: String(project.facts?.['mocha'] ?? ''),
    projectArguments: listOf(project, 'arguments'),
    ...(run.files === undefined ? {} : { files: run.files }),
    ...(run.shuffleSeed === undefined ? {} : { shuffleSeed: run.shuffleSeed }),
  };
  const args = [
    ...listOf(project, 'nodeArguments'),
    ...(measured ? ['--require', shipped('node-coverage.cjs')] : []),
    project.runner ?? 'mocha',
    ...options,
    ...(project.addedArguments ?? []),
    '--reporter',
    shipped('mocha-results.cjs'),
    '--no-watch',
    '--forbid-only',
    // Tests that are on trial must not sink each other, whatever the project does at the first failure; and a few are run at once.
    ...(whole ? [] : ['--no-bail', '--no-parallel']),
    ...only(run),
    ...(run.files ?? specs),
  ];
  return {
    command: {
      file: project.interpreter,
      args,
      cwd: project.root,
      env: {
        CI: '1',
        ...scriptEnvironment(project),
        ...project.addedEnvironment,
        BRANCHLIGHT_MOCHA: JSON.stringify(order),
        ...(measured ? { BRANCHLIGHT_NODE_COVERAGE: JSON.stringify(coverageOrder(project, run, coverage)) } : {}),
      },
      runtime: 'node',
    },
    artefacts: { results: [results], ...(measured ? { coverage: [coverage] } : {}) },
  };
}

/** What of a run is measured, for `node-coverage.cjs`. */
export function coverageOrder(project: Project, run: SuiteRun, folder: string): CoverageOrder {
  return { folder, root: project.root, ...(run.coverage === 'all' || run.coverage === 'none' ? {} : { files: run.coverage }) };
}

/** Variables that the project's script sets, noted as `NAME=value`. */
export function scriptEnvironment(project: Project): Readonly<Record<string, string>> {
  return Object.fromEntries(
    listOf(project, 'environment').map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}

export function listOf(project: Project, fact: string): readonly string[] {
  const value = project.facts?.[fact];
  return Array.isArray(value) ? value : [];
}

/** Mocha matches a regular expression against all titles from the outside inwards, joined by spaces. */
function only(run: SuiteRun): readonly string[] {
  if (run.only === undefined) return [];
  const title = run.only.group === undefined ? run.only.title : `${run.only.group} ${run.only.title}`;
  const pattern = title
    .replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`);
  return ['--grep', `^${pattern}$`, '--no-invert'];
}
