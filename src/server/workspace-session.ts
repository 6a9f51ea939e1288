import { AppError } from '../core/errors.ts';
import type { Logger, ProcessRunner } from '../core/ports.ts';
import type { Engine, EngineOptions } from '../node/engine.ts';
import { openFolder, type FolderSession } from './folder-session.ts';
import type { FolderSettings } from './folder-settings.ts';
import { isInside, uriToPath } from './paths.ts';

export interface WorkspaceFolderName {
  readonly uri: string;
  readonly name: string;
}

/** The engines and settings of all workspace folders. */
export interface WorkspaceSession {
  /** In the editor's order; those that are open already. */
  readonly folders: readonly FolderSession[];
  /** The same once all that the editor named are open: what a person asks for at the start must not miss one. */
  allFolders(): Promise<readonly FolderSession[]>;
  readonly trusted: boolean;
  /** The innermost folder around an absolute path. */
  folderOf(path: string): FolderSession | undefined;
  /** Path, folder and engine of a document. @throws AppError `workspace/no-file`, `workspace/no-folder`, and what kept the engine from starting */
  locate(uri: string): Promise<{ readonly path: string; readonly folder: FolderSession; readonly engine: Engine }>;
  add(folders: readonly WorkspaceFolderName[]): Promise<void>;
  remove(uris: readonly string[]): Promise<void>;
  /** Settings of every folder anew. */
  reloadSettings(): Promise<void>;
  /** Reads the reports of all folders again; with `changedReports` (absolute paths) only these. */
  refresh(changedReports?: readonly string[]): Promise<void>;
  trust(): Promise<void>;
  dispose(): Promise<void>;
}

export interface WorkspaceSessionOptions {
  readonly logger: Logger;
  readonly trusted: boolean;
  readonly processRunner: ProcessRunner;
  readonly apiKey: EngineOptions['apiKey'];
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
  readonly pullSettings: (folderUri: string, trusted: boolean) => Promise<FolderSettings>;
  readonly onCoverage: (folder: FolderSession | undefined) => void;
  readonly onState: () => void;
}

export function createWorkspaceSession(options: WorkspaceSessionOptions): WorkspaceSession {
  let folders: readonly FolderSession[] = [];
  let trusted = options.trusted;
  // What asks for a document while folders are being opened waits for them.
  let opening: Promise<unknown> = Promise.resolve();

  const open = async (name: WorkspaceFolderName): Promise<FolderSession | undefined> => {
    const root = uriToPath(name.uri);
    if (root === undefined) {
      options.logger.info(`${name.uri} is not on this machine's disk: no coverage is read for it.`);
      return undefined;
    }
    const folder: FolderSession = await openFolder({
      ...options,
      uri: name.uri,
      name: name.name,
      root: withoutTrailingSeparator(root),
      trusted: () => trusted,
      pullSettings: () => options.pullSettings(name.uri, trusted),
      onCoverage: () => options.onCoverage(folderOf(root)),
    });
    return folder;
  };

  const folderOf = (path: string): FolderSession | undefined =>
    folders.filter((folder) => isInside(folder.root, path)).sort((a, b) => b.root.length - a.root.length)[0];

  return {
    get folders() {
      return folders;
    },
    async allFolders() {
      await opening;
      return folders;
    },
    get trusted() {
      return trusted;
    },
    folderOf,
    async locate(uri) {
      const path = uriToPath(uri);
      if (path === undefined) {
        throw new AppError('workspace/no-file', `${uri} is not a file on disk.`, { hint: 'Save it into the workspace first.' });
      }
      await opening;
      const folder = folderOf(path);
      if (folder === undefined) {
        throw new AppError('workspace/no-folder', `${path} is in no folder of this workspace.`, {
          hint: 'Open the folder of its project: the test suite is looked for there.',
        });
      }
      return { path, folder, engine: await folder.whenReady() };
    },
    add(names) {
      const before = opening;
      const addAll = async (): Promise<void> => {
        await before;
        const known = new Set(folders.map((folder) => folder.uri));
        const opened = await Promise.all(names.filter((name) => !known.has(name.uri)).map(open));
        folders = [...folders, ...opened.filter((folder) => folder !== undefined)];
        options.onState();
      };
      const added = addAll();
      opening = added;
      return added;
    },
    async remove(uris) {
      await opening;
      const gone = folders.filter((folder) => uris.includes(folder.uri));
      folders = folders.filter((folder) => !uris.includes(folder.uri));
      options.onState();
      options.onCoverage(undefined);
      await Promise.all(gone.map((folder) => folder.dispose()));
    },
    async reloadSettings() {
      await Promise.all(folders.map((folder) => folder.reloadSettings()));
    },
    async refresh(changedReports) {
      const readable = folders.filter((folder) => folder.state !== 'failed');
      await Promise.all(
        readable.map(async (folder) => {
          const own = changedReports?.filter((path) => isInside(folder.root, path));
          if (own?.length !== 0) await folder.refresh(own);
        }),
      );
    },
    async trust() {
      trusted = true;
      await Promise.all(folders.map((folder) => folder.reloadSettings()));
    },
    async dispose() {
      const all = folders;
      folders = [];
      await Promise.all(all.map((folder) => folder.dispose()));
    },
  };
}

function withoutTrailingSeparator(path: string): string {
  return path.length > 1 && /[/\\]$/.test(path) && !/^[a-z]:\\$/i.test(path) ? path.slice(0, -1) : path;
}
