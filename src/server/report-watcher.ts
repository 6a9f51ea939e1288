import { isSourceFile, sourceEndings } from '../core/coverage/source-endings.ts';
import type { FolderSession } from './folder-session.ts';
import { uriToPath } from './paths.ts';
import type { Timers } from '../core/ports.ts';
import { debounce } from './debounce.ts';
import { DidChangeWatchedFilesNotification, type Connection, type Disposable, type FileSystemWatcher } from 'vscode-languageserver';

export interface ReportWatcherOptions {
  readonly connection: Connection;
  /** The client watches files when asked. */
  readonly canWatch: boolean;
  /** The client knows patterns relative to a folder. */
  readonly canWatchRelative: boolean;
  readonly timers: Timers;
  readonly folders: () => readonly FolderSession[];
  /** Reports were written, removed or created (absolute paths; undefined: unknown which); bursts are one call. */
  readonly onReports: (paths: readonly string[] | undefined) => void;
  /** Source files on disk have changed; bursts are one call. */
  readonly onSources: (paths: readonly string[]) => void;
}

export interface ReportWatcher {
  /** Watches what the settings of the folders name now, instead of what was watched before. */
  readonly watch: () => Promise<void>;
  /** A document was opened or saved: the occasion to look for new reports where the client cannot watch files. */
  readonly documentTouched: () => void;
}

/** Long enough for the events of one write to arrive together; a report that is still being written is waited for where it is read. */
const settleMs = 40;

/**
 * Has the client watch reports and sources, so that nothing is polled. A client that cannot watch gets its reports read
 * again whenever a document is opened or saved, and on request.
 */
export function createReportWatcher(options: ReportWatcherOptions): ReportWatcher {
  let registered: Disposable | undefined;
  let watching: Promise<void> = Promise.resolve();
  let changedSources = new Set<string>();
  let changedReports: Set<string> | undefined = new Set<string>();
  const reports = debounce(options.timers, settleMs, () => {
    const paths = changedReports;
    changedReports = new Set();
    options.onReports(paths === undefined ? undefined : [...paths]);
  });
  const sources = debounce(options.timers, settleMs, () => {
    const paths = [...changedSources];
    changedSources = new Set();
    options.onSources(paths);
  });

  options.connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) {
      const path = uriToPath(uri);
      if (path === undefined || /[/\\]node_modules[/\\]/.test(path)) continue;
      if (isSourceFile(path)) {
        changedSources.add(path);
        sources.schedule();
      } else {
        changedReports?.add(path);
        reports.schedule();
      }
    }
  });

  return {
    watch() {
      if (!options.canWatch) return Promise.resolve();
      // One after the other: of two at once, the first registration would never be taken back.
      const turn = watching.then(registerAnew);
      watching = turn.catch(() => undefined);
      return turn;
    },
    documentTouched() {
      if (options.canWatch) return;
      changedReports = undefined;
      reports.schedule();
    },
  };

  async function registerAnew(): Promise<void> {
    const before = registered;
    registered = await options.connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: options.folders().flatMap((folder) => watchersOf(folder, options.canWatchRelative)),
    });
    before?.dispose();
  }
}

function watchersOf(folder: FolderSession, relative: boolean): FileSystemWatcher[] {
  const patterns = [...folder.settings.reports.globs, `**/*.{${sourceEndings.join(',')}}`];
  const root = folder.root.replaceAll('\\', '/');
  return patterns.map((pattern) => ({ globPattern: relative ? { baseUri: folder.uri, pattern } : `${root}/${pattern}` }));
}
