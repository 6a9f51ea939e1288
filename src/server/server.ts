import type { EngineOptions } from '../node/engine.ts';
import { isCoverable } from '../core/targets/is-coverable.ts';
import { apiKey, coverageChanged, marksChanged, statusChanged, type InitOptions } from '../protocol/messages.ts';
import { createCoverRuns } from './cover-runs.ts';
import { createCoverageView } from './coverage-view.ts';
import { describeStatus } from './features/status.ts';
import { folderSettings, type FolderSettings } from './folder-settings.ts';
import { readInitOptions } from './init-options.ts';
import { lspLogger } from './lsp-logger.ts';
import { lspTasks } from './lsp-tasks.ts';
import { createMarkPublisher } from './mark-publisher.ts';
import { openDocuments } from './open-documents.ts';
import { pathToUri, uriToPath } from './paths.ts';
import { registerCommands } from './register-commands.ts';
import { registerRequests } from './register-requests.ts';
import { createReportWatcher } from './report-watcher.ts';
import type { ServerHost } from './server-host.ts';
import { debounce } from './debounce.ts';
import { createWorkspaceSession, type WorkspaceFolderName } from './workspace-session.ts';
import { basename } from 'node:path';
import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { commandIds } from '../protocol/command-ids.ts';

/** Makes a connection the language server and listens on it. Everything about the machine comes from `host`. */
export function startServer(connection: Connection, host: ServerHost): void {
  const logger = lspLogger(connection.console);
  connection.onInitialize((params) => {
    const init = readInitOptions(params.initializationOptions);
    serve(connection, host, params, init);
    return initializeResult(host, init);
  });
  connection.onExit(() => logger.debug('exit'));
  connection.listen();
}

function serve(connection: Connection, host: ServerHost, params: InitializeParams, init: Required<InitOptions>): void {
  const logger = lspLogger(connection.console);
  const { workspace: can } = params.capabilities;
  let pushedSettings: unknown;

  const askForSettings = async (scopeUri: string): Promise<unknown> => {
    try {
      return (await connection.workspace.getConfiguration({ scopeUri, section: 'branchlight' })) as unknown;
    } catch (error) {
      logger.error(`The editor did not give the settings of ${scopeUri}: the defaults are used.`, error);
      return undefined;
    }
  };
  const pullSettings = async (scopeUri: string, trusted: boolean): Promise<FolderSettings> => {
    const section = can?.configuration === true ? await askForSettings(scopeUri) : pushedSettings;
    const found = folderSettings(section, trusted);
    for (const problem of found.problems) logger.warn(problem);
    return found;
  };
  const askForKey: EngineOptions['apiKey'] = async (refused) => {
    if (!init.secrets) return refused ? undefined : host.environmentKey();
    const { key } = await connection.sendRequest<{ key: string | null }>(apiKey.method, { refused });
    return key ?? undefined;
  };

  const documents = openDocuments(connection);
  const view = createCoverageView({ open: documents, readText: host.readText, describeTime: host.describeTime });
  const sendStatus = debounce(host.timers, 20, () => {
    const status = describeStatus(workspace.folders, { trusted: workspace.trusted, describeTime: host.describeTime });
    void connection.sendNotification(statusChanged.method, status);
  });
  const sendCoverageChanged = debounce(host.timers, 50, () => void connection.sendNotification(coverageChanged.method, {}));
  const onCoverage = (): void => {
    publisher.publishAll();
    sendStatus.schedule();
    sendCoverageChanged.schedule();
  };
  const workspace = createWorkspaceSession({
    logger,
    trusted: init.trusted,
    processRunner: host.processRunner(init.tasks ? lspTasks(connection) : undefined, logger),
    apiKey: askForKey,
    createEngine: host.createEngine,
    pullSettings,
    onCoverage,
    onState: sendStatus.schedule,
  });
  const publisher = createMarkPublisher({
    workspace,
    view,
    timers: host.timers,
    logger,
    versionOf: documents.versionOf,
    openUris: documents.uris,
    sendMarks: (uri, marks) => connection.sendNotification(marksChanged.method, { uri, marks, coverable: isCoverable(uri) }),
    sendDiagnostics: (uri, diagnostics) => connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] }),
  });
  const watcher = createReportWatcher({
    connection,
    canWatch: can?.didChangeWatchedFiles?.dynamicRegistration === true,
    canWatchRelative: can?.didChangeWatchedFiles?.relativePatternSupport === true,
    timers: host.timers,
    folders: () => workspace.folders,
    onReports: (paths) => void refreshed(paths),
    onSources: onCoverage,
  });
  const refreshed = (paths?: readonly string[]): Promise<void> =>
    workspace.refresh(paths).catch((error: unknown) => logger.error('The reports could not be read.', error));
  const runs = createCoverRuns({ workspace, view, open: documents, readText: host.readText, logger, now: host.now });

  documents.onChange((uri) => {
    publisher.schedule(uri);
  });
  documents.onOpen(watcher.documentTouched);
  documents.onSave(() => {
    watcher.documentTouched();
    publisher.scheduleAll();
  });
  documents.onClose((uri) => {
    const path = uriToPath(uri);
    if (path !== undefined) view.forget(path);
    publisher.close(uri);
  });

  registerRequests(connection, { workspace, view, runs, logger, links: init.commands });
  if (!init.commands) registerCommands(connection, runs, logger, params.capabilities.window?.showDocument?.support === true);

  const settingsChanged = async (): Promise<void> => {
    await workspace.reloadSettings();
    await watcher.watch();
    publisher.scheduleAll();
  };
  const report = (work: Promise<unknown>, what: string): void => {
    work.catch((error: unknown) => logger.error(`${what} failed.`, error));
  };
  connection.onDidChangeConfiguration(({ settings }) => {
    pushedSettings = (settings as { branchlight?: unknown } | null)?.branchlight;
    report(settingsChanged(), 'Reading the settings');
  });
  connection.onInitialized(() => {
    // Not earlier: before our capabilities are known the library would register for it, and no client answers before `initialize` is.
    if (can?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const moved = workspace.remove(removed.map((folder) => folder.uri)).then(() => workspace.add(added));
        report(moved.then(watcher.watch), 'Opening the folders');
      });
    }
    report(begin(), 'The start');
  });
  const begin = async (): Promise<void> => {
    // Before anything is waited for: requests that come now wait for these folders.
    const opened = workspace.add(foldersOf(params));
    sendStatus.schedule();
    if (can?.didChangeConfiguration?.dynamicRegistration === true) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: 'branchlight' });
    }
    await opened;
    await watcher.watch();
  };
  connection.onShutdown(async () => {
    runs.cancelAll();
    sendStatus.cancel();
    sendCoverageChanged.cancel();
    await workspace.dispose();
  });
}

function foldersOf(params: InitializeParams): readonly WorkspaceFolderName[] {
  if (params.workspaceFolders) return params.workspaceFolders;
  // Editors that know no workspace folders send one root.
  const root = params.rootUri ?? (params.rootPath ? pathToUri(params.rootPath) : undefined);
  return root === undefined ? [] : [{ uri: root, name: basename(uriToPath(root) ?? root) }];
}

function initializeResult(host: ServerHost, init: Required<InitOptions>): InitializeResult {
  return {
    serverInfo: { name: 'branchlight', version: host.version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor] },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      ...(init.commands
        ? {}
        : { executeCommandProvider: { commands: [commandIds.coverBranch, commandIds.coverFunction, commandIds.coverFile] } }),
    },
  };
}
