import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';

/**
 * Where what must outlive a process is kept, outside the user's tree: one folder a workspace root. `BRANCHLIGHT_STATE`
 * overrides the place; otherwise it is the platform's own (XDG base directories, Application Support, LocalAppData).
 */
export function stateFolder(root: string, environment: Readonly<Record<string, string | undefined>>): string {
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(
    stateBase(environment),
    `${basename(root)
      .replace(/[^A-Za-z0-9._-]/g, '_')
      .slice(0, 40)}-${hash}`,
  );
}

function stateBase(environment: Readonly<Record<string, string | undefined>>): string {
  const chosen = environment['BRANCHLIGHT_STATE'];
  if (chosen !== undefined && chosen !== '') return chosen;
  if (process.platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'branchlight');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'branchlight');
  const xdg = environment['XDG_STATE_HOME'];
  return join(xdg === undefined || xdg === '' ? join(homedir(), '.local', 'state') : xdg, 'branchlight');
}
