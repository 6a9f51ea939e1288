import type { FileSystem } from '../ports.ts';
import { dirname, joinPath } from '../paths.ts';

/** A module of Go: its import path and the folder that it stands in. */
export interface GoModule {
  readonly module: string;
  /** Absolute. */
  readonly folder: string;
}

/** Reads the `module` line of every `go.mod`. One that cannot be read, or names nothing, is left out. Format: go.dev/ref/mod. */
export async function readGoModules(fileSystem: FileSystem, files: readonly string[]): Promise<readonly GoModule[]> {
  const modules: GoModule[] = [];
  for (const file of files) {
    const text = await fileSystem.readText(file).catch(() => '');
    const module = /^\s*module\s+(?:"([^"\s]+)"|`([^`\s]+)`|([^\s"`(]+))/m.exec(text);
    const name = module?.[1] ?? module?.[2] ?? module?.[3];
    if (name !== undefined) modules.push({ module: name, folder: dirname(file) });
  }
  // Of a module within another one, the inner one's name is the longer.
  return modules.sort((left, right) => right.module.length - left.module.length);
}

/** Where a file that is named by its import path may stand, the likeliest first. */
export function moduleFile(path: string, modules: readonly GoModule[]): readonly string[] {
  return modules
    .filter(({ module }) => path.startsWith(`${module}/`))
    .map(({ module, folder }) => joinPath(folder, path.slice(module.length + 1)));
}
