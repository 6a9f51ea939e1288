/** Path arithmetic for native absolute paths of either platform, without `node:path`, whose rules follow the machine it runs on. */

export function isWindowsPath(path: string): boolean {
  return /^[a-z]:[\\/]/i.test(path) || path.startsWith('\\\\');
}

/** With forward slashes. */
export function toPosix(path: string): string {
  return isWindowsPath(path) || path.includes('\\') ? path.replaceAll('\\', '/') : path;
}

export function joinPath(base: string, ...parts: readonly string[]): string {
  const joined = normalise([toPosix(base), ...parts.map(toPosix)].join('/'));
  return isWindowsPath(base) ? joined.replaceAll('/', '\\') : joined;
}

export function dirname(path: string): string {
  const posix = toPosix(path);
  const at = posix.lastIndexOf('/');
  const parent = at <= 0 ? '/' : posix.slice(0, at);
  const whole = /^[a-z]:$/i.test(parent) ? `${parent}/` : parent;
  return isWindowsPath(path) ? whole.replaceAll('/', '\\') : whole;
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

export function isInside(folder: string, path: string): boolean {
  const relative = relativePath(folder, path);
  return relative !== '..' && !relative.startsWith('../');
}

/** The folders from `start` up to and including `stop` (or the root when `stop` is not above). */
export function foldersUp(start: string, stop: string): readonly string[] {
  const folders: string[] = [];
  let folder = start;
  for (;;) {
    folders.push(folder);
    const parent = dirname(folder);
    if (toPosix(folder) === toPosix(stop) || parent === folder) return folders;
    folder = parent;
  }
}

function normalise(path: string): string {
  const result: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && result.length > 0) result.pop();
    else if (part !== '.' && part !== '') result.push(part);
  }
  return (path.startsWith('/') ? '/' : '') + result.join('/');
}
