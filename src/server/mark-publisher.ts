import type { Logger } from '../core/ports.ts';
import type { Mark } from '../protocol/messages.ts';
import type { CoverageView } from './coverage-view.ts';
import { diagnosticsOf } from './features/diagnostics.ts';
import { marksOf } from './features/marks.ts';
import type { FolderSession } from './folder-session.ts';
import { uriToPath } from './paths.ts';
import type { Timers } from '../core/ports.ts';
import { debounce } from './debounce.ts';
import type { WorkspaceSession } from './workspace-session.ts';
import type { Diagnostic } from 'vscode-languageserver';

export interface MarkPublisherOptions {
  readonly workspace: WorkspaceSession;
  readonly view: CoverageView;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Version of an open document; undefined when it is closed. */
  readonly versionOf: (uri: string) => number | undefined;
  readonly openUris: () => readonly string[];
  readonly sendMarks: (uri: string, marks: readonly Mark[]) => Promise<void>;
  readonly sendDiagnostics: (uri: string, diagnostics: readonly Diagnostic[]) => Promise<void>;
}

/** Sends the marks of open documents when they may have changed, after a short pause, and only if they did. */
export interface MarkPublisher {
  schedule(uri: string): void;
  scheduleAll(): void;
  /** Without the pause: the coverage is new, and nobody is typing. */
  publishAll(): void;
  /** The document was closed: its diagnostics go away. */
  close(uri: string): void;
}

const pauseMs = 50;
/** Parsing holds the server's one thread; this long before it, what was just sent may leave. */
const leaveMs = 100;

export function createMarkPublisher(options: MarkPublisherOptions): MarkPublisher {
  const waiting = new Set<string>();
  const sentMarks = new Map<string, string>();
  const sentDiagnostics = new Map<string, string>();
  let running = false;

  const publish = async (uri: string): Promise<void> => {
    const version = options.versionOf(uri);
    const path = uriToPath(uri);
    const folder = path === undefined ? undefined : options.workspace.folderOf(path);
    if (version === undefined || path === undefined || folder === undefined) return;
    await publishFirstLook(folder, path, uri, version);
    const file = await options.view.file(folder, path);
    // Edited or closed meanwhile: what was computed speaks of an old text, and the edit has scheduled a new turn.
    if (options.versionOf(uri) !== version) return;
    const marks = file === undefined ? [] : marksOf(file);
    const setting = folder.settings.diagnostics;
    const diagnostics = setting === 'off' ? [] : diagnosticsOf(marks, setting);
    if (isNew(sentMarks, uri, marks)) await options.sendMarks(uri, marks);
    if (isNew(sentDiagnostics, uri, diagnostics)) await options.sendDiagnostics(uri, diagnostics);
  };

  /** Where nothing is shown yet, what the reports say comes before what the source adds to it. */
  const publishFirstLook = async (folder: FolderSession, path: string, uri: string, version: number): Promise<void> => {
    if ((sentMarks.get(uri) ?? '[]') !== '[]') return;
    const file = await options.view.firstLook(folder, path);
    if (file === undefined || options.versionOf(uri) !== version) return;
    const marks = marksOf(file);
    if (!isNew(sentMarks, uri, marks)) return;
    await options.sendMarks(uri, marks);
    await new Promise<void>((resolve) => void options.timers.after(leaveMs, resolve));
  };

  const publishWaiting = async (): Promise<void> => {
    if (running) return;
    running = true;
    for (const uri of waiting) {
      waiting.delete(uri);
      try {
        await publish(uri);
      } catch (error) {
        options.logger.error(`The marks of ${uri} could not be made.`, error);
      }
    }
    running = false;
  };
  const pause = debounce(options.timers, pauseMs, () => void publishWaiting());

  const schedule = (uri: string): void => {
    waiting.add(uri);
    pause.schedule();
  };
  return {
    schedule,
    scheduleAll: () => options.openUris().forEach(schedule),
    publishAll() {
      for (const uri of options.openUris()) waiting.add(uri);
      void publishWaiting();
    },
    close(uri) {
      waiting.delete(uri);
      sentMarks.delete(uri);
      if (sentDiagnostics.get(uri) !== '[]' && sentDiagnostics.has(uri)) {
        options.sendDiagnostics(uri, []).catch((error: unknown) => options.logger.error(`Diagnostics of ${uri}`, error));
      }
      sentDiagnostics.delete(uri);
    },
  };
}

/** Remembers what was sent as text: it is compared far more often than it differs. */
function isNew(sent: Map<string, string>, uri: string, value: unknown): boolean {
  const text = JSON.stringify(value);
  if (sent.get(uri) === text) return false;
  const first = !sent.has(uri);
  sent.set(uri, text);
  return !(first && text === '[]');
}
