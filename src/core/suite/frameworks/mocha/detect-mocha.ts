import { dirname, joinPath } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';
import type { Detection, FrameworkSettings, Project } from '../../framework.ts';
import { loadTypeScript } from '../../load-typescript.ts';
import { findPackage, majorOf } from '../javascript/find-package.ts';
import { findRoot, type FolderSigns } from '../javascript/find-root.ts';
import { packageManagerOf } from '../javascript/package-manager.ts';
import { readPackageJson, type PackageJson } from '../javascript/package-json.ts';
import { readHabits } from '../javascript/read-habits.ts';
import { scriptsStarting, type ScriptCommand } from '../javascript/script-commands.ts';
import { isScript, languageOf } from '../javascript/source-files.ts';
import { optionValues, readMochaArguments } from './mocha-arguments.ts';
import { isMochaTest } from './mocha-specs.ts';
import { mochaConfigNames, readMochaConfig } from './read-mocha-config.ts';

const oldest = 9;

const signs = {
  package: 'mocha',
  programs: ['mocha', '_mocha', 'ts-mocha'],
  isConfigured: ({ names, packageJson }: FolderSigns) =>
    Promise.resolve(mochaConfigNames.some((name) => names.has(name)) || packageJson?.content['mocha'] !== undefined),
};

/**
 * Finds the package whose Mocha tests `file`: the nearest folder above it that configures Mocha or starts it by a script,
 * else the nearest that depends on it.
 */
export async function detectMocha(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: FrameworkSettings,
): Promise<Detection> {
  if (!isScript(file)) return { found: false, reason: 'Mocha tests JavaScript and TypeScript files.', otherLanguage: true };
  const found = await findRoot(file, workspaceRoot, fileSystem, signs, settings.root);
  if (found === undefined) {
    const { add } = await packageManagerOf(dirname(file), workspaceRoot, fileSystem);
    return {
      found: false,
      nothing: true,
      reason: `No package.json or .mocharc between ${dirname(file)} and ${workspaceRoot} names Mocha. Add it with \`${add} mocha\`.`,
    };
  }
  const { folder: root, evidence, packageJson } = found;
  const script = packageJson === undefined ? undefined : testScript(packageJson);
  const installed = await findPackage(root, 'mocha', fileSystem);
  if (installed === undefined) {
    const { plugAndPlay } = await packageManagerOf(root, workspaceRoot, fileSystem);
    const reason = plugAndPlay
      ? `${root} uses Mocha through Yarn's Plug'n'Play, where no package lies in a folder. Set nodeLinker: node-modules to have its tests run here.`
      : `${root} uses Mocha but it is not installed. Run the package manager's install there first.`;
    return { found: false, reason };
  }
  const { folder, version } = installed;
  if ((majorOf(version) ?? oldest) < oldest) {
    return { found: false, reason: `Mocha ${version} is installed in ${root}; Branchlight needs ${oldest} or later.` };
  }
  const config = await readMochaConfig(root, packageJson, fileSystem, await loadTypeScript());
  const args = script?.args ?? [];
  const { specs } = readMochaArguments(args, true);
  const extension = [...optionValues(args, '--extension'), ...config.extension].map((one) => one.replace(/^\./, ''));
  const program = await binOf(folder, fileSystem);
  const project: Project = {
    root,
    framework: 'mocha',
    language: languageOf(file),
    frameworkVersion: version ?? 'unknown',
    interpreter: settings.node === undefined || settings.node === '' ? 'node' : settings.node,
    runner: joinPath(folder, program),
    coverageProvider: 'v8',
    globals: true,
    facts: {
      mocha: folder,
      arguments: args,
      nodeArguments: script?.nodeArguments ?? [],
      environment: Object.entries(script?.environment ?? {}).map(([name, value]) => `${name}=${value}`),
      specs: [...new Set([...specs, ...config.spec])],
      extensions: extension.length === 0 ? ['js', 'cjs', 'mjs'] : [...new Set(extension)],
      recursive: config.recursive || args.includes('--recursive') ? 'yes' : 'no',
      ui: optionValues(args, '--ui', '-u')[0] ?? config.ui ?? 'bdd',
    },
  };
  return { found: true, evidence, project: { ...project, ...(await readOwnHabits(project, packageJson, fileSystem)) } };
}

/** What Mocha's users write where the project's own tests do not tell; which functions there are says the interface. */
async function readOwnHabits(
  project: Project,
  packageJson: PackageJson | undefined,
  fileSystem: FileSystem,
): Promise<Pick<Project, 'habits' | 'globals'>> {
  const { habits, testTexts } = await readHabits(project.root, fileSystem, await loadTypeScript(), {
    include: [],
    caches: [],
    isTest: (path) => isMochaTest(project, path),
  });
  const { groupFunction: _group, ...others } = habits;
  const tdd = ['tdd', 'qunit'].includes(String(project.facts?.['ui']));
  const imports = testTexts.some((text) => /^\s*import\b/m.test(text));
  return {
    globals: !testTexts.some((text) => /(?:from|require\()\s*['"]mocha['"]/.test(text)),
    habits: {
      ...others,
      testFunction: tdd ? 'test' : 'it',
      ...(tdd ? { groupFunction: 'suite' } : {}),
      ...(!imports && packageJson?.type === 'commonjs' ? { modules: 'commonjs' } : {}),
    },
  };
}

function testScript(packageJson: PackageJson): ScriptCommand | undefined {
  const [direct] = ['mocha', '_mocha'].flatMap((program) => scriptsStarting(program, packageJson));
  if (direct !== undefined) return direct;
  // ts-mocha is Mocha with ts-node loaded first; its own options are none of Mocha's.
  const [typed] = scriptsStarting('ts-mocha', packageJson);
  return typed === undefined ? undefined : { ...typed, args: ['--require', 'ts-mocha/src/index.js', ...withoutProject(typed.args)] };
}

function withoutProject(args: readonly string[]): readonly string[] {
  return args.filter(
    (word, at) => !/^(?:-p|--project|--paths|--type-check)\b/.test(word) && !/^(?:-p|--project)$/.test(args[at - 1] ?? ''),
  );
}

/** Where the program of Mocha lies in its folder. Source: `bin` of its package.json. */
async function binOf(folder: string, fileSystem: FileSystem): Promise<string> {
  const bin = (await readPackageJson(folder, fileSystem))?.content['bin'];
  const mocha: unknown = typeof bin === 'object' && bin !== null ? (bin as Readonly<Record<string, unknown>>)['mocha'] : bin;
  return typeof mocha === 'string' ? mocha : 'bin/mocha.js';
}
