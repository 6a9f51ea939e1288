import { foldersUp, joinPath } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';
import { readPackageJson } from './package-json.ts';

export interface InstalledPackage {
  /** Absolute folder, as it is found: a link of a workspace or of pnpm is not followed. */
  readonly folder: string;
  /** undefined when its package.json does not say. */
  readonly version: string | undefined;
}

/** An installed package, looked up as Node does: in `node_modules` of every folder upwards. */
export async function findPackage(from: string, name: string, fileSystem: FileSystem): Promise<InstalledPackage | undefined> {
  for (const folder of foldersUp(from, '/')) {
    const path = joinPath(folder, 'node_modules', name);
    const found = await readPackageJson(path, fileSystem);
    if (found !== undefined) return { folder: path, version: found.version };
  }
  return undefined;
}

/** The nearest `node_modules` around a folder; undefined when there is none. */
export async function nearestModules(from: string, fileSystem: FileSystem): Promise<string | undefined> {
  for (const folder of foldersUp(from, '/')) {
    const modules = joinPath(folder, 'node_modules');
    if ((await fileSystem.stat(modules))?.kind === 'directory') return modules;
  }
  return undefined;
}

/** The number before the first dot; undefined when there is none. */
export function majorOf(version: string | undefined): number | undefined {
  const major = Number.parseInt(version ?? '', 10);
  return Number.isNaN(major) ? undefined : major;
}

/** Whether `version` is at least `major.minor`; yes for a version that is not known: most projects are up to date. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [ownMajor = Number.NaN, ownMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return Number.isNaN(ownMajor) || ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
