import type { FileSystem } from '../ports.ts';
import { dirname, foldersUp, isAbsolutePath, isInside, isWindowsPath, joinPath, nativePath } from '../paths.ts';

/** Where a path of a report leads; `reason` is a sentence for a person. */
export type Resolution =
  /** `certain`: the path itself leads there; otherwise only its end is the same, and no other file's is. */
  | { readonly found: true; readonly path: string; readonly certain: boolean }
  | { readonly found: false; readonly code: 'path/unknown' | 'path/ambiguous' | 'path/outside'; readonly reason: string };

/** A path of a report, with what the report says beside it. */
export interface ReportPath {
  readonly path: string;
  /** A folder that the file lies below. */
  readonly module?: string | undefined;
  /** Absolute path of the report. */
  readonly report: string;
  /** Folders that relative paths of the report start from, as they stand in it. */
  readonly roots?: readonly string[];
}

export interface PathResolver {
  /** Answers are remembered. */
  resolve(wanted: ReportPath): Promise<Resolution>;
}

/**
 * Finds the file of the workspace that a report speaks of: as an absolute path, from the report's folder and its parents
 * up to the root, from the root, and at last by the longest end that only one source file shares. Never guesses: several
 * equally good files, or none, is an answer in words. Costs one look-up a path; the index is built once.
 */
export function createPathResolver(fileSystem: FileSystem, root: string, sources: readonly string[]): PathResolver {
  const index = indexByName(sources);
  const known = new Set(sources);
  const answers = new Map<string, Promise<Resolution>>();
  const isFile = async (path: string): Promise<boolean> => known.has(path) || (await fileSystem.stat(path))?.kind === 'file';

  async function resolve(path: string, reportFolder: string): Promise<Resolution> {
    if (path.trim() === '' || path.includes('\0'))
      return { found: false, code: 'path/unknown', reason: 'The report names a file without a path.' };
    const wanted = normalised(path, root);
    if (isAbsolutePath(wanted)) {
      const absolute = joinPath(wanted, '');
      if (isInside(root, absolute)) {
        if (await isFile(absolute)) return { found: true, path: absolute, certain: true };
        return { found: false, code: 'path/unknown', reason: `${path} does not exist any more.` };
      }
    } else {
      for (const base of basesOf(reportFolder, root)) {
        const candidate = joinPath(base, wanted);
        if (isInside(root, candidate) && (await isFile(candidate))) return { found: true, path: candidate, certain: true };
      }
    }
    const bySuffix = longestSuffix(wanted, index);
    if (bySuffix.length === 1 && bySuffix[0] !== undefined) return { found: true, path: bySuffix[0], certain: false };
    if (bySuffix.length > 1) {
      const shown = bySuffix.slice(0, 3).join(', ') + (bySuffix.length > 3 ? ', …' : '');
      return { found: false, code: 'path/ambiguous', reason: `${path} may be any of ${bySuffix.length} files: ${shown}.` };
    }
    if (isAbsolutePath(wanted) && (await isFile(wanted))) {
      return { found: false, code: 'path/outside', reason: `${path} lies outside of this workspace folder.` };
    }
    return {
      found: false,
      code: 'path/unknown',
      reason: `No file of this workspace folder is ${path}: the report may be for another checkout.`,
    };
  }

  return {
    resolve({ path, report: reportPath }) {
      const folder = dirname(reportPath);
      const key = isAbsolutePath(path) ? path : `${folder}\n${path}`;
      const before = answers.get(key);
      if (before !== undefined) return before;
      const answer = resolve(path, folder);
      answers.set(key, answer);
      return answer;
    },
  };
}

/** `file://` URLs, and the notation of the other system, as paths of the system that `root` belongs to. */
function normalised(path: string, root: string): string {
  let wanted = path.trim();
  if (/^file:\/\//i.test(wanted)) wanted = decoded(wanted.replace(/^file:\/\/(?:localhost)?/i, '')).replace(/^\/(?=[A-Za-z]:)/, '');
  // The same drive as WSL sees it.
  if (isWindowsPath(root)) return nativePath(wanted.replace(/^\/mnt\/([a-z])\//i, '$1:/'), root);
  const fromWindows = wanted.includes('\\') && !wanted.includes('/');
  return fromWindows || isWindowsPath(wanted) ? wanted.replaceAll('\\', '/') : wanted;
}

function decoded(url: string): string {
  return url.replace(/%[0-9a-f]{2}(?:%[0-9a-f]{2})*/gi, (escaped) =>
    new TextDecoder().decode(Uint8Array.from(escaped.slice(1).split('%'), (hex) => Number.parseInt(hex, 16))),
  );
}

function basesOf(reportFolder: string, root: string): readonly string[] {
  return isInside(root, reportFolder) ? foldersUp(reportFolder, root) : [root];
}

function segmentsOf(path: string): readonly string[] {
  return path.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..' && !/^[A-Za-z]:$/.test(part));
}

function indexByName(sources: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const path of sources) {
    const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    const group = index.get(name);
    if (group === undefined) index.set(name, [path]);
    else group.push(path);
  }
  return index;
}

/**
 * The source files that share the longest end with `path`. The name alone is only enough for a path that is a name alone;
 * for a longer one at least the folder must be the same, too.
 */
function longestSuffix(path: string, index: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const wanted = segmentsOf(path);
  const candidates = index.get(wanted.at(-1) ?? '') ?? [];
  let most = 0;
  let best: string[] = [];
  for (const candidate of candidates) {
    const parts = segmentsOf(candidate);
    let shared = 0;
    while (shared < wanted.length && shared < parts.length && wanted.at(-1 - shared) === parts.at(-1 - shared)) shared += 1;
    if (shared > most) best = [];
    if (shared >= most) best.push(candidate);
    most = Math.max(most, shared);
  }
  return most >= Math.min(2, wanted.length) ? best : [];
}
