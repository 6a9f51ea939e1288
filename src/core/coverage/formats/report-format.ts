import type { ParsedReport } from '../coverage-map.ts';

/** One report format. Add one: one file here, one line in `report-formats.ts`, one fixture made by the real tool. */
export interface ReportFormat {
  /** Stable: `istanbul`, `lcov`, `coverage-py`. */
  readonly id: string;
  /** Decides from the first bytes of the report (a few thousand) and its path; cheap. */
  detect(firstBytes: Uint8Array, path: string): boolean;
  /** Never throws: what cannot be used is a problem. Paths are left as they stand in the report. */
  read(bytes: Uint8Array): ParsedReport;
}
