import type ts from 'typescript';
import { dirname, isAbsolutePath, joinPath } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';
import {
  computed,
  isLiteralObject,
  literalStrings,
  readConfigLiterals,
  type Literal,
  type LiteralObject,
} from '../javascript/config-literals.ts';
import type { PackageJson } from '../javascript/package-json.ts';

/** What is written down literally in a Jest configuration; everything computed is left out. */
export interface JestConfig {
  /** Where it was read; undefined: there is none, or it is given on a command line as JSON. */
  readonly file: string | undefined;
  /** Absolute; undefined when it is computed. */
  readonly rootDir: string | undefined;
  readonly testMatch: readonly string[];
  readonly testRegex: readonly string[];
  /** Absolute. */
  readonly roots: readonly string[];
  readonly testResultsProcessor: string | undefined;
  readonly cacheDirectory: string | undefined;
  /** `false`: what tests call must be imported. */
  readonly injectGlobals: boolean;
  /** Several projects in one configuration. */
  readonly projects: boolean;
}

/** Endings in the order in which Jest looks for a configuration. */
const endings = ['.js', '.ts', '.mjs', '.mts', '.cjs', '.cts', '.json'];

/** Name of the configuration file that Jest takes in a folder. */
export function configNameIn(names: ReadonlySet<string>): string | undefined {
  return endings.map((ending) => `jest.config${ending}`).find((name) => names.has(name));
}

/** Where a configuration is looked for: a file that is named, else what lies in the folder. */
export interface ConfigPlace {
  readonly folder: string;
  readonly names: ReadonlySet<string>;
  readonly packageJson: PackageJson | undefined;
  /** `--config` of a script: a path or JSON. */
  readonly config?: string | undefined;
  readonly rootDir?: string | undefined;
}

export async function readJestConfig(place: ConfigPlace, fileSystem: FileSystem, typescript: typeof ts): Promise<JestConfig> {
  const { folder } = place;
  const named = place.config;
  if (named?.startsWith('{') === true)
    return configOf(readConfigLiterals(typescript, 'config.json', named), undefined, folder, place.rootDir);
  const own = configNameIn(place.names);
  const file = named === undefined ? (own === undefined ? undefined : joinPath(folder, own)) : absolute(folder, named);
  if (file !== undefined && (await fileSystem.stat(file))?.kind === 'file') {
    const literals = readConfigLiterals(typescript, file, await fileSystem.readText(file));
    const within = file.endsWith('package.json') && isLiteralObject(literals['jest']) ? literals['jest'] : literals;
    return configOf(within, file, dirname(file), place.rootDir === undefined ? undefined : absolute(folder, place.rootDir));
  }
  const inPackage = place.packageJson?.content['jest'];
  return configOf(isLiteralObject(inPackage as Literal) ? (inPackage as LiteralObject) : {}, undefined, folder, place.rootDir);
}

function configOf(literals: LiteralObject, file: string | undefined, folder: string, givenRoot: string | undefined): JestConfig {
  const text = (name: string): string | undefined => {
    const value = literals[name];
    return typeof value === 'string' ? value : undefined;
  };
  const rootDir =
    givenRoot === undefined
      ? literals['rootDir'] === computed
        ? undefined
        : absolute(folder, text('rootDir') ?? '.')
      : absolute(folder, givenRoot);
  const placed = (path: string): string => absolute(rootDir ?? folder, path.replace(/^<rootDir>\/?/, ''));
  const processor = text('testResultsProcessor');
  return {
    file,
    rootDir,
    testMatch: literalStrings(literals['testMatch']) ?? [],
    testRegex: literalStrings(literals['testRegex']) ?? [],
    roots: (literalStrings(literals['roots']) ?? []).map(placed),
    testResultsProcessor: processor?.replace(/^<rootDir>/, rootDir ?? folder),
    cacheDirectory: text('cacheDirectory') === undefined ? undefined : placed(text('cacheDirectory') ?? ''),
    injectGlobals: literals['injectGlobals'] !== false,
    projects: literals['projects'] !== undefined,
  };
}

function absolute(folder: string, path: string): string {
  return isAbsolutePath(path) ? path : joinPath(folder, path);
}
