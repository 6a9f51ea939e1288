import type { FileCoverage, ReportProblem } from '../coverage-map.ts';
import type { FileTotals } from '../summary.ts';

/**
 * The most that a format says of branches, best first; of two reports of one run the better one is used. `exact`: the
 * arm with its place. `arc`: line → line. `ordinal`: the n-th branch of a line. `polarity`: true and false, by line.
 * `count`: how many of a line's arms. `none`: no branches, only lines or blocks. `totals`: only figures of whole files.
 */
export const fidelities = ['exact', 'arc', 'ordinal', 'polarity', 'count', 'none', 'totals'] as const;
export type Fidelity = (typeof fidelities)[number];

/** One file of a report. */
export interface ReportFile {
  /** As it stands in the report. */
  readonly path: string;
  /** Name of a folder that the file lies below, where the report says so (a group of JaCoCo). */
  readonly module?: string;
  readonly totals: FileTotals;
  /** Decodes the file's coverage from the report's bytes, anew at each call; its problems are among those of the report. Never throws. */
  readonly load: () => FileCoverage;
}

/** A report that was read as far as it can be: every problem is known, and what any file comes to. */
export interface IndexedReport {
  /** A path stands here once for each module. */
  readonly files: readonly ReportFile[];
  /** Folders that relative paths of the report start from, as they stand in it (`<source>` of Cobertura). */
  readonly roots?: readonly string[];
  readonly problems: readonly ReportProblem[];
  /** Reads the report to its end, where that needs the texts of files: `files` and `problems` are what is known without them. Never rejects. */
  readonly complete?: (sources: SourceTexts) => Promise<IndexedReport>;
}

/** Texts that a report needs and does not hold: code that ran, source maps. */
export interface SourceTexts {
  /** `path` stands as the report names it, a path or a URL. undefined when there is no such file or it cannot be read. Never rejects. */
  readonly readText: (path: string) => Promise<string | undefined>;
}

/** One report format. Add one: one file here, one line in `report-formats.ts`, one fixture made by the real tool. */
export interface ReportFormat {
  /** Stable: `istanbul`, `lcov`, `coverage-py`. */
  readonly id: string;
  /** What a person calls it. */
  readonly name: string;
  readonly fidelity: Fidelity;
  /** Decides from the beginning of the report (8 KiB as text, white space and byte order mark in front removed) and its path. Cheap. */
  readonly detect: (head: string, path: string) => boolean;
  /**
   * Reads the whole report (UTF-8, no byte order mark), never throws: what cannot be used is a problem. Linear in the
   * bytes. Yields the bytes read so far every now and then (at least each megabyte), so that a host can show progress,
   * answer others in between, and stop.
   */
  readonly index: (bytes: Uint8Array) => Generator<number, IndexedReport>;
}
