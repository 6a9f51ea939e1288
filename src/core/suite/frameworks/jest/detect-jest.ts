import type { FileSystem } from '../../../ports.ts';
import type { Detection, Evidence, FrameworkSettings, Project } from '../../framework.ts';
import { loadTypeScript } from '../../load-typescript.ts';
import { dirname, isAbsolutePath, joinPath } from '../../../paths.ts';
import { findPackage, majorOf, type InstalledPackage } from '../javascript/find-package.ts';
import { findRoot, type FolderSigns, type ProjectRoot } from '../javascript/find-root.ts';
import type { PackageJson } from '../javascript/package-json.ts';
import { packageManagerOf } from '../javascript/package-manager.ts';
import { readHabits } from '../javascript/read-habits.ts';
import { scriptsStarting, type ScriptCommand } from '../javascript/script-commands.ts';
import { isScript, languageOf } from '../javascript/source-files.ts';
import { findsJestTest } from './finds-jest-test.ts';
import { noteJestFacts } from './jest-facts.ts';
import { configNameIn, readJestConfig, type JestConfig } from './read-jest-config.ts';
import { readScriptArguments, type ScriptArguments } from './script-arguments.ts';

/** What starts Jest with a configuration that it makes itself, and the script of it that takes Jest's own arguments. */
const wrappers: Readonly<Record<string, { readonly package: string; readonly script: string }>> = {
  'react-scripts': { package: 'react-scripts', script: 'scripts/test.js' },
  'react-app-rewired': { package: 'react-app-rewired', script: 'scripts/test.js' },
  craco: { package: '@craco/craco', script: 'dist/scripts/test.js' },
};
const oldest = 27;

/**
 * Finds the package whose Jest tests `file`: the nearest folder above it that configures Jest or starts it by a script,
 * else the nearest that depends on it.
 */
export async function detectJest(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: FrameworkSettings,
): Promise<Detection> {
  if (!isScript(file)) return { found: false, reason: 'Jest tests JavaScript and TypeScript files.', otherLanguage: true };
  const signs = { package: 'jest', programs: ['jest', ...Object.keys(wrappers)], isConfigured };
  const found = await findRoot(file, workspaceRoot, fileSystem, signs, settings.root);
  const { add, plugAndPlay } = await packageManagerOf(found?.folder ?? dirname(file), workspaceRoot, fileSystem);
  if (found === undefined) {
    return {
      found: false,
      nothing: true,
      reason: `No package.json or config between ${dirname(file)} and ${workspaceRoot} names Jest. Add it with \`${add} jest\`.`,
    };
  }
  const { folder: root } = found;
  const script = scriptOf(found.packageJson);
  const runner = await findRunner(root, script, fileSystem);
  if (runner === undefined) {
    const next = plugAndPlay
      ? "Yarn's Plug'n'Play keeps packages where they cannot be looked up: set `nodeLinker: node-modules` in .yarnrc.yml and install."
      : "Run the package manager's install there first.";
    return { found: false, reason: `${root} uses Jest but it is not installed. ${next}` };
  }
  const { version } = runner.jest;
  if ((majorOf(version) ?? oldest) < oldest)
    return { found: false, reason: `Jest ${version ?? ''} is installed in ${root}; Branchlight needs ${oldest} or later.` };
  const given = readScriptArguments(script?.args ?? []);
  return {
    found: true,
    ...(await readProject(found, { file, script, given, add, runner, settings }, fileSystem)),
  };
}

function isConfigured({ names, packageJson }: FolderSigns): Promise<boolean> {
  return Promise.resolve(configNameIn(names) !== undefined || packageJson?.content['jest'] !== undefined);
}

/** The script that starts Jest, itself or by a wrapper that is told to test. */
function scriptOf(packageJson: PackageJson | undefined): ScriptCommand | undefined {
  if (packageJson === undefined) return undefined;
  const wrapped = Object.keys(wrappers).flatMap((program) =>
    scriptsStarting(program, packageJson).filter((command) => command.args[0] === 'test'),
  );
  return [...scriptsStarting('jest', packageJson), ...wrapped.map((command) => ({ ...command, args: command.args.slice(1) }))][0];
}

interface Runner {
  readonly jest: InstalledPackage;
  /** Absolute path of the script that takes Jest's arguments. */
  readonly entry: string;
}

async function findRunner(root: string, script: ScriptCommand | undefined, fileSystem: FileSystem): Promise<Runner | undefined> {
  const wrapper = script === undefined ? undefined : wrappers[script.program];
  if (wrapper === undefined) {
    const jest = await findPackage(root, 'jest', fileSystem);
    return jest === undefined ? undefined : { jest, entry: joinPath(jest.folder, 'bin', 'jest.js') };
  }
  const installed = await findPackage(root, wrapper.package, fileSystem);
  if (installed === undefined) return undefined;
  // Each brings a Jest of its own, or react-scripts does.
  const from = (await findPackage(installed.folder, 'react-scripts', fileSystem))?.folder ?? installed.folder;
  const jest = await findPackage(from, 'jest', fileSystem);
  return jest === undefined ? undefined : { jest, entry: joinPath(installed.folder, wrapper.script) };
}

interface Findings {
  readonly file: string;
  readonly script: ScriptCommand | undefined;
  readonly given: ScriptArguments;
  readonly add: string;
  readonly runner: Runner;
  readonly settings: FrameworkSettings;
}

async function readProject(
  found: ProjectRoot,
  { file, script, given, add, runner, settings }: Findings,
  fileSystem: FileSystem,
): Promise<{ readonly evidence: Evidence; readonly project: Project }> {
  const { folder: root } = found;
  const typescript = await loadTypeScript();
  const config = await readJestConfig({ ...found, config: given.config, rootDir: given.rootDir }, fileSystem, typescript);
  const facts = noteJestFacts({
    arguments: given.kept,
    patterns: given.patterns,
    nodeArguments: script?.nodeArguments ?? [],
    environment: script?.environment ?? {},
    processor: given.processor ?? config.testResultsProcessor,
    rootFolder: rootFolderOf(config, given, script),
    testRegex: config.testRegex,
    roots: config.roots,
    add,
  });
  const naming = { root: config.rootDir ?? root, testMatch: config.testMatch, testRegex: config.testRegex, roots: [] };
  const { habits, testTexts } = await readHabits(root, fileSystem, typescript, {
    include: config.testMatch,
    caches: config.cacheDirectory === undefined ? [] : [config.cacheDirectory],
    isTest: (path) => findsJestTest(naming, path),
  });
  const importsGlobals = testTexts.filter((text) => text.includes('@jest/globals')).length * 2 > testTexts.length;
  return {
    evidence: found.evidence === 'installed' && importsGlobals ? 'imported' : found.evidence,
    project: {
      root,
      framework: 'jest',
      language: languageOf(file),
      frameworkVersion: runner.jest.version ?? 'unknown',
      interpreter: settings.node === undefined || settings.node === '' ? 'node' : settings.node,
      runner: runner.entry,
      coverageProvider: 'istanbul',
      globals: config.injectGlobals && !importsGlobals,
      habits,
      facts,
    },
  };
}

/** Several projects have several root folders, and what a wrapper configures is not written down. */
function rootFolderOf(config: JestConfig, given: ScriptArguments, script: ScriptCommand | undefined): string | undefined {
  if (config.projects || given.projects || (script !== undefined && script.program !== 'jest')) return undefined;
  return config.rootDir !== undefined && isAbsolutePath(config.rootDir) ? config.rootDir : undefined;
}
