import * as vscode from 'vscode';
import type { NotificationName, RequestName } from '../protocol/messages.ts';

/** A started server process, spoken to by method name. Implemented over the language client. */
export interface RunningServer {
  request(method: string, params: unknown, token: vscode.CancellationToken | undefined): Promise<unknown>;
  notify(method: string, params: unknown): Promise<void>;
  stop(): Promise<void>;
}

export interface Handlers {
  readonly requests: ReadonlyMap<string, (params: unknown, token: vscode.CancellationToken) => Promise<unknown>>;
  notification(method: string, params: unknown): void;
  readonly notifications: readonly string[];
}

export type Launch = (handlers: Handlers) => Promise<RunningServer>;

/**
 * The language server as the rest of the client sees it: it can be listened to before it runs, and a request waits for
 * the start. Handlers stay over restarts.
 */
export class LanguageServer implements vscode.Disposable {
  readonly #launch: Launch;
  readonly #requests = new Map<string, (params: unknown, token: vscode.CancellationToken) => Promise<unknown>>();
  readonly #listeners = new Map<string, Set<(params: unknown) => void>>();
  #running: Promise<RunningServer> | undefined;

  constructor(launch: Launch) {
    this.#launch = launch;
  }

  /** Starts the server unless it was started; rejects when it cannot start, and then may be called again. */
  async start(): Promise<void> {
    await this.#started();
  }

  async restart(): Promise<void> {
    await this.#stop();
    await this.#started();
  }

  async request<Params, Result>(
    name: RequestName<Params, Result>,
    params: NoInfer<Params>,
    token?: vscode.CancellationToken,
  ): Promise<Result> {
    const server = await this.#started();
    return (await server.request(name.method, params, token)) as Result;
  }

  async notify<Params>(name: NotificationName<Params>, params: NoInfer<Params>): Promise<void> {
    const server = await this.#started();
    await server.notify(name.method, params);
  }

  /** To be called before the start: listeners of a method that nobody listened to at the start are not heard. */
  onNotification<Params>(name: NotificationName<Params>, listener: (params: Params) => void): vscode.Disposable {
    const listeners = this.#listeners.get(name.method) ?? new Set();
    this.#listeners.set(name.method, listeners);
    const untyped = listener as (params: unknown) => void;
    listeners.add(untyped);
    return new vscode.Disposable(() => listeners.delete(untyped));
  }

  /** Answers the server's requests; to be called before the start. */
  onRequest<Params, Result>(
    name: RequestName<Params, Result>,
    handler: (params: Params, token: vscode.CancellationToken) => Promise<Result>,
  ): void {
    this.#requests.set(name.method, handler as (params: unknown, token: vscode.CancellationToken) => Promise<unknown>);
  }

  dispose(): Promise<void> {
    return this.#stop();
  }

  async #started(): Promise<RunningServer> {
    this.#running ??= this.#launch({
      requests: this.#requests,
      notifications: [...this.#listeners.keys()],
      notification: (method, params) => {
        for (const listener of this.#listeners.get(method) ?? []) listener(params);
      },
    });
    const running = this.#running;
    try {
      return await running;
    } catch (error) {
      if (this.#running === running) this.#running = undefined;
      throw error;
    }
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    const server = await running?.catch(() => undefined);
    await server?.stop();
  }
}
