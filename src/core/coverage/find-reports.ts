import type { FileSystem } from '../ports.ts';
import { compileGlob } from '../glob.ts';
import { joinPath } from '../paths.ts';

/** What a walk through the workspace folder found. */
export interface WorkspaceFiles {
  /** Absolute paths of the files that one of the globs names, sorted. */
  readonly reports: readonly string[];
  /** Absolute paths of source files, for {@link createPathResolver}. */
  readonly sources: readonly string[];
  /** The walk stopped at its limit; some files were not seen. */
  readonly incomplete: boolean;
}

/** Directories that hold nothing of the project's own. */
// prettier-ignore
const skipped: ReadonlySet<string> = new Set([
  'node_modules', 'bower_components', '.git', '.hg', '.svn', '.jj', '.yarn', '.pnpm-store', '.npm',
  '.venv', '.tox', '.nox', '__pycache__', '.mypy_cache', '.pytest_cache', '.ruff_cache', '.hypothesis', 'site-packages',
  '.eggs', '.vscode', '.vscode-test', '.idea', '.vs', '.cache', '.next', '.nuxt', '.svelte-kit',
  '.turbo', '.parcel-cache', '.angular', '.gradle', '.terraform',
]);

const sourceExtension = /\.(?:[mc]?[jt]sx?|pyw?|vue|svelte)$/i;
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
  const pending: { readonly directory: string; readonly relative: string }[] = [{ directory: root, relative: '' }];
  let seen = 0;
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    signal?.throwIfAborted();
    const entries = await fileSystem.list(next.directory);
    // However it is named, a folder with this file is a virtual environment of Python.
    if (next.relative !== '' && entries.some((entry) => entry.name === 'pyvenv.cfg')) continue;
    for (const { name, kind } of entries) {
      seen += 1;
      if (seen > mostEntries) return { reports: reports.sort(), sources, incomplete: true };
      const relative = next.relative === '' ? name : `${next.relative}/${name}`;
      const path = joinPath(next.directory, name);
      if (kind === 'directory') {
        if (!skipped.has(name)) pending.push({ directory: path, relative });
      } else if (kind === 'file') {
        if (matchers.some((matches) => matches(relative))) reports.push(path);
        if (sourceExtension.test(name)) sources.push(path);
      }
    }
  }
  return { reports: reports.sort(), sources, incomplete: false };
}
