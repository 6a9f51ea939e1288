import { open, readdir, realpath, stat, type FileHandle } from 'node:fs/promises';
import { constants, type Dirent, type Stats } from 'node:fs';
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

/** More does not fit into one buffer that every reader can address, and no report that a tool could make is larger. */
const mostBytes = 2 ** 31;
const chunkBytes = 16 * 2 ** 20;

async function read(path: string): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    // Opening a pipe that nobody writes to would wait for ever. Windows has neither the flag nor such pipes.
    handle = await open(path, constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0));
    return await readOpened(handle, path);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('file/unreadable', `${path} could not be read: ${asError(error).message}`, {
      hint: 'Check that the file exists and may be read.',
      cause: error,
    });
  } finally {
    await handle?.close();
  }
}

/** What was in the file when it was opened: bytes that are added while it is read belong to the next reading. */
async function readOpened(handle: FileHandle, path: string): Promise<Uint8Array> {
  const opened = await handle.stat();
  if (!opened.isFile()) {
    const kind = opened.isDirectory() ? 'a directory' : 'a pipe, socket or device';
    throw new AppError('file/unreadable', `${path} could not be read: it is ${kind}, not a file.`, { hint: 'Name a file.' });
  }
  if (opened.size > mostBytes) {
    throw new AppError('file/too-large', `${path} has ${(opened.size / 2 ** 30).toFixed(1)} GiB; files up to 2 GiB can be read.`, {
      hint: 'Leave out what need not be measured, or write one report for each part of the project.',
    });
  }
  const bytes = Buffer.allocUnsafeSlow(opened.size);
  let at = 0;
  while (at < bytes.length) {
    const { bytesRead } = await handle.read(bytes, at, Math.min(chunkBytes, bytes.length - at), at);
    if (bytesRead === 0) break; // cut shorter since it was opened
    at += bytesRead;
  }
  return bytes.subarray(0, at);
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
