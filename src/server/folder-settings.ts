import { readSettings, settingSpecs, type Settings } from '../core/settings.ts';

export interface FolderSettings {
  readonly settings: Settings;
  /** Values that could not be used, each a sentence. */
  readonly problems: readonly string[];
}

/** Settings of one folder out of the editor's `branchlight` section. Untrusted: what names an executable or an endpoint takes its default. */
export function folderSettings(section: unknown, trusted: boolean): FolderSettings {
  return readSettings(trusted ? section : withoutRestricted(section));
}

function withoutRestricted(section: unknown): unknown {
  if (typeof section !== 'object' || section === null) return section;
  const copy = structuredClone(section) as Record<string, unknown>;
  for (const spec of settingSpecs) {
    if (spec.restricted) remove(copy, spec.key.split('.'));
  }
  return copy;
}

function remove(from: Record<string, unknown>, path: readonly string[]): void {
  const [first, ...rest] = path;
  if (first === undefined || !Object.hasOwn(from, first)) return;
  if (rest.length === 0) delete from[first];
  else if (typeof from[first] === 'object' && from[first] !== null) remove(from[first] as Record<string, unknown>, rest);
}
