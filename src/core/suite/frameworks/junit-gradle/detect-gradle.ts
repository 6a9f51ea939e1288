import { dirname, extension, foldersUp, isInside, isWindowsPath, joinPath, relativePath } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';
import type { Detection, Evidence } from '../../framework.ts';

/** Endings of the languages whose tests Gradle's `Test` tasks run. */
const languages = ['.java', '.kt', '.groovy', '.scala'];
const settingsNames = ['settings.gradle', 'settings.gradle.kts', 'settings.gradle.dcl'];
const buildNames = ['build.gradle', 'build.gradle.kts', 'build.gradle.dcl'];

/** Most projects of a build that are looked at. */
const mostProjects = 2000;

/** Finds the Gradle build that tests `file`: the nearest project above it, and the build whose settings stand above that. */
export async function detectGradle(file: string, workspaceRoot: string, fileSystem: FileSystem): Promise<Detection> {
  if (!languages.includes(extension(file))) return { found: false, reason: 'JUnit tests Java files.', otherLanguage: true };
  const folders = foldersUp(dirname(file), workspaceRoot);
  const project = await nearest(folders, [...buildNames, ...settingsNames], fileSystem);
  if (project === undefined) {
    return {
      found: false,
      reason: `No build.gradle, build.gradle.kts or settings file stands in a folder from ${dirname(file)} up to ${workspaceRoot}. Open the folder of the Gradle build.`,
    };
  }
  const root = (await nearest(folders, settingsNames, fileSystem)) ?? project;
  const text = await textsOf(project === root ? [root] : [project, root], fileSystem);
  const wrapper = await wrapperOf(root, workspaceRoot, fileSystem);
  return {
    found: true,
    evidence: evidenceOf(text),
    project: {
      root,
      framework: 'junit-gradle',
      language: 'java',
      frameworkVersion: junitVersion(text, await catalogueOf(root, fileSystem)) ?? 'unknown',
      interpreter: wrapper ?? (isWindowsPath(root) ? 'gradle.bat' : 'gradle'),
      coverageProvider: 'jacoco',
      globals: false,
      facts: {
        projects: await projectsOf(root, fileSystem),
        retrying: /org\.gradle\.test-retry|\bmaxRetries\b/.test(text) ? 'yes' : '',
      },
    },
  };
}

async function nearest(folders: readonly string[], names: readonly string[], fileSystem: FileSystem): Promise<string | undefined> {
  for (const folder of folders) {
    for (const name of names) if ((await fileSystem.stat(joinPath(folder, name)))?.kind === 'file') return folder;
  }
  return undefined;
}

async function readIfThere(path: string, fileSystem: FileSystem): Promise<string> {
  return (await fileSystem.stat(path))?.kind === 'file' ? fileSystem.readText(path) : '';
}

async function textsOf(folders: readonly string[], fileSystem: FileSystem): Promise<string> {
  const texts: string[] = [];
  for (const folder of folders) for (const name of buildNames) texts.push(await readIfThere(joinPath(folder, name), fileSystem));
  return texts.join('\n');
}

async function wrapperOf(root: string, workspaceRoot: string, fileSystem: FileSystem): Promise<string | undefined> {
  const name = isWindowsPath(root) ? 'gradlew.bat' : 'gradlew';
  for (const folder of foldersUp(root, isInside(workspaceRoot, root) ? workspaceRoot : root)) {
    const path = joinPath(folder, name);
    if ((await fileSystem.stat(path))?.kind === 'file') return path;
  }
  return undefined;
}

function evidenceOf(text: string): Evidence {
  return /\b(junit|testng|spock|kotest|useJUnitPlatform|useTestNG|kotlin\(["']test)/i.test(text) ? 'configured' : 'language';
}

/** The version catalogue, where builds keep versions by name. */
async function catalogueOf(root: string, fileSystem: FileSystem): Promise<string> {
  return readIfThere(joinPath(root, 'gradle', 'libs.versions.toml'), fileSystem);
}

function junitVersion(text: string, catalogue: string): string | undefined {
  const coordinates =
    /["'](?:org\.junit\.jupiter:junit-jupiter(?:-api|-engine|-params)?|org\.junit:junit-bom|junit:junit|org\.testng:testng):(\d[\w.-]*)["']/.exec(
      text,
    )?.[1];
  return (
    coordinates ??
    /\buseJUnitJupiter\(["'](\d[\w.-]*)["']\)/.exec(text)?.[1] ??
    /^\s*junit[\w-]*\s*=\s*["'](\d[\w.-]*)["']/m.exec(catalogue)?.[1]
  );
}

/** Folders of the projects of a build, relative to its root: every one with a build file of its own, and those that the settings name. */
async function projectsOf(root: string, fileSystem: FileSystem): Promise<readonly string[]> {
  const settings = (await Promise.all(settingsNames.map((name) => readIfThere(joinPath(root, name), fileSystem)))).join('\n');
  const named = [...settings.matchAll(/\binclude\s*\(?([^)\n]*(?:,\s*\n[^)\n]*)*)/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/["']:?([\w.:/-]+)["']/g)].map((match) => (match[1] ?? '').replaceAll(':', '/')),
  );
  const found: string[] = [];
  for (const folder of [root, ...named.map((name) => joinPath(root, name))].slice(0, mostProjects)) {
    if ((await fileSystem.stat(folder))?.kind === 'directory') found.push(relativePath(root, folder) || '.');
  }
  return [...new Set(found)];
}
