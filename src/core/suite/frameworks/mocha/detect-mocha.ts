import { dirname, foldersUp, joinPath } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';
import type { Detection, Evidence, FrameworkSettings } from '../../framework.ts';
import { loadTypeScript } from '../../load-typescript.ts';
import { findPackage, majorOf } from '../javascript/find-package.ts';
import { packageManagerOf } from '../javascript/package-manager.ts';
import { readPackageJson, type PackageJson } from '../javascript/package-json.ts';
import { scriptsStarting, type ScriptCommand } from '../javascript/script-commands.ts';
import { isScript, languageOf } from '../javascript/source-files.ts';
import { optionValues, readMochaArguments } from './mocha-arguments.ts';
import { mochaConfigNames, readMochaConfig } from './read-mocha-config.ts';

const oldest = 9;

interface Found {
  readonly root: string;
  readonly evidence: Evidence;
  readonly packageJson: PackageJson | undefined;
  /** The script that runs the tests, where there is one. */
  readonly script: ScriptCommand | undefined;
}

/** Finds the package whose Mocha tests `file`: the nearest folder above it that configures, starts or names Mocha. */
export async function detectMocha(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: FrameworkSettings,
): Promise<Detection> {
  if (!isScript(file)) return { found: false, reason: 'Mocha tests JavaScript and TypeScript files.', otherLanguage: true };
  const found = await findRoot(file, workspaceRoot, fileSystem, settings);
  if (found === undefined) {
    const { add } = await packageManagerOf(dirname(file), workspaceRoot, fileSystem);
    return {
      found: false,
      reason: `No package.json or .mocharc between ${dirname(file)} and ${workspaceRoot} names Mocha. Add it with \`${add} mocha\`.`,
    };
  }
  const { root, evidence, packageJson, script } = found;
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
  return {
    found: true,
    evidence,
    project: {
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
    },
  };
}

async function findRoot(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: FrameworkSettings,
): Promise<Found | undefined> {
  if (settings.root !== undefined) return (await look(settings.root, fileSystem)) ?? (await named(settings.root, fileSystem));
  for (const folder of foldersUp(dirname(file), workspaceRoot)) {
    const found = await look(folder, fileSystem);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a folder says of Mocha by itself. */
async function look(folder: string, fileSystem: FileSystem): Promise<Found | undefined> {
  const names = new Set((await fileSystem.list(folder)).map((entry) => entry.name));
  const packageJson = names.has('package.json') ? await readPackageJson(folder, fileSystem) : undefined;
  const script = packageJson === undefined ? undefined : testScript(packageJson);
  const configured = mochaConfigNames.some((name) => names.has(name)) || packageJson?.content['mocha'] !== undefined;
  const evidence = configured
    ? 'configured'
    : script !== undefined
      ? 'scripted'
      : packageJson?.dependencies.has('mocha') === true
        ? 'installed'
        : undefined;
  return evidence === undefined ? undefined : { root: folder, evidence, packageJson, script };
}

/** A folder that the user names. */
async function named(root: string, fileSystem: FileSystem): Promise<Found> {
  return { root, evidence: 'configured', packageJson: await readPackageJson(root, fileSystem), script: undefined };
}

function testScript(packageJson: PackageJson): ScriptCommand | undefined {
  const [direct] = ['mocha', '_mocha'].flatMap((program) => scriptsStarting(program, packageJson));
  if (direct !== undefined) return direct;
  // ts-mocha is Mocha with ts-node loaded first; its own options are none of Mocha's.
  const [typed] = scriptsStarting('ts-mocha', packageJson);
  return typed === undefined ? undefined : { ...typed, args: ['--require', 'ts-mocha/src/index.js', ...withoutProject(typed.args)] };
}

function withoutProject(args: readonly string[]): readonly string[] {
  return args.filter((word, at) => !/^(?:-p|--project|--paths|--type-check)\b/.test(word) && !/^(?:-p|--project)$/.test(args[at - 1] ?? ''));
}

/** Where the program of Mocha lies in its folder. Source: `bin` of its package.json. */
async function binOf(folder: string, fileSystem: FileSystem): Promise<string> {
  const bin = (await readPackageJson(folder, fileSystem))?.content['bin'];
  const mocha: unknown = typeof bin === 'object' && bin !== null ? (bin as Readonly<Record<string, unknown>>)['mocha'] : bin;
  return typeof mocha === 'string' ? mocha : 'bin/mocha.js';
}
