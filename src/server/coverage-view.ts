import type { MeasuredFile } from '../core/coverage/session.ts';
import type { FolderSession } from './folder-session.ts';
import { placeFile, type PlacedFile } from './placed-file.ts';

/** Text that the editor holds, by absolute path. */
export interface OpenTexts {
  textOf(path: string): string | undefined;
}

/** Coverage laid over the text as it is now: the editor's for open documents, the disk's for others. */
export interface CoverageView {
  /** undefined when no report speaks of the file, or its folder's engine did not start. */
  file(folder: FolderSession, path: string): Promise<PlacedFile | undefined>;
  /**
   * The arms that the reports state exactly, before the source is parsed: something to show while that takes its time. undefined
   * when there are none, or `file` has its answer already.
   */
  firstLook(folder: FolderSession, path: string): Promise<PlacedFile | undefined>;
  forget(path: string): void;
}

export interface CoverageViewOptions {
  readonly open: OpenTexts;
  readonly readText: (path: string) => Promise<string | undefined>;
  readonly describeTime: (milliseconds: number) => string;
}

interface Placed {
  readonly measured: MeasuredFile;
  readonly text: string | undefined;
  readonly edited: string;
  readonly file: PlacedFile;
}

export function createCoverageView(options: CoverageViewOptions): CoverageView {
  const placed = new Map<string, Placed>();
  // Where the measured text is not known, marks still move with what is edited from here on, until there is a new report.
  const firstSeen = new Map<string, { readonly reports: string; readonly text: string }>();

  const baseOf = (folder: FolderSession, measured: MeasuredFile, text: string | undefined): string | undefined => {
    if (measured.measuredText !== undefined) return measured.measuredText;
    const reports = JSON.stringify(folder.engine?.session.reports.map(({ path, modified }) => [path, modified]));
    const seen = firstSeen.get(measured.path);
    if (seen?.reports === reports) return seen.text;
    if (text !== undefined) firstSeen.set(measured.path, { reports, text });
    return text;
  };

  const currentText = async (path: string, measured: MeasuredFile): Promise<string | undefined> =>
    // A closed file that is as it was measured needs no look at the disk.
    options.open.textOf(path) ?? (measured.stale === undefined ? measured.measuredText : undefined) ?? (await options.readText(path));

  return {
    async firstLook(folder, path) {
      if (folder.engine === undefined || placed.has(path)) return undefined;
      const measured = await folder.engine.session.reported(path);
      const branches = measured?.coverage.branches.filter(({ certainty, range }) => certainty === 'exact' && range !== undefined);
      if (measured === undefined || branches === undefined || branches.length === 0) return undefined;
      const text = await currentText(path, measured);
      const stated = { ...measured, coverage: { ...measured.coverage, branches } };
      return placeFile(stated, baseOf(folder, measured, text), text, describeEdit(folder, options.describeTime));
    },
    async file(folder, path) {
      if (folder.engine === undefined) return undefined;
      const measured = await folder.engine.session.file(path);
      if (measured === undefined) {
        placed.delete(path);
        return undefined;
      }
      const open = options.open.textOf(path);
      const text = await currentText(path, measured);
      const edited = describeEdit(folder, options.describeTime);
      const before = placed.get(path);
      if (before?.measured === measured && before.text === text && before.edited === edited) return before.file;
      const file = placeFile(measured, baseOf(folder, measured, text), text, edited);
      if (open !== undefined) placed.set(path, { measured, text, edited, file });
      return file;
    },
    forget(path) {
      placed.delete(path);
      firstSeen.delete(path);
    },
  };
}

function describeEdit(folder: FolderSession, describeTime: (milliseconds: number) => string): string {
  const newest = Math.max(0, ...(folder.engine?.session.reports ?? []).map((report) => report.modified));
  const run = folder.lastRun ?? 0;
  if (newest === 0 && run === 0) return 'line changed since it was measured';
  return `line changed since the ${run > newest ? 'run' : 'report'} of ${describeTime(Math.max(run, newest))}`;
}
