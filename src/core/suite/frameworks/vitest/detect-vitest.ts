import type ts from 'typescript';
import type { FileSystem } from '../../../ports.ts';
import type { Detection, FrameworkSettings } from '../../framework.ts';
import { loadTypeScript } from '../../load-typescript.ts';
import { dirname, joinPath } from '../../../paths.ts';
import { findPackage, isAtLeast, majorOf, nearestModules } from '../javascript/find-package.ts';
import { findRoot, type FolderSigns } from '../javascript/find-root.ts';
import { packageManagerOf } from '../javascript/package-manager.ts';
import { readHabits } from '../javascript/read-habits.ts';
import { configExtensions, isScript, languageOf } from '../javascript/source-files.ts';
import { noVitestConfig, readVitestConfig, type VitestConfig } from './read-vitest-config.ts';

const ownConfigNames = namesOf('vitest.config', 'vitest.workspace', 'vitest.projects');
const viteConfigNames = namesOf('vite.config');
const oldest = 3;

function namesOf(...stems: readonly string[]): readonly string[] {
  return stems.flatMap((stem) => configExtensions.map((ending) => stem + ending));
}

/**
 * Finds the package whose Vitest tests `file`: the nearest folder above it that configures Vitest or starts it by a
 * script, else the nearest that depends on it.
 */
export async function detectVitest(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: FrameworkSettings,
): Promise<Detection> {
  if (!isScript(file)) return { found: false, reason: 'Vitest tests JavaScript and TypeScript files.', otherLanguage: true };
  const typescript = await loadTypeScript();
  const isConfigured = (signs: FolderSigns): Promise<boolean> => configures(signs, fileSystem, typescript);
  const found = await findRoot(file, workspaceRoot, fileSystem, { package: 'vitest', programs: ['vitest'], isConfigured }, settings.root);
  const { add, plugAndPlay } = await packageManagerOf(found?.folder ?? dirname(file), workspaceRoot, fileSystem);
  if (found === undefined) {
    return {
      found: false,
      nothing: true,
      reason: `No package.json or config between ${dirname(file)} and ${workspaceRoot} names Vitest. Add it with \`${add} vitest @vitest/coverage-v8\`.`,
    };
  }
  const { folder: root } = found;
  const runner = await findPackage(root, 'vitest', fileSystem);
  if (runner === undefined) {
    const next = plugAndPlay
      ? "Yarn's Plug'n'Play keeps packages where they cannot be looked up: set `nodeLinker: node-modules` in .yarnrc.yml and install."
      : "Run the package manager's install there first.";
    return { found: false, reason: `${root} uses Vitest but it is not installed. ${next}` };
  }
  const { version } = runner;
  if ((majorOf(version) ?? oldest) < oldest) {
    return { found: false, reason: `Vitest ${version ?? ''} is installed in ${root}; Branchlight needs ${oldest} or later.` };
  }
  const config = await readConfig(found, fileSystem, typescript);
  const coverageProvider = await findProvider(root, config, version, fileSystem);
  const modules = await nearestModules(root, fileSystem);
  const caches = modules === undefined ? [] : ['.vite', '.vite-temp', '.vitest'].map((name) => joinPath(modules, name));
  const { habits } = await readHabits(root, fileSystem, typescript, { include: config.include, caches });
  return {
    found: true,
    evidence: found.evidence,
    project: {
      root,
      framework: 'vitest',
      language: languageOf(file),
      frameworkVersion: version ?? 'unknown',
      interpreter: settings.node === undefined || settings.node === '' ? 'node' : settings.node,
      runner: joinPath(runner.folder, 'vitest.mjs'),
      ...(coverageProvider === undefined ? {} : { coverageProvider }),
      globals: config.globals,
      habits,
      facts: { add, ...(config.reporters === undefined ? {} : { reporters: config.reporters }) },
    },
  };
}

/** A config of Vitest's own always; one of Vite's where it speaks of tests and the package has Vitest. */
async function configures(signs: FolderSigns, fileSystem: FileSystem, typescript: typeof ts): Promise<boolean> {
  if (ownConfigNames.some((name) => signs.names.has(name))) return true;
  const vite = viteConfigNames.find((name) => signs.names.has(name));
  if (vite === undefined || signs.packageJson?.dependencies.has('vitest') !== true) return false;
  return readVitestConfig(typescript, vite, await fileSystem.readText(joinPath(signs.folder, vite))).configured;
}

async function findProvider(
  root: string,
  config: VitestConfig,
  version: string | undefined,
  fileSystem: FileSystem,
): Promise<string | undefined> {
  const installed: string[] = [];
  for (const name of ['v8', 'istanbul']) {
    if ((await findPackage(root, `@vitest/coverage-${name}`, fileSystem)) !== undefined) installed.push(name);
  }
  if (config.provider !== undefined && installed.includes(config.provider)) return config.provider;
  // Before 3.2 V8's own ranges do not tell the arms of a branch apart.
  if (!isAtLeast(version ?? '', 3, 2) && installed.includes('istanbul')) return 'istanbul';
  return installed[0];
}

/** What Vitest's config says; it takes its own before Vite's. */
async function readConfig({ folder, names }: FolderSigns, fileSystem: FileSystem, typescript: typeof ts): Promise<VitestConfig> {
  const name = [...ownConfigNames, ...viteConfigNames].find((candidate) => names.has(candidate));
  return name === undefined ? noVitestConfig : readVitestConfig(typescript, name, await fileSystem.readText(joinPath(folder, name)));
}
