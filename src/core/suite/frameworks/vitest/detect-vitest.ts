import type ts from 'typescript';
import type { FileSystem } from '../../../ports.ts';
import type { Detection, FrameworkSettings } from '../../framework.ts';
import { loadTypeScript } from '../../load-typescript.ts';
import { dirname, extension, foldersUp, joinPath } from '../../../paths.ts';
import { readVitestConfig, type VitestConfig } from './read-vitest-config.ts';
import { readHabits } from './read-habits.ts';

const sourceExtensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const configNames = ['vitest.config', 'vitest.workspace', 'vitest.projects', 'vite.config'].flatMap((name) =>
  ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'].map((ending) => name + ending),
);
const oldest = 3;

/** Finds the package whose Vitest tests `file`: the nearest folder above it that names or configures Vitest. */
export async function detectVitest(
  file: string,
  workspaceRoot: string,
  fileSystem: FileSystem,
  settings: FrameworkSettings,
): Promise<Detection> {
  if (!sourceExtensions.includes(extension(file)))
    return { found: false, reason: 'Vitest tests JavaScript and TypeScript files.', otherLanguage: true };
  const root = await findRoot(file, workspaceRoot, fileSystem);
  if (root === undefined) {
    return {
      found: false,
      reason: `No package.json or config between ${dirname(file)} and ${workspaceRoot} names Vitest. Add it with \`npm i -D vitest @vitest/coverage-v8\`.`,
    };
  }
  const runner = await findModule(root, 'vitest', fileSystem);
  if (runner === undefined) {
    return { found: false, reason: `${root} uses Vitest but it is not installed. Run the package manager's install there first.` };
  }
  const version = await packageVersion(runner, fileSystem);
  if (version !== undefined && Number.parseInt(version, 10) < oldest) {
    return { found: false, reason: `Vitest ${version} is installed in ${root}; Branchlight needs ${oldest} or later.` };
  }
  const typescript = await loadTypeScript();
  const config = await readConfig(root, fileSystem, typescript);
  const coverageProvider = await findProvider(root, config, version, fileSystem);
  return {
    found: true,
    evidence: 'installed',
    project: {
      root,
      framework: 'vitest',
      language: /^\.[mc]?tsx?$/.test(extension(file)) ? 'typescript' : 'javascript',
      frameworkVersion: version ?? 'unknown',
      interpreter: settings.node === undefined || settings.node === '' ? 'node' : settings.node,
      runner: joinPath(runner, 'vitest.mjs'),
      ...(coverageProvider === undefined ? {} : { coverageProvider }),
      globals: config.globals,
      habits: await readHabits(root, workspaceRoot, config, fileSystem, typescript),
    },
  };
}

async function findRoot(file: string, workspaceRoot: string, fileSystem: FileSystem): Promise<string | undefined> {
  for (const folder of foldersUp(dirname(file), workspaceRoot)) {
    const names = new Set((await fileSystem.list(folder)).map((entry) => entry.name));
    const named = names.has('package.json') && (await namesVitest(joinPath(folder, 'package.json'), fileSystem));
    const configured = configNames.some((name) => names.has(name) && (name.startsWith('vitest.') || named));
    if (configured || named) return folder;
  }
  return undefined;
}

async function namesVitest(path: string, fileSystem: FileSystem): Promise<boolean> {
  const parsed = parseJson(await fileSystem.readText(path));
  return ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].some((field) => {
    const names: unknown = parsed[field];
    return typeof names === 'object' && names !== null && 'vitest' in names;
  });
}

/** Absolute folder of an installed package, looked up as Node does: `node_modules` of every folder upwards, links followed. */
async function findModule(from: string, name: string, fileSystem: FileSystem): Promise<string | undefined> {
  for (const folder of foldersUp(from, '/')) {
    const path = joinPath(folder, 'node_modules', name);
    const found = await fileSystem.stat(joinPath(path, 'package.json'));
    if (found?.kind === 'file') return path;
  }
  return undefined;
}

async function packageVersion(folder: string, fileSystem: FileSystem): Promise<string | undefined> {
  const { version } = parseJson(await fileSystem.readText(joinPath(folder, 'package.json')));
  return typeof version === 'string' ? version : undefined;
}

async function findProvider(
  root: string,
  config: VitestConfig,
  version: string | undefined,
  fileSystem: FileSystem,
): Promise<string | undefined> {
  const installed: string[] = [];
  for (const name of ['v8', 'istanbul']) {
    if ((await findModule(root, `@vitest/coverage-${name}`, fileSystem)) !== undefined) installed.push(name);
  }
  if (config.provider !== undefined && installed.includes(config.provider)) return config.provider;
  // Before 3.2 V8's own ranges do not tell the arms of a branch apart.
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  if (major === 3 && minor < 2 && installed.includes('istanbul')) return 'istanbul';
  return installed[0];
}

async function readConfig(root: string, fileSystem: FileSystem, typescript: typeof ts): Promise<VitestConfig> {
  const names = new Set((await fileSystem.list(root)).map((entry) => entry.name));
  const name = configNames.find((candidate) => names.has(candidate));
  if (name === undefined) return { include: [], globals: false, provider: undefined };
  return readVitestConfig(typescript, name, await fileSystem.readText(joinPath(root, name)));
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // a package.json that is being edited names nothing
  }
}
