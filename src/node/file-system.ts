import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import type { Dirent, Stats } from 'node:fs';
import { join } from 'node:path';
import { AppError, asError } from '../core/errors.ts';
import type { FileStat, FileSystem } from '../core/ports.ts';

/** The files of this machine. */
export function createNodeFileSystem(): FileSystem {
  return {
    async readText(path) {
      // A TextDecoder drops the byte order mark.
      return new TextDecoder().decode(await read(path));
    },
    readBytes: read,
    async stat(path) {
      const found = await unlessMissing(stat(path));
      return found === undefined ? undefined : { kind: kindOf(found), size: found.size, modified: found.mtimeMs };
    },
    realPath: async (path) => (await unlessMissing(realpath(path))) ?? path,
    async list(directory) {
      const entries = (await unlessMissing(readdir(directory, { withFileTypes: true }))) ?? [];
      const listed = await Promise.all(entries.map(async (entry) => ({ name: entry.name, kind: await kindOfEntry(directory, entry) })));
      return listed.sort((left, right) => (left.name < right.name ? -1 : 1));
    },
  };
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new AppError('file/unreadable', `${path} could not be read: ${asError(error).message}`, {
      hint: 'Check that the file exists and may be read.',
      cause: error,
    });
  }
}

async function kindOfEntry(directory: string, entry: Dirent): Promise<FileStat['kind']> {
  if (!entry.isSymbolicLink()) return kindOf(entry);
  const target = await unlessMissing(stat(join(directory, entry.name)));
  // A linked directory is not walked into: the link may lead in a circle or out of the workspace.
  return target === undefined || !target.isFile() ? 'other' : 'file';
}

function kindOf(entry: Dirent | Stats): FileStat['kind'] {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other';
}

const absent: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG', 'EINVAL']);

/** undefined for what is not there or may not be seen. */
async function unlessMissing<Found>(promise: Promise<Found>): Promise<Found | undefined> {
  try {
    return await promise;
  } catch (error) {
    const { code } = asError(error) as NodeJS.ErrnoException;
    // A path with a NUL byte throws ERR_INVALID_ARG_VALUE: there is no such file.
    if (code !== undefined && (absent.has(code) || code === 'ERR_INVALID_ARG_VALUE')) return undefined;
    throw error;
  }
}
