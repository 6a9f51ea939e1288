import { asError } from '../errors.ts';
import type { FileStat, FileSystem } from '../ports.ts';
import type { CoverageMap, FileCoverage, ReportProblem } from './coverage-map.ts';
import { mergeFiles } from './merge.ts';
import { readReport } from './read-report.ts';
import type { PathResolver } from './resolve-paths.ts';

/** A report as it was read, with the paths that stand in it. */
export interface LoadedReport {
  /** Absolute. */
  readonly path: string;
  readonly format: string | undefined;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Bytes; with `modified` it tells whether the report must be read again. */
  readonly size: number;
  readonly coverage: CoverageMap;
  readonly problems: readonly ReportProblem[];
}

/** Reads a report; one that cannot be read is a report with a problem. */
export async function loadReport(fileSystem: FileSystem, path: string, stat: FileStat): Promise<LoadedReport> {
  const { modified, size } = stat;
  try {
    return { path, modified, size, ...readReport(await fileSystem.readBytes(path), path) };
  } catch (error) {
    const problem = { code: 'report/unreadable', message: asError(error).message };
    return { path, modified, size, format: undefined, coverage: new Map(), problems: [problem] };
  }
}

/** The files of a report that are in the workspace, under their absolute paths. */
export interface ResolvedReport {
  readonly files: ReadonlyMap<string, FileCoverage>;
  /** Paths of the report that lead nowhere, each with a sentence. */
  readonly unresolved: readonly { readonly path: string; readonly problem: ReportProblem }[];
}

/**
 * Resolves every path of a report. A file that the report itself names wins over one that was only found by the end of its
 * path; two different paths with the same end are both refused, because which of them is meant cannot be known.
 */
export async function resolveReport(report: LoadedReport, resolver: PathResolver): Promise<ResolvedReport> {
  const unresolved: { path: string; problem: ReportProblem }[] = [];
  const claims = new Map<string, { readonly certain: boolean; readonly file: FileCoverage }[]>();
  for (const [path, file] of report.coverage) {
    const resolution = await resolver.resolve(path, report.path);
    if (!resolution.found) {
      unresolved.push({ path, problem: { code: resolution.code, message: resolution.reason } });
      continue;
    }
    const claim = { certain: resolution.certain, file };
    const others = claims.get(resolution.path);
    if (others === undefined) claims.set(resolution.path, [claim]);
    else others.push(claim);
  }
  const files = new Map<string, FileCoverage>();
  for (const [path, all] of claims) {
    const certain = all.filter((claim) => claim.certain);
    const chosen = certain.length > 0 ? certain : all.length === 1 ? all : [];
    for (const claim of all) {
      if (chosen.includes(claim)) continue;
      const message = `${claim.file.path} ends like ${path}, but so does another path of the report.`;
      unresolved.push({ path: claim.file.path, problem: { code: 'path/ambiguous', message } });
    }
    const merged = chosen
      .map((claim) => ({ ...claim.file, path }))
      .reduce<FileCoverage | undefined>((before, file) => (before === undefined ? file : mergeFiles(before, file)), undefined);
    if (merged !== undefined) files.set(path, merged);
  }
  return { files, unresolved };
}
