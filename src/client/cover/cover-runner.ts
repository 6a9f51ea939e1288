import * as vscode from 'vscode';
import type { RunEvent } from '../../core/run-event.ts';
import { cover, runEvent, runTests, type CoverResult, type RunTestsParams, type WireSelection } from '../../protocol/messages.ts';
import { contextKeys } from '../contributions.ts';
import type { LanguageServer } from '../language-server.ts';
import { describeEvent } from './describe-event.ts';

export interface CoverRequest {
  readonly uri: string;
  readonly selection: WireSelection;
  /** For people: `else of line 42`. */
  readonly what: string;
  readonly seed?: number;
  /** Id of a waiting proposal that another test is wanted for. */
  readonly insteadOf?: string;
  /** Why the marks may be wrong by now; said while the run measures anew. */
  readonly stale?: string;
}

/** What a run of tests came to, in a sentence. */
export interface TestsRun {
  readonly green: boolean;
  readonly message: string;
}

export interface CoverObserver {
  readonly onEvent?: (event: RunEvent) => void;
  /** A second way to cancel, beside the notification's button. */
  readonly token?: vscode.CancellationToken;
}

interface Run {
  readonly what: string;
  readonly cancel: () => void;
  readonly onEvent: (event: RunEvent) => void;
}

interface Work<Result> {
  /** Of the notification. */
  readonly title: string;
  readonly what: string;
  readonly ask: (run: string, token: vscode.CancellationToken) => Promise<Result>;
  readonly whenCancelled: Result;
  readonly stale?: string;
}

/**
 * Runs covers on the server, shows their progress and writes their events to the log. A cancel ends a run here at once; the
 * server goes on to stop its processes and to clear its files away, and what is asked for meanwhile waits there until it has.
 */
export class CoverRunner implements vscode.Disposable {
  readonly #server: LanguageServer;
  readonly #log: vscode.LogOutputChannel;
  readonly #runs = new Map<string, Run>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listener: vscode.Disposable;
  /** Cancelled runs that the server is still clearing away. */
  #clearing = 0;
  /** A run began, moved on or ended. */
  readonly onDidChange = this.#changed.event;

  constructor(server: LanguageServer, log: vscode.LogOutputChannel) {
    this.#server = server;
    this.#log = log;
    this.#listener = server.onNotification(runEvent, ({ run, event }) => {
      const text = describeEvent(event);
      log[text.level](text.log);
      this.#runs.get(run)?.onEvent(event);
    });
  }

  /** What is being covered now. */
  get running(): readonly string[] {
    return [...this.#runs.values()].map((run) => run.what);
  }

  cancelAll(): void {
    for (const run of this.#runs.values()) run.cancel();
  }

  /** One cover run. @throws what the server answers as an error */
  run(request: CoverRequest, observer: CoverObserver = {}): Promise<CoverResult> {
    const { uri, selection, seed, insteadOf, stale } = request;
    const again = { ...(seed !== undefined && { seed }), ...(insteadOf !== undefined && { insteadOf }) };
    return this.#underway(
      {
        title: `${insteadOf === undefined ? 'Covering' : 'Looking for another test:'} ${request.what}`,
        what: request.what,
        ask: (run, token) => this.#server.request(cover, { run, uri, selection, ...again }, token),
        ...(stale !== undefined && { stale }),
        whenCancelled: cancelledResult,
      },
      observer,
    );
  }

  /** Runs tests as their project does; undefined: cancelled. @throws what the server answers as an error */
  async runTests(request: Omit<RunTestsParams, 'run'>, what: string, observer: CoverObserver = {}): Promise<TestsRun | undefined> {
    return this.#underway(
      {
        title: `Running ${what}${request.coverage ? ' with coverage' : ''}`,
        what,
        ask: (run, token) => this.#server.request(runTests, { run, ...request }, token),
        whenCancelled: undefined,
      },
      observer,
    );
  }

  /** Work of the server under a cancellable notification. */
  async #underway<Result>(work: Work<Result>, observer: CoverObserver): Promise<Result> {
    const id = crypto.randomUUID();
    const source = new vscode.CancellationTokenSource();
    const forward = observer.token?.onCancellationRequested(() => source.cancel());
    if (observer.token?.isCancellationRequested) source.cancel();
    try {
      return await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: work.title, cancellable: true },
        async (progress, token) => {
          const button = token.onCancellationRequested(() => source.cancel());
          this.#runs.set(id, {
            what: work.what,
            cancel: () => source.cancel(),
            onEvent: (event) => {
              report(progress, event, work.stale);
              observer.onEvent?.(event);
              this.#changed.fire();
            },
          });
          this.#runsChanged();
          if (this.#clearing > 0) progress.report({ message: 'waiting until the cancelled run has been cleared away…' });
          const answer = work.ask(id, source.token);
          try {
            return await Promise.race([answer, afterCancel(source.token, work.whenCancelled)]);
          } finally {
            button.dispose();
            if (source.token.isCancellationRequested) this.#watchClearing(work.what, answer);
          }
        },
      );
    } catch (error) {
      if (source.token.isCancellationRequested) return work.whenCancelled;
      throw error;
    } finally {
      this.#runs.delete(id);
      this.#runsChanged();
      forward?.dispose();
      source.dispose();
    }
  }

  dispose(): void {
    this.cancelAll();
    this.#listener.dispose();
    this.#changed.dispose();
  }

  #watchClearing(what: string, answer: Promise<unknown>): void {
    this.#clearing += 1;
    answer
      .then(
        () => this.#log.info(`Cancelled and cleared away: ${what}`),
        (error: unknown) => this.#log.warn(`Cancelled: ${what}: ${String(error)}`),
      )
      .finally(() => (this.#clearing -= 1));
  }

  #runsChanged(): void {
    void vscode.commands.executeCommand('setContext', contextKeys.covering, this.#runs.size > 0);
    this.#changed.fire();
  }
}

const cancelledResult: CoverResult = {
  status: 'cancelled',
  asked: 0,
  covered: 0,
  unsolved: [],
  message: 'Cancelled. Nothing was changed.',
};

function afterCancel<Result>(token: vscode.CancellationToken, result: Result): Promise<Result> {
  return new Promise((resolve) => {
    if (token.isCancellationRequested) resolve(result);
    else token.onCancellationRequested(() => resolve(result));
  });
}

function report(progress: vscode.Progress<{ message?: string }>, event: RunEvent, stale: string | undefined): void {
  if (stale !== undefined && event.kind === 'suite-started' && event.label === 'baseline') {
    progress.report({ message: `${stale}, so it is measured again first…` });
    return;
  }
  const text = describeEvent(event);
  if (text.progress === undefined) return;
  const percent = text.fraction === undefined ? '' : ` (${Math.round(text.fraction * 100)} %)`;
  progress.report({ message: `${text.progress}${percent}` });
}
