import type { FileSystem } from '../ports.ts';
import { compileGlob } from '../glob.ts';
import { isInside, joinPath, relativePath } from '../paths.ts';
import { isSourceFile } from './source-endings.ts';

/** What a walk through the workspace folder found. */
export interface WorkspaceFiles {
  /** Absolute paths of the files that one of the globs names, sorted. */
  readonly reports: readonly string[];
  /** Absolute paths of source files, for {@link createPathResolver}. */
  readonly sources: readonly string[];
  /** Absolute paths of `go.mod` files: they say where Go's import paths lead. */
  readonly goMods: readonly string[];
  /** The walk stopped at its limit; some files were not seen. */
  readonly incomplete: boolean;
}

/** Directories that hold nothing of the project's own. */
// prettier-ignore
export const skippedFolders: ReadonlySet<string> = new Set([
  'node_modules', 'bower_components', '.git', '.hg', '.svn', '.jj', '.yarn', '.pnpm-store', '.npm',
  '.venv', '.tox', '.nox', '__pycache__', '.mypy_cache', '.pytest_cache', '.ruff_cache', '.hypothesis', 'site-packages',
  '.eggs', '.vscode', '.vscode-test', '.idea', '.vs', '.cache', '.next', '.nuxt', '.svelte-kit',
  '.turbo', '.parcel-cache', '.angular', '.gradle', '.terraform',
]);

const mostEntries = 300_000;

/**
 * Walks the folder once for reports and for the source files that they may speak of. Dependencies, version control, virtual
 * environments and caches of tools are not entered. Stops at 300,000 entries.
 */
export async function findReports(
  fileSystem: FileSystem,
  root: string,
  globs: readonly string[],
  signal?: AbortSignal,
): Promise<WorkspaceFiles> {
  const matchers = globs.map((glob) => compileGlob(glob, 'vscode'));
  const reports: string[] = [];
  const sources: string[] = [];
  const goMods: string[] = [];
  const pending: { readonly directory: string; readonly relative: string }[] = [{ directory: root, relative: '' }];
  let seen = 0;
  for (let at = 0; at < pending.length; at += 1) {
    const next = pending[at] as (typeof pending)[number];
    signal?.throwIfAborted();
    const entries = await fileSystem.list(next.directory);
    // However it is named, a folder with this file is a virtual environment of Python.
    if (next.relative !== '' && entries.some((entry) => entry.name === 'pyvenv.cfg')) continue;
    for (const { name, kind } of entries) {
      seen += 1;
      if (seen > mostEntries) return { reports: reports.sort(), sources, goMods, incomplete: true };
      const relative = next.relative === '' ? name : `${next.relative}/${name}`;
      const path = joinPath(next.directory, name);
      if (kind === 'directory') {
        if (!skippedFolders.has(name)) pending.push({ directory: path, relative });
      } else if (kind === 'file') {
        if (matchers.some((matches) => matches(relative))) reports.push(path);
        if (isSourceFile(name)) sources.push(path);
        else if (name === 'go.mod') goMods.push(path);
      }
    }
  }
  return { reports: reports.sort(), sources, goMods, incomplete: false };
}

/** True for a file that {@link findReports} would find: one of the globs names it and no folder around it is skipped. */
export function isReport(root: string, path: string, globs: readonly string[]): boolean {
  if (!isInside(root, path)) return false;
  const relative = relativePath(root, path);
  const folders = relative.split('/').slice(0, -1);
  return !folders.some((folder) => skippedFolders.has(folder)) && globs.some((glob) => compileGlob(glob, 'vscode')(relative));
}
