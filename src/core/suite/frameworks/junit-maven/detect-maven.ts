import { dirname, extension, foldersUp, isInside, isWindowsPath, joinPath, relativePath } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';
import type { Detection, Evidence } from '../../framework.ts';
import { readPom, type Pom, type PomPlugin } from './read-pom.ts';

/** Endings of the languages whose tests Surefire runs. */
const languages = ['.java', '.kt', '.groovy', '.scala'];

/** Most modules of a reactor that are looked at. */
const mostModules = 2000;

/** Artifacts that bring a test framework which Surefire knows. */
const testArtifacts =
  /^(junit|junit-.*|testng|spock-core|kotlin-test-junit5?|kotlin-test-testng|kotest-runner-junit5.*|spring-boot-starter-test|quarkus-junit5?|micronaut-test-junit5)$/;

/** Finds the reactor that tests `file`: the nearest `pom.xml` above it, and the topmost one that has it as a module. */
export async function detectMaven(file: string, workspaceRoot: string, fileSystem: FileSystem): Promise<Detection> {
  if (!languages.includes(extension(file))) return { found: false, reason: 'JUnit tests Java files.', otherLanguage: true };
  const module = await nearestPom(file, workspaceRoot, fileSystem);
  if (module === undefined) {
    return {
      found: false,
      reason: `No pom.xml stands in a folder from ${dirname(file)} up to ${workspaceRoot}. Open the folder of the Maven project.`,
    };
  }
  const own = await readPom(joinPath(module, 'pom.xml'), fileSystem);
  if (own === undefined) return { found: false, reason: `${joinPath(module, 'pom.xml')} is no XML. Correct it first.` };
  const { root, poms } = await reactorOf(module, workspaceRoot, fileSystem);
  const chain = await lineOf(own, fileSystem);
  const evidence = evidenceOf(chain);
  const argLine = argLineClash(chain);
  const windows = isWindowsPath(root);
  return {
    found: true,
    evidence,
    project: {
      root,
      framework: 'junit-maven',
      language: 'java',
      frameworkVersion: junitVersion(chain) ?? 'unknown',
      interpreter: (await wrapperOf(root, workspaceRoot, fileSystem)) ?? (windows ? 'mvn.cmd' : 'mvn'),
      ...(argLine === undefined ? { coverageProvider: 'jacoco' } : {}),
      globals: false,
      facts: {
        modules: poms.map((pom) => relativePath(root, dirname(pom.path)) || '.'),
        reports: [...new Set(poms.flatMap((pom) => reportFolders(pom, chain)))],
        coverage: poms.map((pom) => joinPath(buildFolder(pom, chain), 'site', 'jacoco', 'jacoco.xml')),
        jacoco: ownJacoco([...poms, ...chain]) ?? '',
        retrying: [...poms, ...chain].some(retries) ? 'yes' : '',
        argLine: argLine ?? '',
        phrased: [...poms, ...chain].some(isPhrased) ? 'yes' : '',
      },
    },
  };
}

async function nearestPom(file: string, workspaceRoot: string, fileSystem: FileSystem): Promise<string | undefined> {
  for (const folder of foldersUp(dirname(file), workspaceRoot)) {
    if ((await fileSystem.stat(joinPath(folder, 'pom.xml')))?.kind === 'file') return folder;
  }
  return undefined;
}

/** The topmost folder whose reactor holds `module`, and the POMs of that reactor, its own first. */
async function reactorOf(
  module: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
): Promise<{ readonly root: string; readonly poms: readonly Pom[] }> {
  let found = { root: module, poms: await reactorBelow(module, fileSystem) };
  for (const folder of foldersUp(module, workspaceRoot).slice(1)) {
    if ((await fileSystem.stat(joinPath(folder, 'pom.xml')))?.kind !== 'file') continue;
    const poms = await reactorBelow(folder, fileSystem);
    if (poms.some((pom) => dirname(pom.path) === found.root)) found = { root: folder, poms };
  }
  return found;
}

async function reactorBelow(folder: string, fileSystem: FileSystem): Promise<readonly Pom[]> {
  const poms = new Map<string, Pom>();
  const waiting = [joinPath(folder, 'pom.xml')];
  for (let path = waiting.shift(); path !== undefined && poms.size < mostModules; path = waiting.shift()) {
    if (poms.has(path)) continue;
    const pom = await readPom(path, fileSystem);
    if (pom === undefined) continue;
    poms.set(path, pom);
    // A module is a folder or a file.
    waiting.push(...pom.modules.map((name) => joinPath(dirname(pom.path), ...(name.endsWith('.xml') ? [name] : [name, 'pom.xml']))));
  }
  return [...poms.values()];
}

/** A POM and its parents, as far as they stand in files. */
async function lineOf(own: Pom, fileSystem: FileSystem): Promise<readonly Pom[]> {
  const line = [own];
  for (let pom: Pom | undefined = own; pom?.parent !== undefined && line.length < 20;) {
    pom = await readPom(pom.parent, fileSystem);
    if (pom === undefined || line.some(({ path }) => path === pom?.path)) break;
    line.push(pom);
  }
  return line;
}

async function wrapperOf(root: string, workspaceRoot: string, fileSystem: FileSystem): Promise<string | undefined> {
  const name = isWindowsPath(root) ? 'mvnw.cmd' : 'mvnw';
  for (const folder of foldersUp(root, isInside(workspaceRoot, root) ? workspaceRoot : root)) {
    const path = joinPath(folder, name);
    if ((await fileSystem.stat(path))?.kind === 'file') return path;
  }
  return undefined;
}

function evidenceOf(chain: readonly Pom[]): Evidence {
  const tests = chain.some(
    (pom) => pom.dependencies.some(({ artifactId }) => testArtifacts.test(artifactId)) || surefireOf(pom).length > 0,
  );
  return tests ? 'configured' : 'language';
}

/** Of what the tests are written with, newest kind first: Jupiter, JUnit 4, TestNG. */
function junitVersion(chain: readonly Pom[]): string | undefined {
  const wanted: readonly RegExp[] = [/^junit-jupiter(-api|-engine|-params)?$/, /^junit-bom$/, /^junit$/, /^testng$/];
  for (const name of wanted) {
    for (const { artifactId, version } of chain.flatMap((pom) => pom.dependencies)) {
      const known = name.test(artifactId) && version !== undefined ? resolveValue(version, chain) : undefined;
      if (known !== undefined) return known;
    }
  }
  return undefined;
}

/** A value with the properties of the POMs put in; undefined when one of them is not known. */
function resolveValue(value: string, chain: readonly Pom[]): string | undefined {
  const resolved = value.replaceAll(
    /\$\{([^}]+)\}/g,
    (whole, name: string) => chain.find((pom) => pom.properties[name] !== undefined)?.properties[name] ?? whole,
  );
  return resolved.includes('${') ? undefined : resolved;
}

function surefireOf(pom: Pom): readonly PomPlugin[] {
  return [...pom.plugins, ...pom.managedPlugins].filter(({ artifactId }) => artifactId === 'maven-surefire-plugin');
}

function retries(pom: Pom): boolean {
  return (
    surefireOf(pom).some(({ configuration }) => configuration['rerunFailingTestsCount'] !== undefined) ||
    pom.properties['surefire.rerunFailingTestsCount'] !== undefined
  );
}

/** Whether its reports name tests as people read them, not as they are selected. */
function isPhrased(pom: Pom): boolean {
  return surefireOf(pom).some(({ configuration }) => configuration['usePhrasedTestCaseMethodName'] === 'true');
}

/** The version of a JaCoCo plugin that starts its agent by itself, `managed` when the version is not written literally. */
function ownJacoco(poms: readonly Pom[]): string | undefined {
  for (const pom of poms) {
    const plugin = pom.plugins.find(({ artifactId }) => artifactId === 'jacoco-maven-plugin');
    const managed = poms.flatMap(({ managedPlugins }) => managedPlugins).find(({ artifactId }) => artifactId === 'jacoco-maven-plugin');
    if (plugin === undefined || ![...plugin.goals, ...(managed?.goals ?? [])].includes('prepare-agent')) continue;
    const version = plugin.version ?? managed?.version;
    return (version === undefined ? undefined : resolveValue(version, poms)) ?? 'managed';
  }
  return undefined;
}

/** A fixed `argLine` of Surefire, which no agent can be added to; undefined when there is none. */
function argLineClash(chain: readonly Pom[]): string | undefined {
  for (const { configuration } of chain.flatMap(surefireOf)) {
    const argLine = configuration['argLine'];
    if (argLine !== undefined && !/[@$]\{[\w.]+\}/.test(argLine)) return argLine;
  }
  return undefined;
}

function buildFolder(pom: Pom, chain: readonly Pom[]): string {
  const folder = dirname(pom.path);
  const written = pom.buildDirectory ?? chain.find(({ buildDirectory }) => buildDirectory !== undefined)?.buildDirectory;
  return (written === undefined ? undefined : below(folder, written, joinPath(folder, 'target'))) ?? joinPath(folder, 'target');
}

function reportFolders(pom: Pom, chain: readonly Pom[]): readonly string[] {
  const build = buildFolder(pom, chain);
  const configured = [pom, ...chain]
    .flatMap(surefireOf)
    .flatMap(({ configuration }) => configuration['reportsDirectory'] ?? [])
    .flatMap((written) => below(dirname(pom.path), written, build) ?? []);
  return [joinPath(build, 'surefire-reports'), ...configured];
}

/** A folder as POMs write one; undefined when it depends on what is not known. */
function below(folder: string, written: string, build: string): string | undefined {
  const path = written.replaceAll(/\$\{(?:project\.)?build\.directory\}/g, build).replaceAll(/\$\{(?:project\.)?basedir\}/g, folder);
  if (path.includes('${')) return undefined;
  return path.startsWith('/') || isWindowsPath(path) ? joinPath(path) : joinPath(folder, path);
}
