import { basename, dirname, isAbsolutePath, isInside, joinPath, nativePath, toPosix } from '../../paths.ts';
import type { Failure, Frame } from './failure.ts';

/** What is installed, shipped with the language, or made by tools. */
const foreign =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|\.venv|venv|\.tox|\.nox|\.yarn|\.pnpm-store|\.cargo|rustc|\.rustup|\.m2|\.gradle|jdk)(?:\/|$)|\/lib\/python\d|\/pkg\/mod\/|\/usr\/local\/go\/src\/|\/libexec\/src\/|^node:|^<|^internal\//;

export interface KnownFiles {
  /** Absolute folder of the project. */
  readonly root: string;
  /** Absolute paths of files of the project, as far as they are known. */
  readonly files: ReadonlySet<string>;
}

/** Where the first of the frames lies that is in the project's own files; absolute. */
export function ownLocation(
  frames: readonly Frame[],
  failure: Failure,
  known: KnownFiles,
): { readonly file: string; readonly line: number } | undefined {
  for (const frame of frames) {
    const file = ownFile(frame.file, failure, known);
    if (file !== undefined) return { file, line: frame.line };
  }
  return undefined;
}

function ownFile(printed: string, failure: Failure, known: KnownFiles): string | undefined {
  const path = plainPath(printed);
  if (foreign.test(toPosix(path)) && !known.files.has(path)) return undefined;
  if (isAbsolutePath(path)) {
    const native = nativePath(path, known.root);
    return known.files.has(native) || isInside(known.root, native) ? native : endOf(native, known);
  }
  // A class or a package says the end of a path only, which more than one folder may hold.
  if (failure.language === 'java') return endOf(path, known);
  if (failure.language === 'go' && /^[\w-]+\.[\w.-]+\//.test(path)) return belowModule(path, known);
  const places = [joinPath(known.root, path), ...(failure.file === undefined ? [] : [joinPath(dirname(failure.file), path)])];
  const there = places.find((place) => known.files.has(place)) ?? endOf(path, known);
  if (there !== undefined) return there;
  const beside = failure.file !== undefined && basename(path) === path;
  return places[beside ? 1 : 0];
}

/** The only known file whose path ends so. */
function endOf(path: string, known: KnownFiles): string | undefined {
  const parts = toPosix(path)
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const ending = `/${parts.join('/')}`;
  const found = [...known.files].filter((file) => `/${toPosix(file)}`.endsWith(ending));
  return found.length === 1 ? found[0] : undefined;
}

/** With `-trimpath` Go prints the path of the module, which no folder has, before that of the file. */
function belowModule(path: string, known: KnownFiles): string | undefined {
  const parts = path.split('/');
  for (let at = 1; at < parts.length; at += 1) {
    const found = endOf(parts.slice(at).join('/'), known);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Without the protocol of a URL and what bundlers add behind a path. */
function plainPath(printed: string): string {
  let path = printed.replace(/^(?:async )?(?:webpack-internal:\/\/\/|\/@fs(?=\/))/, '');
  if (path.startsWith('file://')) {
    path = path.slice('file://'.length);
    if (/^\/[A-Za-z]:/.test(path)) path = path.slice(1);
    try {
      path = decodeURIComponent(path);
    } catch {
      return path; // a percent sign that encodes nothing is a part of the name
    }
  }
  return path.replace(/\?(?:t|v|import|update|vitest|mtime)\b[^/\\]*$/, '');
}
