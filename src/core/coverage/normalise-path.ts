import { isAbsolutePath, isWindowsPath, joinPath, nativePath } from '../paths.ts';

/**
 * A path of a report as the system of `root` would write it: `file://` and `webpack://` URLs, other systems' separators,
 * drives as WSL sees them and the other way round, and the root that .NET writes for reproducible builds (`/_/`).
 * A result that is not absolute is relative to some folder of the project.
 */
export function normalisePath(path: string, root: string): string {
  const wanted = withoutUrl(path.trim()).replace(/^\/_\//, '');
  if (isWindowsPath(root)) return nativePath(wanted.replace(/^\/mnt\/([a-z])\//i, '$1:/'), root);
  // A share of WSL, as Windows sees the files of this very system.
  const share = /^\\\\wsl(?:\$|\.localhost)\\[^\\]+(\\.*)$/i.exec(wanted)?.[1];
  if (share !== undefined) return share.replaceAll('\\', '/');
  if (isWindowsPath(wanted)) {
    const posix = wanted.replaceAll('\\', '/');
    return /^\/mnt\/[a-z]\//.test(root) ? posix.replace(/^([A-Za-z]):\//, (_, drive: string) => `/mnt/${drive.toLowerCase()}/`) : posix;
  }
  return wanted.includes('\\') && !wanted.includes('/') ? wanted.replaceAll('\\', '/') : wanted;
}

function withoutUrl(path: string): string {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(path)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return path;
    case 'file':
      return decoded(path.replace(/^file:\/\/(?:localhost)?/i, '')).replace(/^\/(?=[A-Za-z]:)/, '');
    case 'webpack':
    case 'webpack-internal':
    case 'ng':
    case 'rollup':
    case 'http':
    case 'https': {
      // webpack://package/./src/a.ts?hash: the authority is a name, the path begins at the project.
      const local = decoded(path.replace(/^[^:]+:\/\/[^/]*\/*/, '').replace(/[?#].*$/, ''));
      // Vite serves files of the disk below /@fs.
      return local.startsWith('@fs/') ? local.slice('@fs'.length) : local.replace(/^(?:\.\/)+/, '');
    }
    default:
      return path;
  }
}

function decoded(url: string): string {
  return url.replace(/%[0-9a-f]{2}(?:%[0-9a-f]{2})*/gi, (escaped) =>
    new TextDecoder().decode(Uint8Array.from(escaped.slice(1).split('%'), (hex) => Number.parseInt(hex, 16))),
  );
}

/** Replaces the beginning of a path by the folder that the user says it stands for; the longest beginning wins. Folders are relative to `root` or absolute. */
export function applyMappings(path: string, mappings: Readonly<Record<string, string>>, root: string): string {
  const posix = path.replaceAll('\\', '/');
  const prefix = Object.keys(mappings)
    .filter((one) => one !== '' && startsWithFolder(posix, one.replaceAll('\\', '/')))
    .sort((left, right) => right.length - left.length)[0];
  if (prefix === undefined) return path;
  const folder = mappings[prefix] ?? '';
  return joinPath(isAbsolutePath(folder) ? folder : joinPath(root, folder), posix.slice(prefix.length).replace(/^\/+/, ''));
}

function startsWithFolder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`) || (folder === '.' && !isAbsolutePath(path));
}
