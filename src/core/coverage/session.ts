import type { FileCoverage, ReportProblem, CoverageMap } from './coverage-map.ts';
import type { FileTotals } from './summary.ts';
import type { SourceModel } from '../source/source-model.ts';

/** A report that was found and read. */
export interface ReportInfo {
  /** Absolute. */
  readonly path: string;
  /** Id of the format: `istanbul`, `lcov`; undefined when no reader knows it. */
  readonly format: string | undefined;
  /** The format as a person calls it: `Istanbul JSON`. */
  readonly formatName: string | undefined;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  readonly files: number;
  readonly problems: readonly ReportProblem[];
}

/** One source file as the reports see it, aligned with its source. */
export interface MeasuredFile {
  /** Absolute. */
  readonly path: string;
  readonly coverage: FileCoverage;
  /** Parsed from `measuredText`. */
  readonly source: SourceModel | undefined;
  /** The text that the report speaks of; undefined when the file changed after the report was made and the old text is not known. */
  readonly measuredText: string | undefined;
  /** Why the whole file is stale, in a sentence; undefined when it is not. */
  readonly stale: string | undefined;
}

/** How far the reading of a large report has come. */
export interface ReadProgress {
  /** Absolute. */
  readonly report: string;
  readonly bytesRead: number;
  readonly bytes: number;
}

/** The coverage of one workspace folder, kept current. Parsing is done here, so hosts keep it off their UI thread. */
export interface CoverageSession {
  /**
   * Finds and reads reports anew; reports that did not change are not parsed again. Never throws on bad reports. With
   * `changedReports` (absolute paths) only these are looked at and the folder is not walked again.
   */
  refresh(signal?: AbortSignal, changedReports?: readonly string[]): Promise<void>;
  readonly reports: readonly ReportInfo[];
  /** Resolved source files with their totals, sorted by path. Cheap: no source is parsed. */
  files(): readonly (FileTotals & { readonly path: string })[];
  /** undefined when no report speaks of the file. Parsed on first use, cached until the report or the file changes. */
  file(path: string): Promise<MeasuredFile | undefined>;
  /**
   * The same as the reports themselves name it, without its source: a first look, at once. undefined also when `file` has its
   * answer or is about to have it.
   */
  reported(path: string): Promise<MeasuredFile | undefined>;
  /** Takes the result of a run of our own as the newest measurement. Keys are absolute paths; `partial` keeps other files as they are. */
  adopt(coverage: CoverageMap, measuredAt: number, partial: boolean): void;
  /** Why `path` shows no coverage: what was looked for and what was found, in sentences. Without a path: for the whole folder. */
  explain(path?: string): string;
  /** Calls `listener` after every change of what `files` or `file` answer; returns a function that stops it. */
  onChange(listener: () => void): () => void;
  /** Calls `listener` while a report that takes long is read; returns a function that stops it. */
  onProgress(listener: (progress: ReadProgress) => void): () => void;
}
