import { joinPath } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';

const dependencyFields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** What a package.json says, as far as it is well-formed. */
export interface PackageJson {
  /** Everything in it. */
  readonly content: Readonly<Record<string, unknown>>;
  /** Names of the packages that it depends on, of whatever kind. */
  readonly dependencies: ReadonlySet<string>;
  /** Command lines by name, in their order. */
  readonly scripts: ReadonlyMap<string, string>;
  /** What a `.js` file of the package is. */
  readonly type: 'module' | 'commonjs';
  readonly version: string | undefined;
}

/** The package.json of a folder; undefined when there is none. One that is being edited and cannot be parsed says nothing. */
export async function readPackageJson(folder: string, fileSystem: FileSystem): Promise<PackageJson | undefined> {
  const path = joinPath(folder, 'package.json');
  if ((await fileSystem.stat(path))?.kind !== 'file') return undefined;
  return readPackageText(await fileSystem.readText(path));
}

function readPackageText(text: string): PackageJson {
  const content = parse(text);
  const scripts = Object.entries(record(content['scripts'])).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    content,
    dependencies: new Set(dependencyFields.flatMap((field) => Object.keys(record(content[field])))),
    scripts: new Map(scripts),
    type: content['type'] === 'module' ? 'module' : 'commonjs',
    version: typeof content['version'] === 'string' ? content['version'] : undefined,
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    return record(JSON.parse(text));
  } catch {
    return {}; // it is being edited
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
