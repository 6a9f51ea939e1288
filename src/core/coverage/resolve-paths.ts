import type { FileSystem } from '../ports.ts';
import { basename, dirname, foldersUp, isAbsolutePath, isInside, isWindowsPath, joinPath } from '../paths.ts';
import { moduleFile, type GoModule } from './go-modules.ts';
import { applyMappings, normalisePath } from './normalise-path.ts';
import { indexSuffixes, segmentsOf } from './suffix-index.ts';

/** Where a path of a report leads; `reason` is a sentence for a person. */
export type Resolution =
  /** `certain`: the path itself leads there; otherwise only its end is the same, and no other file's is. */
  | { readonly found: true; readonly path: string; readonly certain: boolean }
  | {
      readonly found: false;
      readonly code: 'path/unknown' | 'path/ambiguous' | 'path/outside';
      readonly reason: string;
      /** Absolute paths that were looked at, in order. */
      readonly tried: readonly string[];
    };

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

/** What the resolver knows of the workspace folder. */
export interface PathFacts {
  /** Absolute. */
  readonly root: string;
  /** Absolute paths of all source files. */
  readonly sources: readonly string[];
  readonly goModules: readonly GoModule[];
  /** Beginnings of paths → folders, as the user says (setting `pathMappings`). */
  readonly mappings: Readonly<Record<string, string>>;
}

/** Names of a path that are shown when there are many. */
const shownFiles = 3;
/** Files with the same end that a module's name is looked for in. */
const mostWithModule = 1000;

/**
 * Finds the file of the workspace that a report speaks of: as the user maps it, as an absolute path, from the roots that
 * the report names, from the report's folder and its parents up to the root, as a file of a Go module, and at last by the
 * longest end that only one source file shares. Never guesses: several equally good files, or none, is an answer in
 * words. Costs one look-up a path and one listing a folder; the index is built once.
 */
export function createPathResolver(fileSystem: FileSystem, facts: PathFacts): PathResolver {
  const { root, sources, goModules, mappings } = facts;
  const fold = isWindowsPath(root) ? (name: string) => name.toLowerCase() : (name: string) => name;
  const index = indexSuffixes(sources, fold);
  const known = new Set(sources);
  const answers = new Map<string, Promise<Resolution>>();
  const listings = new Map<string, Promise<ReadonlySet<string>>>();

  const namesIn = async (folder: string): Promise<ReadonlySet<string>> => {
    const entries = await fileSystem.list(folder);
    return new Set(entries.filter((entry) => entry.kind === 'file').map((entry) => fold(entry.name)));
  };
  /** One listing answers for every file of a folder, also where the folder is missing. */
  const isFile = async (path: string): Promise<boolean> => {
    if (known.has(path)) return true;
    const folder = dirname(path);
    const names = listings.get(folder) ?? namesIn(folder);
    listings.set(folder, names);
    return (await names).has(fold(basename(path)));
  };

  async function resolve(asked: ReportPath): Promise<Resolution> {
    const { path } = asked;
    const tried: string[] = [];
    const no = (code: 'path/unknown' | 'path/ambiguous' | 'path/outside', reason: string): Resolution => ({
      found: false,
      code,
      reason,
      tried,
    });
    if (path.trim() === '' || path.includes('\0')) return no('path/unknown', 'The report names a file without a path.');
    const look = async (candidate: string): Promise<boolean> => {
      tried.push(candidate);
      return isInside(root, candidate) && (await isFile(candidate));
    };
    const mapped = applyMappings(normalisePath(path, root), mappings, root);
    const wanted = mapped === normalisePath(path, root) ? mapped : normalisePath(mapped, root);
    if (isAbsolutePath(wanted)) {
      const absolute = joinPath(wanted, '');
      if (await look(absolute)) return { found: true, path: absolute, certain: true };
      if (isInside(root, absolute)) return no('path/unknown', `${path} does not exist any more.`);
    } else {
      const found = new Set<string>();
      for (const base of reportRoots(asked, root, mappings)) {
        const candidate = joinPath(base, wanted);
        if (await look(candidate)) found.add(candidate);
      }
      const [first, ...others] = found;
      if (first !== undefined && others.length === 0) return { found: true, path: first, certain: true };
      if (first !== undefined) return no('path/ambiguous', `${path} exists below several roots of the report: ${[...found].join(', ')}.`);
      for (const base of basesOf(dirname(asked.report), root)) {
        const candidate = joinPath(base, wanted);
        if (await look(candidate)) return { found: true, path: candidate, certain: true };
      }
      for (const candidate of moduleFile(wanted, goModules))
        if (await look(candidate)) return { found: true, path: candidate, certain: true };
    }
    return bySuffix(asked, wanted, no);
  }

  async function bySuffix(
    { path, module, roots = [] }: ReportPath,
    wanted: string,
    no: (code: 'path/unknown' | 'path/ambiguous' | 'path/outside', reason: string) => Resolution,
  ): Promise<Resolution> {
    // A root of another machine tells apart what the path alone does not.
    const [onlyRoot] = roots;
    const longer =
      roots.length === 1 && onlyRoot !== undefined && !isAbsolutePath(wanted) ? `${normalisePath(onlyRoot, root)}/${wanted}` : wanted;
    const match = index.longest(longer, module === undefined ? shownFiles : mostWithModule);
    const names = segmentsOf(wanted).length;
    // The name alone is only enough for a path that is a name alone, or where the language lets folders be left out.
    const least = /\.kts?$/i.test(wanted) ? 1 : Math.min(2, names);
    if (match.shared >= least) {
      const files =
        module === undefined || match.count === 1 ? match.files : match.files.filter((file) => segmentsOf(file).includes(module));
      const count = files === match.files ? match.count : files.length;
      const [first] = files;
      if (count === 1 && first !== undefined) return { found: true, path: first, certain: false };
      if (match.count > 1) {
        const shown = match.files.slice(0, shownFiles).join(', ') + (match.count > shownFiles ? ', …' : '');
        return no(
          'path/ambiguous',
          `${path} may be any of ${match.count} files: ${shown}. The setting \`branchlight.pathMappings\` can say which folder is meant.`,
        );
      }
    }
    if (isAbsolutePath(wanted) && (await fileSystem.stat(wanted))?.kind === 'file')
      return no('path/outside', `${path} lies outside of this workspace folder.`);
    return no('path/unknown', `No file of this workspace folder is ${path}: the report may be for another checkout.`);
  }

  return {
    resolve(asked) {
      const key = `${isAbsolutePath(asked.path) ? '' : `${dirname(asked.report)}\n${asked.roots?.join('\n') ?? ''}`}\n${asked.module ?? ''}\n${asked.path}`;
      const before = answers.get(key);
      if (before !== undefined) return before;
      const answer = resolve(asked);
      answers.set(key, answer);
      return answer;
    },
  };
}

/** The roots that the report names, as absolute folders of this machine; a relative one starts from the report's folder or a parent. */
function reportRoots({ roots = [], report }: ReportPath, root: string, mappings: Readonly<Record<string, string>>): readonly string[] {
  return roots
    .filter((one) => one.trim() !== '' && !one.startsWith('--'))
    .flatMap((one) => {
      const folder = applyMappings(normalisePath(one, root), mappings, root);
      return isAbsolutePath(folder) ? [folder] : basesOf(dirname(report), root).map((base) => joinPath(base, folder));
    });
}

function basesOf(reportFolder: string, root: string): readonly string[] {
  return isInside(root, reportFolder) ? foldersUp(reportFolder, root) : [root];
}
