import { AppError, asError } from '../errors.ts';
import { dirname, isAbsolutePath } from '../paths.ts';
import type { FileStat, FileSystem } from '../ports.ts';
import type { FileCoverage, ReportProblem } from './coverage-map.ts';
import { hiddenArms, withExceptionArms, type ExceptionArms } from './compiler-made.ts';
import { inflate, isGzip } from './formats/inflate.ts';
import type { ReportFile, ReportFormat, SourceTexts } from './formats/report-format.ts';
import { mergeFiles } from './merge.ts';
import { normalisePath } from './normalise-path.ts';
import { indexReport } from './read-report.ts';
import type { PathResolver } from './resolve-paths.ts';
import { summarise } from './summary.ts';

/** A report as it was read, with the paths that stand in it. */
export interface LoadedReport {
  /** Absolute. */
  readonly path: string;
  /** undefined when no reader knows it. */
  readonly format: ReportFormat | undefined;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Bytes; with `modified` it tells whether the report must be read again. */
  readonly size: number;
  readonly files: readonly ReportFile[];
  readonly roots: readonly string[];
  readonly problems: readonly ReportProblem[];
}

/** Called between two steps of reading; what it waits for, reading waits for. A rejection stops the reading and is passed on. */
export type BetweenSteps = (bytesRead: number, bytes: number) => Promise<void> | undefined;

/** Reads a report; one that cannot be read is a report with a problem. */
export async function loadReport(
  fileSystem: FileSystem,
  path: string,
  stat: FileStat,
  betweenSteps: BetweenSteps,
  exceptionArms: ExceptionArms = 'hide',
): Promise<LoadedReport> {
  const { modified, size } = stat;
  const unreadable = (message: string): LoadedReport => {
    return { path, modified, size, format: undefined, files: [], roots: [], problems: [{ code: 'report/unreadable', message }] };
  };
  let bytes: Uint8Array;
  try {
    bytes = await fileSystem.readBytes(path);
    if (isGzip(bytes)) bytes = await inflate(bytes);
  } catch (error) {
    return unreadable(asError(error).message);
  }
  const steps = indexReport(bytes, path);
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      const { format, complete } = step.value;
      const { files, roots = [], problems } = complete === undefined ? step.value : await complete(textsNear(fileSystem, path));
      const hidden = exceptionArms === 'hide' ? hiddenArms(files) : undefined;
      return {
        path,
        modified,
        size,
        format,
        files: files.map((file) => withExceptionArms(file, exceptionArms)),
        roots,
        problems: hidden === undefined ? problems : [...problems, hidden],
      };
    }
    await betweenSteps(step.value, bytes.length);
  }
}

/** No code that a person wrote, or that a bundler made of it, is longer. */
const mostSourceBytes = 64 * 2 ** 20;

/** Files that a report names, read where it says they are. */
function textsNear(fileSystem: FileSystem, report: string): SourceTexts {
  return {
    async readText(named) {
      const path = normalisePath(named, dirname(report));
      if (!isAbsolutePath(path)) return undefined;
      const stat = await fileSystem.stat(path);
      if (stat?.kind !== 'file' || stat.size > mostSourceBytes) return undefined;
      try {
        return await fileSystem.readText(path);
      } catch (error) {
        if (error instanceof AppError && error.code === 'file/unreadable') return undefined;
        throw error;
      }
    },
  };
}

/** The files of a report that are in the workspace, under their absolute paths. */
export interface ResolvedReport {
  readonly files: ReadonlyMap<string, ReportFile>;
  /** Paths of the report that lead nowhere, each with a sentence. */
  readonly unresolved: readonly UnresolvedPath[];
}

/** A path of a report that leads nowhere. */
export interface UnresolvedPath {
  /** As it stands in the report. */
  readonly path: string;
  readonly problem: ReportProblem;
  /** Absolute paths that were looked at. */
  readonly tried: readonly string[];
}

/**
 * Resolves every path of a report. A file that the report itself names wins over one that was only found by the end of its
 * path; two different paths with the same end are both refused, because which of them is meant cannot be known.
 */
export async function resolveReport(report: LoadedReport, resolver: PathResolver): Promise<ResolvedReport> {
  const unresolved: UnresolvedPath[] = [];
  const claims = new Map<string, { readonly certain: boolean; readonly file: ReportFile }[]>();
  for (const file of report.files) {
    const resolution = await resolver.resolve({ path: file.path, module: file.module, report: report.path, roots: report.roots });
    if (!resolution.found) {
      unresolved.push({ path: file.path, problem: { code: resolution.code, message: resolution.reason }, tried: resolution.tried });
      continue;
    }
    const claim = { certain: resolution.certain, file };
    const others = claims.get(resolution.path);
    if (others === undefined) claims.set(resolution.path, [claim]);
    else others.push(claim);
  }
  const files = new Map<string, ReportFile>();
  for (const [path, all] of claims) {
    const certain = all.filter((claim) => claim.certain);
    const chosen = certain.length > 0 ? certain : all.length === 1 ? all : [];
    for (const claim of all) {
      if (chosen.includes(claim)) continue;
      const message = `${claim.file.path} ends like ${path}, but so does another path of the report.`;
      unresolved.push({ path: claim.file.path, problem: { code: 'path/ambiguous', message }, tried: [path] });
    }
    const file = together(
      path,
      chosen.map((claim) => claim.file),
    );
    if (file !== undefined) files.set(path, file);
  }
  return { files, unresolved };
}

/** What a report says of one file under several spellings of its path. */
function together(path: string, parts: readonly ReportFile[]): ReportFile | undefined {
  const load = (): FileCoverage => ({ ...parts.map((part) => part.load()).reduce((before, part) => mergeFiles(before, part)), path });
  if (parts[0] === undefined) return undefined;
  return { path, totals: parts.length === 1 ? parts[0].totals : summarise(load()), load };
}
