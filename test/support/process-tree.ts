import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function fromProc(): readonly ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // `pid (name) state ppid …`; the name may hold spaces and brackets: see proc(5).
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      entries.push({ pid: Number(name), parent, command });
    } catch (error) {
      // A process that ended between the listing and the reading.
      if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  return entries;
}

function fromPs(): readonly ProcessEntry[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' });
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '' }];
  });
}

/** All descendants of a process with their command lines, parents first. Linux and macOS. */
export function descendants(root: number): readonly { readonly pid: number; readonly command: string }[] {
  const all = process.platform === 'linux' ? fromProc() : fromPs();
  const found: ProcessEntry[] = [];
  let parents = new Set([root]);
  while (parents.size > 0) {
    const children = all.filter((entry) => parents.has(entry.parent));
    found.push(...children);
    parents = new Set(children.map((entry) => entry.pid));
  }
  return found;
}

/** Command lines of processes that work in a folder or name it. On Linux their working folder tells, too. */
export function processesOf(folder: string): readonly string[] {
  const all = process.platform === 'linux' ? fromProc() : fromPs();
  return all
    .filter(({ pid, command }) => pid !== process.pid && (command.includes(folder) || workingFolder(pid)?.startsWith(folder) === true))
    .map(({ command }) => command);
}

/** undefined: it ended, belongs to somebody else, or is a zombie. */
function workingFolder(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Sends a signal; false when the process is already gone. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Ends a process and everything that it started, also what lives in sessions of its own (terminals). Synchronous, so that it works while exiting. */
export function killTree(root: number): void {
  const pids = [root, ...descendants(root).map((entry) => entry.pid)];
  for (const pid of pids) signalProcess(pid, 'SIGKILL');
}
