import type { ReadProgress } from '../core/coverage/session.ts';
import { AppError, asError } from '../core/errors.ts';
import type { Logger, ProcessRunner } from '../core/ports.ts';
import type { Settings } from '../core/settings.ts';
import type { Engine, EngineOptions } from '../node/engine.ts';
import type { FolderSettings } from './folder-settings.ts';

/** One workspace folder: its settings and its engine. */
export interface FolderSession {
  readonly uri: string;
  readonly name: string;
  /** Absolute. */
  readonly root: string;
  readonly state: 'starting' | 'reading' | 'ready' | 'failed';
  /** Set once the engine stands. */
  readonly engine: Engine | undefined;
  /** Why there is no engine. */
  readonly failure: Error | undefined;
  /** How far a large report is read; undefined when none is being read. */
  readonly progress: ReadProgress | undefined;
  readonly settings: Settings;
  readonly settingProblems: readonly string[];
  /** When the last run of our own began that measured, in ms since the epoch: not everything that is shown comes from the reports. */
  readonly lastRun: number | undefined;
  /** To be called after every run of our own, with the time at which it began. */
  markRun(begun: number): void;
  /** Waits for the engine. @throws AppError or a bug of the engine's start; AppError `workspace/closed` */
  whenReady(): Promise<Engine>;
  /**
   * Finds and reads the reports again, or only the changed ones (absolute paths) without walking the folder; calls while one is under way are answered by one more
   * reading after it.
   */
  refresh(changedReports?: readonly string[]): Promise<void>;
  /** Pulls the settings anew; reads the reports again when other reports are meant. */
  reloadSettings(): Promise<void>;
  dispose(): Promise<void>;
}

export interface FolderSessionOptions {
  readonly uri: string;
  readonly name: string;
  readonly root: string;
  readonly logger: Logger;
  readonly processRunner: ProcessRunner;
  readonly trusted: () => boolean;
  readonly apiKey: EngineOptions['apiKey'];
  readonly pullSettings: () => Promise<FolderSettings>;
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
  /** What `files` or `file` answer has changed. */
  readonly onCoverage: () => void;
  /** State, settings or failure have changed. */
  readonly onState: () => void;
}

/** Starts the session of a folder: settings, engine, first reading of the reports. Never rejects; see {@link FolderSession.failure}. */
export async function openFolder(options: FolderSessionOptions): Promise<FolderSession> {
  let state: FolderSession['state'] = 'starting';
  let engine: Engine | undefined;
  let failure: Error | undefined;
  let current = await options.pullSettings();
  let reading: Promise<void> | undefined;
  let progress: ReadProgress | undefined;
  // What the reading after this one is for: some reports, or everything.
  let waiting: Set<string> | 'everything' | undefined;
  let lastRun: number | undefined;
  const closing = new AbortController();

  const enter = (next: FolderSession['state']): void => {
    state = next;
    options.onState();
  };

  const starting = options
    .createEngine({
      root: options.root,
      settings: () => current.settings,
      trusted: options.trusted,
      logger: options.logger,
      processRunner: options.processRunner,
      apiKey: options.apiKey,
    })
    .then(async (made) => {
      if (closing.signal.aborted) {
        await made.dispose();
        throw closed();
      }
      engine = made;
      made.session.onChange(options.onCoverage);
      made.session.onProgress((next) => {
        progress = next;
        options.onState();
      });
      for (const path of made.restored) options.logger.warn(`Removed ${path}: an interrupted run had left it.`);
      return made;
    });

  const readOnce = async (): Promise<void> => {
    const made = await starting;
    while (waiting !== undefined && !closing.signal.aborted) {
      const changed = waiting === 'everything' ? undefined : [...waiting];
      waiting = undefined;
      enter('reading');
      await made.session.refresh(closing.signal, changed).finally(() => (progress = undefined));
    }
    enter('ready');
  };

  const refresh = (changedReports?: readonly string[]): Promise<void> => {
    waiting = changedReports === undefined || waiting === 'everything' ? 'everything' : new Set([...(waiting ?? []), ...changedReports]);
    if (reading !== undefined) return reading;
    reading = readOnce().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  const fail = (thrown: unknown): void => {
    if (closing.signal.aborted) return;
    failure = asError(thrown);
    if (failure instanceof AppError) options.logger.warn(`${options.root}: ${failure.message} (${failure.code})`);
    else options.logger.error(`${options.root}: the engine did not start.`, failure);
    enter('failed');
  };
  refresh().catch(fail);

  return {
    uri: options.uri,
    name: options.name,
    root: options.root,
    get state() {
      return state;
    },
    get engine() {
      return engine;
    },
    get failure() {
      return failure;
    },
    get progress() {
      return progress;
    },
    get settings() {
      return current.settings;
    },
    get settingProblems() {
      return current.problems;
    },
    get lastRun() {
      return lastRun;
    },
    markRun(begun) {
      lastRun = begun;
    },
    whenReady: () => starting,
    refresh,
    async reloadSettings() {
      const before = current.settings;
      current = await options.pullSettings();
      options.onState();
      if (JSON.stringify(before.reports) !== JSON.stringify(current.settings.reports)) await refresh();
    },
    async dispose() {
      closing.abort();
      await engine?.dispose();
    },
  };
}

function closed(): AppError {
  return new AppError('workspace/closed', 'The workspace folder was closed meanwhile.');
}
