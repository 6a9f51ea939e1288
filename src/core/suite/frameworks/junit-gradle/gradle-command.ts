import { isInside, joinPath, toPosix } from '../../../paths.ts';
import type { Project, RunPlaces, SuiteCommand, SuiteRun } from '../../framework.ts';
import { classNameOf } from '../junit/java-sources.ts';
import { junitRun } from '../junit/junit-run.ts';
import { gradleInitScript } from './init-script.ts';

/**
 * The command of one run of Gradle's `Test` tasks, around it the script that writes the init script of the run and
 * gathers the reports. No daemon is left behind. The configuration cache is off for the run: an init script with places
 * of its own would fill it with an entry for every run.
 * Source: https://docs.gradle.org/current/userguide/command_line_interface.html
 */
export function gradleCommand(project: Project, run: SuiteRun, places: RunPlaces): SuiteCommand {
  const measured = run.coverage !== 'none';
  const below = joinPath(places.scratch, 'gradle');
  const coverage = joinPath(places.scratch, 'coverage');
  const script = joinPath(places.scratch, 'branchlight.init.gradle');
  const args = [
    '--init-script',
    script,
    '--no-daemon',
    '--console=plain',
    '--continue',
    '-Dorg.gradle.configuration-cache=false',
    '-Dorg.gradle.unsafe.configuration-cache=false',
    ...selection(project, run),
    ...(project.addedArguments ?? []),
  ];
  const text = gradleInitScript({ results: below, coverage }, measured);
  return junitRun(
    project,
    places,
    { tool: 'gradle', args, reports: [], reportsBelow: below, modules: projectsOf(project), script: { path: script, text } },
    measured ? { coverage: [joinPath(coverage, 'xml')] } : {},
  );
}

function projectsOf(project: Project): readonly string[] {
  const value = project.facts?.['projects'] ?? ['.'];
  return typeof value === 'string' ? [value] : value;
}

/** The `Test` task of each wanted file with its classes; the whole suite: `test` of every project. */
function selection(project: Project, { files = [], only }: SuiteRun): readonly string[] {
  if (files.length === 0) return ['test'];
  const tasks = new Map<string, string[]>();
  for (const file of files) {
    const task = taskOf(project, file);
    const filters = tasks.get(task) ?? [];
    filters.push(...(only === undefined ? classFilters(classNameOf(file)) : testFilters(classNameOf(file), only)));
    tasks.set(task, filters);
  }
  return [...tasks].flatMap(([task, filters]) => [task, ...filters.flatMap((filter) => ['--tests', filter])]);
}

/** By convention the task has the name of the source set. */
function taskOf(project: Project, file: string): string {
  const inner = projectsOf(project)
    .filter((folder) => isInside(joinPath(project.root, folder), file))
    .reduce((longest, folder) => (folder.length > longest.length ? folder : longest), '.');
  const set = /\/src\/([^/]+)\//.exec(toPosix(file).slice(toPosix(joinPath(project.root, inner)).length))?.[1] ?? 'test';
  return inner === '.' ? `:${set}` : `:${inner.replaceAll('/', ':')}:${set}`;
}

function classFilters(name: string): readonly string[] {
  return [name, `${name}$*`];
}

/** Cases of a parameterised test share its method, and are run together. A displayed name does not tell the method: then the whole class is run. */
function testFilters(className: string, { group, title }: { readonly group?: string; readonly title: string }): readonly string[] {
  const nested = group?.includes('$') === true ? group.slice(group.indexOf('$')) : '';
  const method = /^[\p{L}_$][\p{L}\p{N}_$]*(?=$|[([])/u.exec(title)?.[0];
  const name = className + nested;
  return method === undefined ? classFilters(name) : [`${name}.${method}`, `${name}.${method}[*`];
}
