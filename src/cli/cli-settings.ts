import { join } from 'node:path';
import type { FileSystem } from '../core/ports.ts';
import { readSettings, type Settings } from '../core/settings.ts';

/** The editor's own settings of the workspace folder (`branchlight.*` of `.vscode/settings.json`), so that both hosts do the same. */
export async function readWorkspaceSettings(
  root: string,
  fileSystem: FileSystem,
): Promise<{ readonly settings: Settings; readonly problems: readonly string[] }> {
  const path = join(root, '.vscode', 'settings.json');
  if ((await fileSystem.stat(path)) === undefined) return readSettings(undefined);
  // The file allows comments and trailing commas, as tsconfig does: TypeScript's reader takes both.
  const { default: ts } = await import('typescript');
  const parsed = ts.parseConfigFileTextToJson(path, await fileSystem.readText(path));
  if (parsed.error !== undefined) return { ...readSettings(undefined), problems: [`${path} is not valid JSON; defaults are used.`] };
  return readSettings(nest(parsed.config));
}

/** `{"branchlight.marks.gutter": true}` → `{marks: {gutter: true}}`. */
function nest(flat: unknown): unknown {
  const nested: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  if (typeof flat !== 'object' || flat === null) return nested;
  for (const [key, value] of Object.entries(flat)) {
    const [prefix, ...parts] = key.split('.');
    const last = parts.pop();
    if (prefix !== 'branchlight' || last === undefined) continue;
    let place = nested;
    for (const part of parts) {
      place[part] ??= Object.create(null);
      place = place[part] as Record<string, unknown>;
    }
    place[last] = value;
  }
  return nested;
}
