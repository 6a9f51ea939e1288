import type { FileSystem } from '../../../ports.ts';
import { joinPath } from '../../../paths.ts';

/** The text of a file below a folder; undefined when there is none. */
export async function readOptional(folder: string, name: string, fileSystem: FileSystem): Promise<string | undefined> {
  const path = joinPath(folder, name);
  return (await fileSystem.stat(path))?.kind === 'file' ? fileSystem.readText(path) : undefined;
}
