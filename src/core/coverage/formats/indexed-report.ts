import type { CoverageMap, FileCoverage, ParsedReport, ReportProblem } from '../coverage-map.ts';
import { mergeFiles } from '../merge.ts';
import { summarise } from '../summary.ts';
import type { IndexedReport, ReportFile } from './report-format.ts';

/** An indexed report out of files that are held decoded: for formats whose reports stay small or mix their files. */
export function indexDecoded(files: Iterable<FileCoverage>, problems: readonly ReportProblem[], roots?: readonly string[]): IndexedReport {
  const merged = new Map<string, FileCoverage>();
  for (const file of files) {
    const before = merged.get(file.path);
    merged.set(file.path, before === undefined ? file : mergeFiles(before, file));
  }
  return { files: [...merged.values()].map(decodedFile), problems, ...(roots === undefined ? {} : { roots }) };
}

/** A file of a report that is held decoded. */
export function decodedFile(file: FileCoverage): ReportFile {
  return { path: file.path, totals: summarise(file), load: () => file };
}

/** Runs the reading of a report to its end in one go. */
export function drain<Result>(steps: Generator<number, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Everything that an indexed report holds, decoded; modules that share a path are merged. */
export function decodeAll(report: IndexedReport): ParsedReport {
  const coverage = new Map<string, FileCoverage>();
  for (const file of report.files) {
    const before = coverage.get(file.path);
    const decoded = file.load();
    coverage.set(file.path, before === undefined ? decoded : mergeFiles(before, decoded));
  }
  return { coverage: coverage satisfies CoverageMap, problems: report.problems };
}
