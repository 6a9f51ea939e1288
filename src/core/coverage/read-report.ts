import type { ParsedReport } from './coverage-map.ts';
import { reportFormats } from './formats/report-formats.ts';

const detectionBytes = 8192;

/**
 * Reads a report of any known format. Never throws: a report that no reader knows has the format `undefined` and one
 * problem that says so. `path` only helps to detect the format.
 */
export function readReport(bytes: Uint8Array, path: string): ParsedReport & { readonly format: string | undefined } {
  const first = bytes.subarray(0, detectionBytes);
  const format = reportFormats.find((candidate) => candidate.detect(first, path));
  if (format !== undefined) {
    const { coverage, problems } = format.read(bytes);
    const isBare = coverage.size === 0 && problems.length === 0;
    return { format: format.id, coverage, problems: isBare ? [{ code: 'report/empty', message: 'The report holds no file.' }] : problems };
  }
  const message =
    bytes.length === 0
      ? 'The report is empty.'
      : 'This is not a coverage report that Branchlight can read. It reads Istanbul JSON (coverage-final.json), LCOV and the JSON of coverage.py.';
  return {
    format: undefined,
    coverage: new Map(),
    problems: [{ code: bytes.length === 0 ? 'report/empty' : 'report/unknown-format', message }],
  };
}
