import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/ports.ts';
import type { RunEvent } from '../core/run-event.ts';
import type { SuiteReport } from '../core/suite/suite-report.ts';
import type { Engine, TestRequest } from '../node/engine.ts';
import type { CoverParams, CoverResult, RunTestsParams } from '../protocol/messages.ts';
import type { CoverageView, OpenTexts } from './coverage-view.ts';
import { cover } from './features/cover.ts';
import { describeReports, type TestsRun } from './features/tests-run.ts';
import type { FolderSession } from './folder-session.ts';
import { pathToUri } from './paths.ts';
import type { WorkspaceSession } from './workspace-session.ts';
import type { CancellationToken } from 'vscode-languageserver';

/** Cover runs and the proposals that came of them. */
export interface CoverRuns {
  /** @throws AppError for what a person must do first */
  cover(params: CoverParams, token: CancellationToken, emit: (event: RunEvent) => void): Promise<CoverResult>;
  /** Runs tests as their project does. @throws AppError when there is no suite that can be run */
  runTests(params: RunTestsParams, token: CancellationToken, emit: (event: RunEvent) => void): Promise<TestsRun>;
  /** Writes the proposal's file and returns its URI. @throws AppError `proposal/unknown`, `journal/file-exists` */
  accept(proposal: string): Promise<string>;
  /** @throws AppError `proposal/unknown` */
  reject(proposal: string): void;
  /** Ends every run. */
  cancelAll(): void;
}

export interface CoverRunsOptions {
  readonly workspace: WorkspaceSession;
  readonly view: CoverageView;
  readonly open: OpenTexts;
  readonly readText: (path: string) => Promise<string | undefined>;
  readonly logger: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function createCoverRuns(options: CoverRunsOptions): CoverRuns {
  const running = new Set<AbortController>();
  const proposals = new Map<string, Engine>();

  const engineOf = (proposal: string): Engine => {
    const engine = proposals.get(proposal);
    if (engine === undefined) {
      throw new AppError('proposal/unknown', 'This proposal is not waiting any more.', { hint: 'Cover the branch again.' });
    }
    return engine;
  };
  const withSignal = async <Result>(token: CancellationToken, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> => {
    const controller = new AbortController();
    running.add(controller);
    const listening = token.onCancellationRequested(() => controller.abort());
    if (token.isCancellationRequested) controller.abort();
    try {
      return await work(controller.signal);
    } finally {
      listening.dispose();
      running.delete(controller);
    }
  };

  const runIn = async (
    folder: FolderSession,
    engine: Engine,
    request: TestRequest,
    token: CancellationToken,
    emit: (event: RunEvent) => void,
  ): Promise<readonly SuiteReport[]> => {
    const begun = options.now();
    const reports = await withSignal(token, (signal) => engine.run(request, { signal, emit }));
    if (request.coverage) folder.markRun(begun);
    return reports;
  };

  return {
    async cover(params, token, emit) {
      const { path, folder, engine } = await options.workspace.locate(params.uri);
      const text = options.open.textOf(path);
      const place = {
        path,
        folder,
        engine,
        file: await options.view.file(folder, path),
        trusted: options.workspace.trusted,
        unsaved: text !== undefined && text !== (await options.readText(path)),
      };
      const begun = options.now();
      const result = await withSignal(token, (signal) => cover(place, params, signal, emit));
      folder.markRun(begun);
      if (result.proposal !== undefined) proposals.set(result.proposal.id, engine);
      for (const { arm, code, reason } of result.unsolved) options.logger.info(`${path} ${arm}: ${reason} (${code})`);
      return result;
    },
    async runTests({ uri, only, coverage }, token, emit) {
      const request = { coverage, ...(only === undefined ? {} : { only }) };
      if (uri !== undefined) {
        const { path, folder, engine } = await options.workspace.locate(uri);
        return describeReports(await runIn(folder, engine, { ...request, near: path }, token, emit));
      }
      const failures: AppError[] = [];
      const reports: SuiteReport[] = [];
      const folders = await options.workspace.allFolders();
      for (const folder of folders) {
        try {
          reports.push(...(await runIn(folder, await folder.whenReady(), request, token, emit)));
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          failures.push(error);
          options.logger.warn(`${folder.root}: ${error.message}`);
        }
      }
      const [first] = failures;
      if (first !== undefined && failures.length === folders.length) throw first;
      return describeReports(reports);
    },
    async accept(proposal) {
      const path = await engineOf(proposal).accept(proposal);
      proposals.delete(proposal);
      return pathToUri(path);
    },
    reject(proposal) {
      engineOf(proposal).reject(proposal);
      proposals.delete(proposal);
    },
    cancelAll() {
      for (const controller of running) controller.abort();
    },
  };
}
