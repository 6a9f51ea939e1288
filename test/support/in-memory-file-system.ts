import { posix } from 'node:path';
import { AppError } from '../../src/core/errors.ts';
import type { FileStat, FileSystem } from '../../src/core/ports.ts';

export interface InMemoryFileSystem extends FileSystem {
  /** Writes a file; parent folders exist by it. `modified` in milliseconds since the epoch; absent: 1,000 more than any before. */
  write(path: string, content: string | Uint8Array, modified?: number): void;
  remove(path: string): void;
  /** Paths that were read, in order: to see that nothing is read twice. */
  readonly reads: readonly string[];
}

/** A file system in memory, with POSIX paths. */
export function createInMemoryFileSystem(files: Readonly<Record<string, string | Uint8Array>> = {}): InMemoryFileSystem {
  const stored = new Map<string, { readonly bytes: Uint8Array; readonly modified: number }>();
  const reads: string[] = [];
  let latest = 1_000_000;
  const system: InMemoryFileSystem = {
    reads,
    write(path, content, modified) {
      latest = Math.max(latest + 1000, modified ?? 0);
      stored.set(posix.normalize(path), {
        bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
        modified: modified ?? latest,
      });
    },
    remove(path) {
      stored.delete(posix.normalize(path));
    },
    async readBytes(path) {
      reads.push(path);
      const found = stored.get(posix.normalize(path));
      if (found === undefined) throw new AppError('file/unreadable', `${path} could not be read: there is no such file`);
      return found.bytes;
    },
    async readText(path) {
      return new TextDecoder().decode(await system.readBytes(path));
    },
    async stat(path): Promise<FileStat | undefined> {
      const normal = posix.normalize(path);
      const found = stored.get(normal);
      if (found !== undefined) return { kind: 'file', size: found.bytes.length, modified: found.modified };
      const inside = [...stored.keys()].some((key) => key.startsWith(normal.endsWith('/') ? normal : `${normal}/`));
      return inside ? { kind: 'directory', size: 0, modified: 0 } : undefined;
    },
    realPath: (path) => Promise.resolve(path),
    async list(directory) {
      const prefix = directory.endsWith('/') ? directory : `${posix.normalize(directory)}/`;
      const entries = new Map<string, FileStat['kind']>();
      for (const key of stored.keys()) {
        if (!key.startsWith(prefix)) continue;
        const [name = '', ...rest] = key.slice(prefix.length).split('/');
        entries.set(name, rest.length > 0 ? 'directory' : 'file');
      }
      return [...entries].map(([name, kind]) => ({ name, kind })).sort((left, right) => (left.name < right.name ? -1 : 1));
    },
  };
  for (const [path, content] of Object.entries(files)) system.write(path, content);
  return system;
}
