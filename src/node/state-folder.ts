import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join, posix, win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where what must outlive a process is kept, outside the user's tree: one folder a workspace root. `BRANCHLIGHT_STATE`
 * overrides the place; otherwise it is the platform's own (XDG base directories, Application Support, LocalAppData).
 */
export function stateFolder(root: string, environment: Environment): string {
  return stateFolderOn({ platform: process.platform, home: homedir() }, root, environment);
}

/** Beside those of the workspaces: what all of them share and anybody may remove. */
export function compiledCodeFolder(environment: Environment): string {
  const machine = { platform: process.platform, home: homedir() };
  return join(stateBase(machine, environment, join), 'compiled');
}

/** {@link stateFolder} of any machine: `home` is the user's folder there. */
export function stateFolderOn(
  machine: { readonly platform: NodeJS.Platform; readonly home: string },
  root: string,
  environment: Environment,
): string {
  const windows = machine.platform === 'win32';
  const path = windows ? win32 : posix;
  // Windows spells one folder in several ways: editors write `c:`, shells `C:`.
  const hash = createHash('sha256')
    .update(windows ? root.toLowerCase() : root)
    .digest('hex')
    .slice(0, 16);
  const name = path
    .basename(root)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .slice(0, 40);
  return path.join(
    stateBase(machine, environment, (...parts) => path.join(...parts)),
    `${name}-${hash}`,
  );
}

function stateBase(
  machine: { readonly platform: NodeJS.Platform; readonly home: string },
  environment: Environment,
  join: (...parts: string[]) => string,
): string {
  const chosen = environment['BRANCHLIGHT_STATE'];
  if (chosen !== undefined && chosen !== '') return chosen;
  if (machine.platform === 'win32') {
    const local = environment['LOCALAPPDATA'];
    return join(local === undefined || local === '' ? join(machine.home, 'AppData', 'Local') : local, 'branchlight');
  }
  if (machine.platform === 'darwin') return join(machine.home, 'Library', 'Application Support', 'branchlight');
  const xdg = environment['XDG_STATE_HOME'];
  // The XDG specification has relative paths ignored.
  return join(xdg === undefined || !posix.isAbsolute(xdg) ? join(machine.home, '.local', 'state') : xdg, 'branchlight');
}
