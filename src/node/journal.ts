import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { Journal, Logger } from '../core/ports.ts';
import { currentOwner, isOwnerAlive, type Owner } from './owner.ts';

/** One trial as it is written down before it is made. */
interface Entry {
  readonly path: string;
  /** SHA-256 of every content that this trial may have; the file is ours only if its content is one of them. */
  readonly hashes: readonly string[];
  /** Folders that did not exist before, outermost first. */
  readonly folders: readonly string[];
  /** The file grows into a copy of this one: as long as it is only a part of it, it is ours. */
  readonly copyOf?: string;
}

interface Book {
  readonly owner: Owner;
  readonly entries: readonly Entry[];
}

export interface OpenedJournal {
  readonly journal: Journal;
  /** Absolute paths of trial files that processes of the past had left and that are gone now. */
  readonly restored: readonly string[];
}

/**
 * Opens the journal of a workspace. What earlier processes left behind when they died is removed first; a trial file
 * that somebody changed meanwhile is left where it is and reported to the logger.
 */
export async function openJournal(options: {
  readonly stateFolder: string;
  readonly logger: Logger;
  /** Gives a file a second name, as `link` of node:fs/promises does; fails with EEXIST if the name is taken. */
  readonly link: (from: string, to: string) => Promise<void>;
}): Promise<OpenedJournal> {
  const folder = join(options.stateFolder, 'journal');
  await mkdir(folder, { recursive: true });
  const restored = await restoreLeftovers(folder, options.logger);
  const file = join(folder, `${process.pid}-${randomUUID()}.json`);
  return { journal: createJournal(file, await currentOwner(), options), restored };
}

function createJournal(file: string, owner: Owner, { logger, link }: Pick<Parameters<typeof openJournal>[0], 'logger' | 'link'>): Journal {
  const entries = new Map<string, Entry>();
  // One change at a time: the book on disk is always a whole one.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const result = queue.then(change);
    queue = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  };

  async function save(): Promise<void> {
    if (entries.size === 0) {
      await rm(file, { force: true });
      return;
    }
    await replaceFile(file, JSON.stringify({ owner, entries: [...entries.values()] } satisfies Book));
  }

  async function discard(path: string): Promise<void> {
    const entry = entries.get(path);
    if (entry === undefined) return;
    await undo(entry, owner, logger);
    entries.delete(path);
    await save();
  }

  return {
    writeTrial: (path, text) =>
      inTurn(async () => {
        const known = entries.get(path);
        if (known === undefined && (await exists(path))) throw fileExists(path);
        if (known !== undefined && (await exists(path)) && !(await isOurs(known))) throw fileExists(path);
        const folders = known?.folders ?? [...madeAbove(path, entries.values()), ...(await missingFolders(dirname(path)))];
        entries.set(path, { path, folders, hashes: [...(known?.hashes ?? []), hashOf(text)] });
        await save();
        await mkdir(dirname(path), { recursive: true });
        if (known === undefined) await writeExclusively(path, text);
        // Beside the target and then moved over it, so that no reader ever sees half of it.
        else await replaceFile(path, text);
      }),
    discardTrial: (path) => inTurn(() => discard(path)),
    discardAll: () =>
      inTurn(async () => {
        for (const path of Array.from(entries.keys())) await discard(path);
      }),
    accept: (path, text) =>
      inTurn(async () => {
        await discard(path);
        const folders = await missingFolders(dirname(path));
        const whole = `${path}.${process.pid}.tmp`;
        // Until the file is whole, it counts as a trial: a crash in between leaves nothing. Undone from the end, so that
        // the whole one is still there to compare with.
        entries.set(whole, { path: whole, folders, hashes: [hashOf(text)] });
        entries.set(path, { path, folders: [], hashes: [], copyOf: whole });
        await save();
        await mkdir(dirname(path), { recursive: true });
        try {
          await writeExclusively(whole, text);
          await nameExclusively(whole, path, link);
        } finally {
          entries.delete(path);
          await unlinkIfThere(whole);
          entries.delete(whole);
          await removeEmpty(folders);
          await save();
        }
      }),
  };
}

async function restoreLeftovers(folder: string, logger: Logger): Promise<readonly string[]> {
  const restored: string[] = [];
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.json')) continue;
    const file = join(folder, name);
    const book = await readBook(file);
    // A book that cannot be read is one that was never finished: it was replaced whole, or nothing was written after it.
    if (book === undefined || (await isOwnerAlive(book.owner))) continue;
    for (const entry of book.entries.toReversed()) {
      if (await undo(entry, book.owner, logger)) restored.push(entry.path);
    }
    await rm(file, { force: true });
    await rm(partOf(file, book.owner.pid), { force: true });
  }
  return restored;
}

async function readBook(file: string): Promise<Book | undefined> {
  try {
    const book = JSON.parse(await readFile(file, 'utf8')) as Book;
    return Array.isArray(book.entries) && typeof book.owner.pid === 'number' ? book : undefined;
  } catch {
    return undefined; // torn, or another process cleaned it up just now
  }
}

/** Removes a trial file that is still ours and the folders made for it. Whether a file was removed. */
async function undo(entry: Entry, owner: Owner, logger: Logger): Promise<boolean> {
  let removed = false;
  await rm(partOf(entry.path, owner.pid), { force: true });
  if (await exists(entry.path)) {
    if (await isOurs(entry)) {
      await unlink(entry.path);
      removed = true;
    } else if (entry.hashes.length > 0) {
      logger.warn(`${entry.path} was a trial file but somebody changed it: it is left as it is.`);
    }
  }
  await removeEmpty(entry.folders);
  return removed;
}

/** A file that a crash left empty is ours too: it was created exclusively and never filled. */
async function isOurs(entry: Entry): Promise<boolean> {
  const bytes = await readFile(entry.path);
  if (entry.copyOf !== undefined) {
    const whole = (await exists(entry.copyOf)) ? await readFile(entry.copyOf) : Buffer.alloc(0);
    return bytes.length < whole.length && whole.subarray(0, bytes.length).equals(bytes);
  }
  return (bytes.length === 0 && entry.hashes.length > 0) || entry.hashes.includes(hashOf(bytes));
}

async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    try {
      await rmdir(folder);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT') continue;
      // Something else lives there by now.
      if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EBUSY') return;
      throw error;
    }
  }
}

/** Folders above `path` that another trial had to make: whoever leaves them last removes them. */
function madeAbove(path: string, entries: Iterable<Entry>): readonly string[] {
  const made = new Set([...entries].flatMap((entry) => entry.folders));
  return [...made].filter((folder) => path.startsWith(folder + sep)).toSorted((a, b) => a.length - b.length);
}

async function missingFolders(folder: string): Promise<readonly string[]> {
  const missing: string[] = [];
  let current = folder;
  while (!(await exists(current)) && dirname(current) !== current) {
    missing.unshift(current);
    current = dirname(current);
  }
  return missing;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw error;
  }
}

/** Writes a new file down to the disk; never over an existing one. */
async function writeExclusively(path: string, text: string): Promise<void> {
  try {
    await writeDown(path, text, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw fileExists(path);
    // It was ours from its first byte: a full disk leaves no half of it.
    await rm(path, { force: true });
    throw error;
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const beside = partOf(path, process.pid);
  await writeDown(beside, text, 'w');
  await rename(beside, path);
}

/** Where the next content of a file is written before it takes the file's place. */
function partOf(path: string, pid: number): string {
  return `${path}.${pid}.part`;
}

async function writeDown(path: string, text: string, flag: 'w' | 'wx'): Promise<void> {
  const handle = await open(path, flag);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * A hard link fails if the name is taken, which a rename does not. File systems without links refuse it with codes of all
 * kinds (EPERM, ENOTSUP, EISDIR on Windows, …), so any refusal is answered by an exclusive copy, written down to the disk:
 * what is truly wrong stops that, too.
 */
async function nameExclusively(from: string, to: string, link: (from: string, to: string) => Promise<void>): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw fileExists(to);
    await writeExclusively(to, await readFile(from, 'utf8'));
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  await rm(path, { force: true });
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function fileExists(path: string): AppError {
  return new AppError('journal/file-exists', `${path} already exists and is not overwritten.`, {
    hint: 'Move or rename it, or ask for a new test: it will get another name.',
  });
}
