import { joinPath } from '../paths.ts';
import type { FileSystem } from '../ports.ts';

/** Files below the places that a run writes to, with what tells whether they were written anew. */
export type FileStates = ReadonlyMap<string, string>;

/** What lies at `places` now: files themselves, and the files directly in folders. */
export async function statesOf(places: readonly string[], fileSystem: FileSystem): Promise<FileStates> {
  const states = new Map<string, string>();
  for (const place of places) {
    const stat = await fileSystem.stat(place);
    if (stat?.kind === 'file') states.set(place, `${stat.size}@${stat.modified}`);
    if (stat?.kind !== 'directory') continue;
    for (const { name, kind } of await fileSystem.list(place)) {
      if (kind !== 'file') continue;
      const path = joinPath(place, name);
      const found = await fileSystem.stat(path);
      if (found !== undefined) states.set(path, `${found.size}@${found.modified}`);
    }
  }
  return states;
}

/** The files at `places` that are not as they were before the run. */
export async function writtenSince(before: FileStates, places: readonly string[], fileSystem: FileSystem): Promise<readonly string[]> {
  const after = await statesOf(places, fileSystem);
  return [...after].filter(([path, state]) => before.get(path) !== state).map(([path]) => path);
}
