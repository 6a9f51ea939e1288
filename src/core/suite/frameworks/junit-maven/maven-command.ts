import { dirname, extension, isInside, joinPath } from '../../../paths.ts';
import type { Project, RunPlaces, SuiteCommand, SuiteRun } from '../../framework.ts';
import { classNameOf } from '../junit/java-sources.ts';
import { junitRun } from '../junit/junit-run.ts';

/** The JaCoCo that measures projects which bring none. Reads classes of Java 5 to 25. */
const pinnedJacoco = '0.8.14';

/**
 * The command of one run of Maven's `test` phase, around it the script that gathers Surefire's reports. A red module does
 * not keep others from being tested, and its coverage is reported too: what failed is in the reports.
 * Source of the properties: the goals `surefire:test`, `jacoco:prepare-agent`, `jacoco:report`.
 */
export function mavenCommand(project: Project, run: SuiteRun, places: RunPlaces): SuiteCommand {
  const measured = run.coverage !== 'none';
  const files = run.files ?? [];
  const modules = modulesOf(project, files);
  const jacoco = measured ? jacocoArguments(project, run.coverage, places.scratch) : undefined;
  const args = [
    '--batch-mode',
    '--no-transfer-progress',
    '--fail-at-end',
    ...(modules.length === 0 ? [] : ['--projects', modules.join(','), '--also-make']),
    ...(jacoco?.before ?? []),
    'test',
    ...(jacoco?.after ?? []),
    '-Dmaven.test.failure.ignore=true',
    '-DdisableXmlReport=false',
    '-DtrimStackTrace=false',
    ...(files.length === 0 ? [] : selection(run, project.facts?.['phrased'] === 'yes')),
    ...(run.shuffleSeed === undefined ? [] : ['-Dsurefire.runOrder=random', `-Dsurefire.runOrder.random.seed=${run.shuffleSeed}`]),
    ...(project.addedArguments ?? []),
  ];
  const build = { tool: 'maven', args, reports: list(project, 'reports'), modules: list(project, 'modules') } as const;
  return junitRun(project, places, build, measured ? { coverage: list(project, 'coverage') } : {});
}

function list(project: Project, fact: string): readonly string[] {
  const value = project.facts?.[fact];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** The modules that `files` stand in, as `--projects` names them; none: the whole reactor. */
function modulesOf(project: Project, files: readonly string[]): readonly string[] {
  const modules = list(project, 'modules');
  if (modules.length <= 1) return [];
  const found = files.map((file) =>
    modules
      .filter((module) => isInside(joinPath(project.root, module), file))
      .reduce((longest, module) => (module.length > longest.length ? module : longest), '.'),
  );
  return [...new Set(found)].toSorted();
}

/** Characters that mean something in `-Dtest` stand for any one character. */
function pattern(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}_.$]/gu, '?');
}

/** Source: https://maven.apache.org/surefire/maven-surefire-plugin/examples/single-test.html */
function selection({ files = [], only }: SuiteRun, phrased: boolean): readonly string[] {
  const classes = files.map(classNameOf).map(pattern);
  const tests = only === undefined ? classes : classes.map((name) => oneTest(name, only, phrased));
  return [`-Dtest=${tests.join(',')}`, '-DfailIfNoTests=false', '-Dsurefire.failIfNoSpecifiedTests=false'];
}

/** Cases of a parameterised test share its method, and are run together. A phrased name does not tell the method: then the whole class is run. */
function oneTest(className: string, { group, title }: { readonly group?: string; readonly title: string }, phrased: boolean): string {
  const nested = group?.includes('$') === true ? pattern(group.slice(group.indexOf('$'))) : '';
  const method = (phrased ? /^[\p{L}_$][\p{L}\p{N}_$]*(?=\()/u : /^[^([{]+/).exec(title)?.[0].trim();
  return method === undefined ? `${className}${nested}` : `${className}${nested}#${pattern(method)}`;
}

function jacocoArguments(
  project: Project,
  what: SuiteRun['coverage'],
  scratch: string,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const own = project.facts?.['jacoco'];
  const configured = typeof own === 'string' && own !== '';
  const version = configured ? (own === 'managed' ? undefined : own) : pinnedJacoco;
  const plugin = ['org.jacoco:jacoco-maven-plugin', ...(version === undefined ? [] : [version])].join(':');
  const data = joinPath(scratch, 'jacoco.exec');
  return {
    // Two agents in one process do not get along: a project that starts its own keeps it.
    before: configured ? [] : [`${plugin}:prepare-agent`],
    after: [
      `${plugin}:report`,
      '-Djacoco.skip=false',
      '-Djacoco.haltOnFailure=false',
      `-Djacoco.destFile=${data}`,
      `-Djacoco.dataFile=${data}`,
      ...(typeof what === 'string' ? [] : includes(what)),
    ],
  };
}

/** Only classes of the wanted files' packages are instrumented; with a package that is not certain all are. */
function includes(files: readonly string[]): readonly string[] {
  const packages = files.map((file) => {
    const name = classNameOf(file);
    return extension(file) === '.java' && /[\\/]src[\\/][^\\/]+[\\/]java[\\/]/.test(dirname(file) + '/') && name.includes('.')
      ? `${name.slice(0, name.lastIndexOf('.'))}.*`
      : undefined;
  });
  return packages.includes(undefined) || packages.length === 0 ? [] : [`-Djacoco.includes=${[...new Set(packages)].join(':')}`];
}
