import { resolve } from 'node:path';
import type { FileCoverage, Totals } from '../../core/coverage/coverage-map.ts';
import type { ReportFile } from '../../core/coverage/formats/report-format.ts';
import { loadReport } from '../../core/coverage/load-report.ts';
import { AppError } from '../../core/errors.ts';
import type { FileSystem } from '../../core/ports.ts';
import type { ReportedFile, ReportedReport, Reporter } from '../reporters/reporter.ts';

/** What reports say, file by file, whether or not their sources are here. @throws AppError `file/unreadable` */
export async function report(
  paths: readonly string[],
  cwd: string,
  fileSystem: FileSystem,
  reporter: Pick<Reporter, 'reportFile' | 'report'>,
): Promise<void> {
  for (const name of paths) {
    const path = resolve(cwd, name);
    const stat = await fileSystem.stat(path);
    if (stat?.kind !== 'file') {
      throw new AppError('file/unreadable', `${name} is not a file.`, { hint: 'Check the path of the report.' });
    }
    const loaded = await loadReport(fileSystem, path, stat, () => undefined);
    for (const file of loaded.files) reporter.reportFile(reportedFile(name, file));
    const sum = (kind: 'branches' | 'lines' | 'blocks'): Totals =>
      loaded.files.reduce(
        (all, { totals }) => ({ covered: all.covered + totals[kind].covered, total: all.total + totals[kind].total }),
        none,
      );
    const { format, problems, roots } = loaded;
    reporter.report({
      report: name,
      format: format?.id,
      formatName: format?.name,
      fidelity: format?.fidelity,
      roots,
      files: loaded.files.length,
      branches: sum('branches'),
      lines: sum('lines'),
      blocks: sum('blocks'),
      problems,
    } satisfies ReportedReport);
  }
}

const none: Totals = { covered: 0, total: 0 };

function reportedFile(report: string, file: ReportFile): ReportedFile {
  const { path, module, totals } = file;
  return { report, path, ...(module === undefined ? {} : { module }), ...totals, coverage: (): FileCoverage => file.load() };
}
