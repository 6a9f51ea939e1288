/** Bundled by itself, so that activation does not load the language client's code. */
import type * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import type { InitOptions } from '../protocol/messages.ts';
import type { Handlers, RunningServer } from './language-server.ts';

export interface LaunchOptions {
  /** Absolute path of the server's bundle. */
  readonly serverModule: string;
  readonly log: vscode.LogOutputChannel;
  readonly initOptions: () => InitOptions;
  readonly trustedCommands: readonly string[];
  readonly handlers: Handlers;
  /** The process ended by itself; says whether it is started again. */
  readonly onCrash: () => 'restart' | 'stay-down';
}

/** Starts the server in VS Code's own Node and resolves when it is initialised. */
export async function launchLanguageClient(options: LaunchOptions): Promise<RunningServer> {
  const client = new LanguageClient('branchlight', 'Branchlight', serverOptions(options.serverModule), clientOptions(options));
  for (const [method, handler] of options.handlers.requests) client.onRequest(method, handler);
  for (const method of options.handlers.notifications) {
    client.onNotification(method, (params: unknown) => options.handlers.notification(method, params));
  }
  await client.start();
  return {
    request: (method, params, token) => (token ? client.sendRequest(method, params, token) : client.sendRequest(method, params)),
    notify: (method, params) => client.sendNotification(method, params),
    stop: async () => {
      if (client.needsStop()) await client.dispose(5000);
    },
  };
}

function serverOptions(module: string): ServerOptions {
  return {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6019'] } },
  };
}

function clientOptions(options: LaunchOptions): LanguageClientOptions {
  return {
    documentSelector: [{ scheme: 'file' }],
    diagnosticCollectionName: 'branchlight',
    outputChannel: options.log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: options.initOptions,
    initializationFailedHandler: () => false,
    markdown: { isTrusted: { enabledCommands: options.trustedCommands }, supportThemeIcons: true },
    errorHandler: {
      error: (_error, _message, count) => ({ action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true }),
      closed: () => ({
        action: options.onCrash() === 'restart' ? CloseAction.Restart : CloseAction.DoNotRestart,
        handled: true,
      }),
    },
  };
}
