import { isCoverable } from '../core/targets/is-coverable.ts';
import type { Logger } from '../core/ports.ts';
import type { RunEvent } from '../core/run-event.ts';
import {
  acceptProposal,
  armsAt as armsAtRequest,
  cover as coverRequest,
  coveredFiles as coveredFilesRequest,
  explainCoverage as explainCoverageRequest,
  fileDetails as fileDetailsRequest,
  nextDarkArm as nextDarkArmRequest,
  refreshReports,
  rejectProposal,
  runEvent,
  runTests as runTestsRequest,
  suiteResults,
  treeChildren as treeChildrenRequest,
  trustGranted,
  type RequestName,
} from '../protocol/messages.ts';
import type { CoverageView } from './coverage-view.ts';
import { armsAt } from './features/arms-at.ts';
import { codeActionsAt } from './features/code-actions.ts';
import { explainCoverage } from './features/explain-coverage.ts';
import { hoverAt } from './features/hover.ts';
import { coveredFiles, fileDetails } from './features/native-coverage.ts';
import { markOf } from './features/marks.ts';
import { nextDarkArm } from './features/next-dark-arm.ts';
import { suiteResultsOf } from './features/suite-results.ts';
import { treeChildren } from './features/tree/tree-children.ts';
import { pathToUri, uriToPath } from './paths.ts';
import type { PlacedFile } from './placed-file.ts';
import { answering } from './response-error.ts';
import type { CoverRuns } from './cover-runs.ts';
import type { WorkspaceSession } from './workspace-session.ts';
import { MarkupKind, type CancellationToken, type Connection } from 'vscode-languageserver';

export interface RequestContext {
  readonly workspace: WorkspaceSession;
  readonly view: CoverageView;
  readonly runs: CoverRuns;
  readonly logger: Logger;
  /** Hovers may link to commands of the client. */
  readonly links: boolean;
}

/** Answers every request of the client: one line a feature. */
export function registerRequests(connection: Connection, context: RequestContext): void {
  const { workspace, view, runs, logger } = context;
  const on = <Params, Result>(
    name: RequestName<Params, Result>,
    handler: (params: Params, token: CancellationToken) => Promise<Result> | Result,
  ): void => {
    connection.onRequest(name.method, answering(name.method, logger, handler));
  };
  const placed = async (uri: string): Promise<PlacedFile | undefined> => {
    const path = uriToPath(uri);
    const folder = path === undefined ? undefined : workspace.folderOf(path);
    return path === undefined || folder === undefined ? undefined : view.file(folder, path);
  };
  /** Tells the client what happens in a run. */
  const telling =
    (run: string) =>
    (event: RunEvent): void => {
      if (event.kind === 'suite-report') void connection.sendNotification(suiteResults.method, suiteResultsOf(run, event.report));
      else void connection.sendNotification(runEvent.method, { run, event });
    };
  on(treeChildrenRequest, (params) => treeChildren(workspace.folders, view, params));
  on(nextDarkArmRequest, async ({ uri, ...params }) => {
    const path = uri === undefined ? undefined : uriToPath(uri);
    const found = await nextDarkArm(workspace.folders, view, { ...params, ...(path === undefined ? {} : { path }) });
    return found === null ? null : { uri: pathToUri(found.path), range: found.range, label: found.label };
  });
  on(armsAtRequest, async ({ uri, position }) => {
    const file = await placed(uri);
    return file === undefined ? [] : armsAt(file, position).map(markOf);
  });
  on(explainCoverageRequest, ({ uri }) => explainCoverage(workspace, view, uri));
  on(refreshReports, async () => {
    await workspace.refresh();
    return null;
  });
  on(coverRequest, (params, token) => runs.cover(params, token, telling(params.run)));
  on(runTestsRequest, (params, token) => runs.runTests(params, token, telling(params.run)));
  on(acceptProposal, async ({ proposal }) => ({ uri: await runs.accept(proposal) }));
  on(rejectProposal, ({ proposal }) => {
    runs.reject(proposal);
    return null;
  });
  on(coveredFilesRequest, () => coveredFiles(workspace.folders));
  on(fileDetailsRequest, async ({ uri }) => {
    const file = await placed(uri);
    return file === undefined ? null : fileDetails(file);
  });
  connection.onNotification(trustGranted.method, () => {
    workspace.trust().catch((error: unknown) => logger.error('The settings could not be read again.', error));
  });
  connection.onHover(
    answering('hover', logger, async ({ textDocument, position }) => {
      const file = await placed(textDocument.uri);
      const value = file && hoverAt(file, textDocument.uri, position, context.links && isCoverable(textDocument.uri));
      return value === undefined ? null : { contents: { kind: MarkupKind.Markdown, value } };
    }),
  );
  connection.onCodeAction(
    answering('codeAction', logger, async ({ textDocument, range, context: asked }) => {
      const file = await placed(textDocument.uri);
      return file === undefined || !isCoverable(textDocument.uri) ? [] : [...codeActionsAt(file, textDocument.uri, range, asked)];
    }),
  );
}
