import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { credentialPlaces } from './credential-places.ts';

/** How the operating system holds a confined run; `guard`: only the guard inside the run does. */
export type SandboxKind = 'bubblewrap' | 'seatbelt' | 'guard';

export interface Confinement {
  /** Which sandbox works here; probed on the first call. */
  sandbox(): Promise<SandboxKind>;
  /** Absolute paths of the guards that are loaded into Node and Python. */
  readonly guards: { readonly node: string; readonly python: string };
}

/** Finds out once, on first use, what this machine offers; `force` skips the probe. */
export function createConfinement(options: { readonly guards: Confinement['guards']; readonly force?: SandboxKind }): Confinement {
  let probed: Promise<SandboxKind> | undefined;
  return {
    guards: options.guards,
    sandbox() {
      probed ??= options.force === undefined ? probe() : Promise.resolve(options.force);
      return probed;
    },
  };
}

async function probe(): Promise<SandboxKind> {
  if (process.platform === 'linux') {
    const works = await succeeds('bwrap', [...bubblewrapBase, '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--', 'true']);
    return works ? 'bubblewrap' : 'guard';
  }
  if (process.platform === 'darwin') {
    const works = await succeeds('/usr/bin/sandbox-exec', ['-p', '(version 1)(allow default)', '/usr/bin/true']);
    return works ? 'seatbelt' : 'guard';
  }
  return 'guard';
}

function succeeds(file: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: 5000 }, (error) => resolve(error === null));
  });
}

export interface ConfinedPaths {
  /** May be written, and the writes stay. */
  readonly writable: readonly string[];
  /** May be written; dropped at the end where the sandbox can. */
  readonly caches: readonly string[];
}

/** In a session of its own, a run cannot type into the terminal that it was started from (TIOCSTI). */
const bubblewrapBase: readonly string[] = [
  '--die-with-parent',
  '--new-session',
  '--unshare-net',
  '--unshare-pid',
  '--unshare-ipc',
  '--cap-drop',
  'ALL',
];

/** Doors to other programs. */
const hiddenFolders: readonly string[] = ['/run/user', '/run/dbus'];
const hiddenSockets: readonly string[] = ['/run/docker.sock', '/run/podman/podman.sock', '/run/containerd/containerd.sock'];

/** Puts a command into the sandbox: no network but its own loopback, everything read-only but what `paths` names. */
export async function wrapInSandbox(
  kind: SandboxKind,
  command: { readonly file: string; readonly args: readonly string[]; readonly cwd: string },
  paths: ConfinedPaths,
): Promise<{ readonly file: string; readonly args: readonly string[] }> {
  switch (kind) {
    case 'bubblewrap':
      return { file: 'bwrap', args: await bubblewrapArguments(command, paths) };
    case 'seatbelt':
      return { file: '/usr/bin/sandbox-exec', args: ['-p', await seatbeltProfile(paths), command.file, ...command.args] };
    case 'guard':
      return { file: command.file, args: command.args };
  }
}

async function bubblewrapArguments(
  command: { readonly file: string; readonly args: readonly string[]; readonly cwd: string },
  paths: ConfinedPaths,
): Promise<readonly string[]> {
  const mounts = ['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/dev/shm'];
  const credentials = credentialPlaces(homedir());
  for (const folder of [...credentials.folders, ...hiddenFolders]) {
    if (existsSync(folder)) mounts.push('--tmpfs', await realpath(folder));
  }
  for (const file of [...credentials.files, ...hiddenSockets]) {
    if (existsSync(file)) mounts.push('--ro-bind', '/dev/null', await realpath(file));
  }
  for (const cache of paths.caches) {
    if (await prepareMountPoint(cache)) mounts.push('--tmpfs', await realpath(cache));
  }
  for (const place of paths.writable) {
    const real = await realpath(place);
    mounts.push('--bind', real, real);
  }
  return [...bubblewrapBase, ...mounts, '--chdir', command.cwd, '--', command.file, ...command.args];
}

/** A cache can only be covered where it exists: it is made if its parent is there, as the runner itself would do. */
async function prepareMountPoint(path: string): Promise<boolean> {
  if (existsSync(path)) return true;
  if (!existsSync(dirname(path))) return false;
  await mkdir(path, { recursive: true });
  return true;
}

/** A profile in the language of sandbox-exec(1): the last rule that matches wins. */
async function seatbeltProfile(paths: ConfinedPaths): Promise<string> {
  const writable = await Promise.all([...paths.writable, ...paths.caches].map((path) => realOrParent(path)));
  const rules = writable.map((path) => `(subpath ${JSON.stringify(path)})`).join(' ');
  const { folders, files } = credentialPlaces(homedir());
  const credentials = [
    ...folders.map((path) => `(subpath ${JSON.stringify(path)})`),
    ...files.map((path) => `(literal ${JSON.stringify(path)})`),
  ];
  return [
    '(version 1)',
    '(allow default)',
    '(deny network*)',
    '(allow network* (local ip "localhost:*"))',
    '(allow network* (remote ip "localhost:*"))',
    '(allow network* (remote unix-socket))',
    '(deny file-write*)',
    `(allow file-write* ${rules} (subpath "/dev"))`,
    `(deny file-read* ${credentials.join(' ')})`,
  ].join('\n');
}

async function realOrParent(path: string): Promise<string> {
  if (existsSync(path)) return realpath(path);
  return existsSync(dirname(path)) ? join(await realpath(dirname(path)), basename(path)) : path;
}
