/** A language client for tests: over streams in this process, or over stdio of the built server. */
import { spawn } from 'node:child_process';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import {
  createConnection,
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CancellationToken,
  type ClientCapabilities,
  type InitializeResult,
  type MessageConnection,
  type Registration,
} from 'vscode-languageserver/node';
import type { InitOptions, NotificationName, RequestName } from '../../src/protocol/messages.ts';
import { startServer } from '../../src/server/server.ts';
import type { ServerHost } from '../../src/server/server-host.ts';

export interface ClientOptions {
  readonly folders?: readonly { readonly uri: string; readonly name: string }[];
  readonly rootUri?: string;
  /** Absent: an editor that knows only LSP. */
  readonly init?: InitOptions;
  readonly capabilities?: ClientCapabilities;
  /** The `branchlight` section that the client answers with, by scope. */
  readonly settings?: (scopeUri: string | undefined) => unknown;
}

export interface LspClient {
  readonly connection: MessageConnection;
  readonly initialized: InitializeResult;
  /** Every log message of the server, `level message`. */
  readonly log: readonly string[];
  /** What the server registered and has not taken back. */
  readonly registrations: readonly Registration[];
  request<Params, Result>(name: RequestName<Params, Result>, params: NoInfer<Params>, token?: CancellationToken): Promise<Result>;
  notify<Params>(name: NotificationName<Params>, params: NoInfer<Params>): Promise<void>;
  /** Resolves with the first notification that fits and was not yet taken by this function, also one that has arrived already. */
  next<Params>(name: NotificationName<Params>, fits?: (params: Params) => boolean): Promise<Params>;
  /** Notifications of this name that arrived and were not taken yet. */
  waiting<Params>(name: NotificationName<Params>): readonly Params[];
  open(uri: string, text: string, languageId?: string): Promise<void>;
  /** Replaces the whole text. */
  change(uri: string, version: number, text: string): Promise<void>;
  save(uri: string): Promise<void>;
  close(uri: string): Promise<void>;
  /** shutdown, exit. */
  stop(): Promise<void>;
}

/** A client of an editor like VS Code: it answers settings, watches files and follows folders. */
export const editorCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
  },
};

export const editorInit: InitOptions = { trusted: true, tasks: false, secrets: false, commands: true };

/** Starts the server of this process on `host` and a client of it. */
export async function startInMemory(host: ServerHost, options: ClientOptions): Promise<LspClient> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  startServer(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), host);
  return connect(toClient, toServer, options, undefined);
}

export interface ServerProcess {
  readonly client: LspClient;
  readonly pid: number;
  /** Exit code, null when it was killed. */
  readonly exited: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
  stderr(): string;
}

/** Starts `command` as a server on stdio and a client of it. */
export async function startServerProcess(
  command: readonly [string, ...string[]],
  options: ClientOptions & { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string },
): Promise<ServerProcess> {
  const [file, ...args] = command;
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], env: options.env ?? process.env, cwd: options.cwd });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const died = exited.then((code) => {
    throw new Error(`The server exited with ${code} before it answered.\n${stderr}`);
  });
  const client = await Promise.race([connect(child.stdout, child.stdin, options, process.pid), died]);
  died.catch(() => undefined);
  return { client, pid: child.pid ?? 0, exited, kill: (signal) => void child.kill(signal), stderr: () => stderr };
}

/** `parent`: the process whose end ends the server; undefined when the server is in this one, which `exit` would end. */
async function connect(input: Readable, output: Writable, options: ClientOptions, parent: number | undefined): Promise<LspClient> {
  const connection = createMessageConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  const log: string[] = [];
  const registrations: Registration[] = [];
  const arrived: { readonly method: string; readonly params: unknown }[] = [];
  const waiters: { readonly fits: (method: string, params: unknown) => boolean; readonly give: (params: unknown) => void }[] = [];

  connection.onNotification((method: string, params: unknown) => {
    const at = waiters.findIndex((waiter) => waiter.fits(method, params));
    const [waiter] = at < 0 ? [] : waiters.splice(at, 1);
    if (waiter === undefined) arrived.push({ method, params });
    else waiter.give(params);
  });
  connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
    log.push(`${['', 'error', 'warn', 'info', 'log', 'debug'][type] ?? type} ${message}`);
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly { readonly scopeUri?: string }[] }) =>
    items.map((item) => options.settings?.(item.scopeUri) ?? null),
  );
  connection.onRequest('client/registerCapability', (params: { registrations: readonly Registration[] }) => {
    registrations.push(...params.registrations);
    return null;
  });
  connection.onRequest('client/unregisterCapability', (params: { unregisterations: readonly { readonly id: string }[] }) => {
    for (const { id } of params.unregisterations) {
      const at = registrations.findIndex((registration) => registration.id === id);
      if (at >= 0) registrations.splice(at, 1);
    }
    return null;
  });
  connection.listen();

  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: parent ?? null,
    rootUri: options.rootUri ?? null,
    workspaceFolders: options.folders ?? null,
    capabilities: options.capabilities ?? editorCapabilities,
    ...(options.init === undefined ? {} : { initializationOptions: options.init }),
  });
  await connection.sendNotification('initialized', {});

  return {
    connection,
    initialized,
    log,
    registrations,
    // An absent token must not be sent: it would count as a second parameter.
    request: (name, params, token) => connection.sendRequest(name.method, params, ...(token === undefined ? [] : [token])),
    notify: (name, params) => connection.sendNotification(name.method, params),
    next<Params>(name: NotificationName<Params>, fits: (params: Params) => boolean = () => true): Promise<Params> {
      const isWanted = (method: string, params: unknown): boolean => method === name.method && fits(params as Params);
      const at = arrived.findIndex(({ method, params }) => isWanted(method, params));
      const [found] = at < 0 ? [] : arrived.splice(at, 1);
      if (found !== undefined) return Promise.resolve(found.params as Params);
      return new Promise((resolve) => waiters.push({ fits: isWanted, give: (params) => resolve(params as Params) }));
    },
    waiting: <Params>(name: NotificationName<Params>) =>
      arrived.filter(({ method }) => method === name.method).map(({ params }) => params as Params),
    open: (uri, text, languageId = 'typescript') =>
      connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    change: (uri, version, text) =>
      connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] }),
    save: (uri) => connection.sendNotification('textDocument/didSave', { textDocument: { uri } }),
    close: (uri) => connection.sendNotification('textDocument/didClose', { textDocument: { uri } }),
    async stop() {
      await connection.sendRequest('shutdown');
      if (parent !== undefined) await connection.sendNotification('exit');
      connection.end();
      connection.dispose();
      if (parent === undefined) output.end();
    },
  };
}
