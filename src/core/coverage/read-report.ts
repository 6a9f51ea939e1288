import type { ParsedReport } from './coverage-map.ts';
import { decodeAll, drain } from './formats/indexed-report.ts';
import type { IndexedReport, ReportFormat } from './formats/report-format.ts';
import { reportFormats } from './formats/report-formats.ts';
import { toUtf8 } from './formats/to-utf8.ts';

const detectionBytes = 8192;

/** A report as it was read; `format` is undefined when no reader knows it. */
export type ReadReport = IndexedReport & { readonly format: ReportFormat | undefined };

/**
 * Reads a report of any known format, in steps (see {@link ReportFormat.index}). Never throws: a report that no reader
 * knows has one problem that says so. `path` only helps to detect the format.
 */
export function* indexReport(raw: Uint8Array, path: string): Generator<number, ReadReport> {
  const bytes = toUtf8(raw);
  const head = new TextDecoder().decode(bytes.subarray(0, detectionBytes)).trimStart();
  const format = reportFormats.find((candidate) => candidate.detect(head, path));
  if (format === undefined) return unknownReport(raw.length === 0);
  const report = yield* format.index(bytes);
  const isBare = report.files.length === 0 && report.problems.length === 0 && report.complete === undefined;
  return { ...report, format, ...(isBare && { problems: [{ code: 'report/empty', message: 'The report holds no file.' }] }) };
}

/** {@link indexReport} in one go, with every file decoded: for reports of our own runs. */
export function readReport(bytes: Uint8Array, path: string): ParsedReport & { readonly format: string | undefined } {
  const report = drain(indexReport(bytes, path));
  return { ...decodeAll(report), format: report.format?.id };
}

function unknownReport(isEmpty: boolean): ReadReport {
  const problem = isEmpty
    ? { code: 'report/empty', message: 'The report is empty.' }
    : {
        code: 'report/unknown-format',
        message: `This is not a coverage report that Branchlight can read: it fits none of the ${reportFormats.length} known formats (the README lists them).`,
      };
  return { format: undefined, files: [], problems: [problem] };
}
