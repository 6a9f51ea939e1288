/** Absolute native paths as text, so that the core needs to know neither the disk nor which system it runs on. */

/** True for a path that begins with a drive, as on Windows. */
export function hasDrive(path: string): boolean {
  return /^[A-Za-z]:[\\/]/.test(path);
}

export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || hasDrive(path) || path.startsWith('\\\\');
}

/** The separator that `path` is written with. */
function separatorOf(path: string): string {
  return hasDrive(path) || path.startsWith('\\\\') ? '\\' : '/';
}

/** `name` below `directory`, in the directory's own notation; `.` and `..` are resolved. */
export function joinPath(directory: string, name: string): string {
  const separator = separatorOf(directory);
  const parts = name.split(separator === '\\' ? /[\\/]/ : '/');
  let path = directory.length > 1 && directory.endsWith(separator) ? directory.slice(0, -1) : directory;
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part === '..') path = parentOf(path) ?? path;
    else path = path.endsWith(separator) ? path + part : path + separator + part;
  }
  return path;
}

/** The directory around a path; undefined at the top. */
export function parentOf(path: string): string | undefined {
  const separator = separatorOf(path);
  const at = path.lastIndexOf(separator);
  if (at === -1 || path === separator) return undefined;
  if (at === 0) return separator;
  if (hasDrive(path) && at === 2) return path.length > 3 ? path.slice(0, 3) : undefined;
  return path.slice(0, at);
}

/** `path` is `directory` or lies below it. */
export function isInside(path: string, directory: string): boolean {
  const separator = separatorOf(directory);
  return path === directory || path.startsWith(directory.endsWith(separator) ? directory : directory + separator);
}

/** As a person reads it: relative to `root` with forward slashes when it lies below, else as it is. */
export function displayPath(path: string, root: string): string {
  if (path === root || !isInside(path, root)) return path;
  return path
    .slice(root.length)
    .replace(/^[\\/]/, '')
    .replaceAll('\\', '/');
}
