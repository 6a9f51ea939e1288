import { foldersUp } from '../../../paths.ts';
import type { FileSystem } from '../../../ports.ts';

/** Lock files and what adds a package as a development dependency where one lies. */
const managers: readonly (readonly [lockFile: string, add: string])[] = [
  ['pnpm-lock.yaml', 'pnpm add -D'],
  ['yarn.lock', 'yarn add -D'],
  ['bun.lock', 'bun add -d'],
  ['bun.lockb', 'bun add -d'],
  ['package-lock.json', 'npm i -D'],
  ['npm-shrinkwrap.json', 'npm i -D'],
];

export interface PackageManager {
  /** `npm i -D`, `pnpm add -D`, …: a package's name follows. */
  readonly add: string;
  /** Yarn keeps packages in archives, not in `node_modules`, where nothing can be looked up. */
  readonly plugAndPlay: boolean;
}

/** The package manager of a folder by the nearest lock file above it; npm where none lies. */
export async function packageManagerOf(folder: string, workspaceRoot: string, fileSystem: FileSystem): Promise<PackageManager> {
  for (const above of foldersUp(folder, workspaceRoot)) {
    const names = new Set((await fileSystem.list(above)).map((entry) => entry.name));
    const plugAndPlay = names.has('.pnp.cjs') || names.has('.pnp.js');
    const manager = managers.find(([lockFile]) => names.has(lockFile));
    if (manager !== undefined || plugAndPlay) return { add: manager?.[1] ?? 'yarn add -D', plugAndPlay };
  }
  return { add: 'npm i -D', plugAndPlay: false };
}
