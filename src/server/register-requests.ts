import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/ports.ts';
import type { Engine } from '../node/engine.ts';
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
  treeChildren as treeChildrenRequest,
  trustGranted,
  type CoverParams,
  type CoverResult,
  type RequestName,
} from '../protocol/messages.ts';
import type { CoverageView } from './coverage-view.ts';
import { armsAt } from './features/arms-at.ts';
import { codeActionsAt } from './features/code-actions.ts';
import { cover } from './features/cover.ts';
import { explainCoverage } from './features/explain-coverage.ts';
import { hoverAt } from './features/hover.ts';
import { coveredFiles, fileDetails } from './features/native-coverage.ts';
import { nextDarkArm } from './features/next-dark-arm.ts';
import { treeChildren } from './features/tree/tree-children.ts';
import type { OpenDocuments } from './open-documents.ts';
import { pathToUri, uriToPath } from './paths.ts';
import type { PlacedFile } from './placed-file.ts';
import { answering } from './response-error.ts';
import type { Runs } from './runs.ts';
import type { ServerHost } from './server-host.ts';
import type { WorkspaceSession } from './workspace-session.ts';
import { MarkupKind, type CancellationToken, type Connection } from 'vscode-languageserver';

export interface RequestContext {
  readonly workspace: WorkspaceSession;
  readonly view: CoverageView;
  readonly documents: OpenDocuments;
  readonly runs: Runs;
  readonly logger: Logger;
  readonly host: ServerHost;
  /** Hovers may link to commands of the client. */
  readonly links: boolean;
}

/** Answers every request of the client: one line a feature. */
export function registerRequests(connection: Connection, context: RequestContext): void {
  const { workspace, view, documents, runs, logger, host } = context;
  const proposals = new Map<string, Engine>();

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
  const runCover = async (params: CoverParams, token: CancellationToken): Promise<CoverResult> => {
    const { path, folder, engine } = await workspace.locate(params.uri);
    const text = documents.textOf(path);
    const place = {
      path,
      folder,
      engine,
      file: await view.file(folder, path),
      trusted: workspace.trusted,
      unsaved: text !== undefined && text !== (await host.readText(path)),
    };
    const result = await runs.run(token, (signal) =>
      cover(place, params, signal, (event) => void connection.sendNotification(runEvent.method, { run: params.run, event })),
    );
    if (result.proposal !== undefined) proposals.set(result.proposal.id, engine);
    for (const { arm, code, reason } of result.unsolved) logger.info(`${path} ${arm}: ${reason} (${code})`);
    return result;
  };
  const takeProposal = (id: string): Engine => {
    const engine = proposals.get(id);
    if (engine === undefined) {
      throw new AppError('proposal/unknown', 'This proposal is not waiting any more.', { hint: 'Cover the branch again.' });
    }
    return engine;
  };

  on(treeChildrenRequest, (params) => treeChildren(workspace.folders, view, params));
  on(nextDarkArmRequest, async ({ uri, ...params }) => {
    const path = uri === undefined ? undefined : uriToPath(uri);
    const found = await nextDarkArm(workspace.folders, view, { ...params, ...(path === undefined ? {} : { path }) });
    return found === null ? null : { uri: pathToUri(found.path), range: found.range, label: found.label };
  });
  on(armsAtRequest, async ({ uri, position }) => {
    const file = await placed(uri);
    return file === undefined ? [] : armsAt(file, position);
  });
  on(explainCoverageRequest, ({ uri }) => explainCoverage(workspace, view, uri));
  on(refreshReports, async () => {
    await workspace.refresh();
    return null;
  });
  on(coverRequest, runCover);
  on(acceptProposal, async ({ proposal }) => {
    const path = await takeProposal(proposal).accept(proposal);
    proposals.delete(proposal);
    return { uri: pathToUri(path) };
  });
  on(rejectProposal, ({ proposal }) => {
    takeProposal(proposal).reject(proposal);
    proposals.delete(proposal);
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
      const value = file && hoverAt(file, textDocument.uri, position, context.links);
      return value === undefined ? null : { contents: { kind: MarkupKind.Markdown, value } };
    }),
  );
  connection.onCodeAction(
    answering('codeAction', logger, async ({ textDocument, range, context: asked }) => {
      const file = await placed(textDocument.uri);
      return file === undefined ? [] : [...codeActionsAt(file, textDocument.uri, range, asked)];
    }),
  );
}
