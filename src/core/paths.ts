/**
 * Path arithmetic for native absolute paths of either platform, as text: without `node:path`, whose rules follow the
 * machine that it runs on. On Windows letters of either case are the same, elsewhere they are not.
 */

export function isWindowsPath(path: string): boolean {
  return /^[a-z]:[\\/]/i.test(path) || path.startsWith('\\\\');
}

export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || isWindowsPath(path);
}

/** With forward slashes. In an absolute POSIX path a backslash is a character like any other. */
export function toPosix(path: string): string {
  return path.startsWith('/') ? path : path.replaceAll('\\', '/');
}

/**
 * A path as the system of `root` writes it. Tools on Windows disagree on slashes and on the case of the drive's
 * letter; the root's own letter is used.
 */
export function nativePath(path: string, root: string): string {
  if (!isWindowsPath(root)) return path;
  const written = path.replaceAll('/', '\\');
  return written[0]?.toLowerCase() === root[0]?.toLowerCase() && written[1] === ':' ? (root[0] ?? '') + written.slice(1) : written;
}

/** `parts` below `base`, in the base's own notation; `.` and `..` are resolved, and nothing leads above a root. */
export function joinPath(base: string, ...parts: readonly string[]): string {
  const windows = isWindowsPath(base);
  const joined = normalise([toPosix(base), ...(windows ? parts.map(toPosix) : parts)].join('/'), windows);
  return windows ? joined.replaceAll('/', '\\') : joined;
}

/** The folder of a path; a root (`/`, a drive, a share) is its own. */
export function dirname(path: string): string {
  const posix = toPosix(path);
  const windows = isWindowsPath(path);
  const root = rootOf(posix, windows);
  const at = posix.lastIndexOf('/');
  const parent = posix.length <= root.length || at < root.length ? root || '/' : posix.slice(0, at);
  return windows ? parent.replaceAll('/', '\\') : parent;
}

export function basename(path: string): string {
  const posix = toPosix(path);
  return posix.slice(posix.lastIndexOf('/') + 1);
}

/** `.ts` of `a.test.ts`; empty when there is none. */
export function extension(path: string): string {
  const name = basename(path);
  const at = name.lastIndexOf('.');
  return at <= 0 ? '' : name.slice(at);
}

/** Forward slashes, `../` where needed, empty for the same path. */
export function relativePath(from: string, to: string): string {
  const a = toPosix(from).split('/').filter(Boolean);
  const b = toPosix(to).split('/').filter(Boolean);
  const fold = isWindowsPath(from) ? (text: string | undefined) => text?.toLowerCase() : (text: string | undefined) => text;
  let shared = 0;
  while (shared < a.length && shared < b.length && fold(a[shared]) === fold(b[shared])) shared += 1;
  return [...a.slice(shared).map(() => '..'), ...b.slice(shared)].join('/');
}

/** `path` is `folder` or lies below it. */
export function isInside(folder: string, path: string): boolean {
  const windows = isWindowsPath(folder);
  const outer = windows ? toPosix(folder).toLowerCase() : folder;
  const inner = windows ? toPosix(path).toLowerCase() : path;
  return inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}

/** As a person reads it: relative to `root` with forward slashes when it lies below, else as it is. */
export function displayPath(path: string, root: string): string {
  const below = isInside(root, path) ? relativePath(root, path) : '';
  return below === '' ? path : below;
}

/** The folders from `start` up to and including `stop` (or the root when `stop` is not above). */
export function foldersUp(start: string, stop: string): readonly string[] {
  const folders: string[] = [];
  let folder = start;
  for (;;) {
    folders.push(folder);
    const parent = dirname(folder);
    if (relativePath(stop, folder) === '' || parent === folder) return folders;
    folder = parent;
  }
}

function normalise(path: string, windows: boolean): string {
  const root = rootOf(path, windows);
  // Nearly every path holds no empty, `.` or `..` step: walks over whole trees join every name that they meet.
  if (!/(?:^|\/)\.{0,2}(?:\/|$)/.test(path.slice(root.length))) return path;
  const result: string[] = [];
  for (const part of path.slice(root.length).split('/')) {
    if (part === '.' || part === '') continue;
    if (part !== '..') result.push(part);
    else if (result.length > 0 && result.at(-1) !== '..') result.pop();
    else if (root === '') result.push(part);
  }
  return root + result.join('/');
}

/** What nothing leads out of, with its slash at the end: `/`, a drive, a share. Empty for a relative path. */
function rootOf(path: string, windows: boolean): string {
  const drive = windows ? /^(?:[a-z]:|\/\/[^/]+\/[^/]+)/i.exec(path)?.[0] : undefined;
  if (drive !== undefined) return `${drive}/`;
  return path.startsWith('/') ? '/' : '';
}
