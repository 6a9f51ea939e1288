import { readFile } from 'node:fs/promises';
import { isAlive } from './kill-tree.ts';

/** A process, told apart from a later one with the same id by the time it started. */
export interface Owner {
  readonly pid: number;
  /** Opaque; empty where the platform does not tell. */
  readonly started: string;
}

export async function currentOwner(): Promise<Owner> {
  return { pid: process.pid, started: await startOf(process.pid) };
}

export async function isOwnerAlive(owner: Owner): Promise<boolean> {
  if (!(await isAlive(owner.pid))) return false;
  return owner.started === '' || (await startOf(owner.pid)) === owner.started;
}

/** What was written about an owner; undefined when it cannot be read or says something else. */
export async function readOwner(read: () => Promise<string>): Promise<Owner | undefined> {
  try {
    const value = JSON.parse(await read()) as Partial<Owner> | null;
    return typeof value?.pid === 'number' ? { pid: value.pid, started: value.started ?? '' } : undefined;
  } catch {
    return undefined; // torn or gone: nobody can be named
  }
}

/** Linux: field 22 of proc(5) stat, in ticks since boot, with the boot's id. Elsewhere the id alone must do. */
async function startOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return '';
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return ''; // it ended, or /proc is hidden
  }
}
