import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

/**
 * Kills a process, its group and every descendant, also those that moved to another group. Resolves when the signals
 * were sent and no descendant that was seen is left; processes that ended by themselves meanwhile are no error.
 */
export async function killTree(root: number): Promise<void> {
  if (process.platform === 'win32') {
    await run('taskkill', ['/pid', String(root), '/T', '/F']);
    return;
  }
  // A stopped parent cannot fork while its children are looked up; two rounds catch what was forked just before.
  const known = new Set<number>([root]);
  signal(root, 'SIGSTOP');
  for (let round = 0; round < 2; round += 1) {
    const found = descendants(await processTable(), known);
    for (const pid of found) {
      if (!known.has(pid)) signal(pid, 'SIGSTOP');
      known.add(pid);
    }
  }
  signal(-root, 'SIGKILL');
  for (const pid of known) signal(pid, 'SIGKILL');
  await untilGone([...known]);
}

/**
 * Kills every process whose environment holds `name=value`, wherever in the tree it moved to. Only Linux shows other
 * processes' environments; elsewhere this does nothing.
 */
export async function killTagged(name: string, value: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const killed: number[] = [];
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid || !(await environmentOf(pid)).includes(`${name}=${value}`)) continue;
    signal(pid, 'SIGKILL');
    killed.push(pid);
  }
  await untilGone(killed);
}

/** A killed process is gone as soon as the kernel gets to it; one that hangs in a device is not waited for. */
async function untilGone(pids: readonly number[]): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    const alive = await Promise.all(pids.map((pid) => isAlive(pid)));
    if (!alive.includes(true)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function environmentOf(pid: number): Promise<readonly string[]> {
  try {
    return (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0');
  } catch {
    return []; // it ended, or belongs to somebody else
  }
}

/** Whether a process exists (a zombie counts as gone where /proc tells). */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  const row = await procStat(pid);
  return row !== undefined && row.state !== 'Z';
}

function descendants(table: readonly ProcessRow[], roots: ReadonlySet<number>): number[] {
  const found = new Set(roots);
  let grew = true;
  while (grew) {
    grew = false;
    for (const row of table) {
      if (found.has(row.pid) || row.pid === process.pid) continue;
      if (found.has(row.parent) || roots.has(row.group)) {
        found.add(row.pid);
        grew = true;
      }
    }
  }
  return [...found];
}

async function processTable(): Promise<readonly ProcessRow[]> {
  if (process.platform === 'linux') {
    const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const rows = await Promise.all(names.map((name) => procStat(Number(name))));
    return rows.filter((row) => row !== undefined);
  }
  const listing = await run('ps', ['-A', '-o', 'pid=,ppid=,pgid=']);
  return listing
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((cells) => cells.length === 3)
    .map(([pid, parent, group]) => ({ pid: pid ?? 0, parent: parent ?? 0, group: group ?? 0 }));
}

/** Format: proc(5), `/proc/PID/stat`; the command in parentheses may hold spaces and parentheses. */
async function procStat(pid: number): Promise<(ProcessRow & { readonly state: string }) | undefined> {
  let text: string;
  try {
    text = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined; // it ended since it was listed
  }
  const [state = '', parent = '0', group = '0'] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { pid, parent: Number(parent), group: Number(group), state };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

function run(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(file, args, { windowsHide: true, maxBuffer: 16 * 1024 * 1024 }, (_error, stdout) => resolve(stdout));
  });
}
