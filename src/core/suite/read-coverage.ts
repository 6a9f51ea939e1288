import type { CoverageMap, FileCoverage, ReportProblem } from '../coverage/coverage-map.ts';
import { findReports } from '../coverage/find-reports.ts';
import type { ReportFile } from '../coverage/formats/report-format.ts';
import { readGoModules } from '../coverage/go-modules.ts';
import { loadReport, resolveReport, type LoadedReport } from '../coverage/load-report.ts';
import { mergeFiles } from '../coverage/merge.ts';
import { createPathResolver, type PathResolver } from '../coverage/resolve-paths.ts';
import { isAbsolutePath, nativePath } from '../paths.ts';
import type { FileSystem } from '../ports.ts';

export interface CoveragePorts {
  readonly fileSystem: FileSystem;
  /** Gives a measured file the arm keys of its source; the identity where the source is not known. */
  readonly align: (coverage: FileCoverage) => Promise<FileCoverage>;
}

/** What the reports of one run say together, under absolute paths, and what of them could not be used. */
export async function readRunCoverage(
  reports: readonly string[],
  root: string,
  wanted: (file: string) => boolean,
  ports: CoveragePorts,
): Promise<{ readonly coverage: CoverageMap; readonly problems: readonly ReportProblem[] }> {
  const coverage = new Map<string, FileCoverage>();
  const problems: ReportProblem[] = [];
  let resolver: Promise<PathResolver> | undefined;
  const filesOf = async (report: LoadedReport): Promise<Iterable<readonly [string, ReportFile]>> => {
    // Most runners name absolute paths of this machine: then nothing has to be looked for.
    if (report.files.every((file) => isAbsolutePath(file.path))) {
      return report.files.map((file) => [nativePath(file.path, root), file] as const);
    }
    resolver ??= resolverOf(root, ports.fileSystem);
    return (await resolveReport(report, await resolver)).files;
  };
  for (const path of reports) {
    const stat = await ports.fileSystem.stat(path);
    if (stat?.kind !== 'file') continue;
    const report = await loadReport(ports.fileSystem, path, stat, () => undefined);
    problems.push(...report.problems);
    for (const [file, measured] of await filesOf(report)) {
      if (!wanted(file)) continue;
      const aligned = await ports.align({ ...measured.load(), path: file });
      const before = coverage.get(file);
      coverage.set(file, before === undefined ? aligned : mergeFiles(before, aligned));
    }
  }
  return { coverage, problems };
}

async function resolverOf(root: string, fileSystem: FileSystem): Promise<PathResolver> {
  const { sources, goMods } = await findReports(fileSystem, root, []);
  return createPathResolver(fileSystem, { root, sources, goModules: await readGoModules(fileSystem, goMods), mappings: {} });
}
