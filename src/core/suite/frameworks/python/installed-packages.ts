import type { FileSystem } from '../../../ports.ts';
import { joinPath } from '../../../paths.ts';
import { readOptional } from './read-optional.ts';

/** Packages of an environment. */
export interface InstalledPackages {
  /** Name in lower case with underscores → version. */
  readonly versions: ReadonlyMap<string, string>;
  /** Whether what is not named here is not installed: not so where the environment also sees packages of the system. */
  readonly complete: boolean;
}

/** Names and versions out of the `*.dist-info` and `*.egg-info` folders below the prefix of a Python. */
export async function installedPackages(prefix: string, fileSystem: FileSystem): Promise<InstalledPackages> {
  const versions = new Map<string, string>();
  const libraries = (await fileSystem.list(joinPath(prefix, 'lib')))
    .filter((entry) => /^(python|pypy)\d/.test(entry.name))
    .map((entry) => joinPath(prefix, 'lib', entry.name, 'site-packages'));
  for (const folder of [...libraries, joinPath(prefix, 'Lib', 'site-packages')]) {
    for (const entry of await fileSystem.list(folder)) {
      const match = /^([A-Za-z0-9_.-]+?)-(\d[^-]*?)(?:\.dist-info|(?:-py[\d.]+)?\.egg-info)$/.exec(entry.name);
      if (match !== null) versions.set((match[1] ?? '').toLowerCase().replace(/[-.]/g, '_'), match[2] ?? '');
    }
  }
  const description = await readOptional(prefix, 'pyvenv.cfg', fileSystem);
  const isolated = description !== undefined && !/^\s*include-system-site-packages\s*=\s*true\s*$/im.test(description);
  const conda = (await fileSystem.stat(joinPath(prefix, 'conda-meta')))?.kind === 'directory';
  return { versions, complete: isolated || conda };
}

/** Certainly not installed. */
export function isMissing(name: string, packages: InstalledPackages | undefined): boolean {
  return packages?.complete === true && !packages.versions.has(name);
}
