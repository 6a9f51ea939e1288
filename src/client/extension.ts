import * as vscode from 'vscode';
import { apiKey, statusChanged, trustGranted } from '../protocol/messages.ts';
import type { Client } from './client.ts';
import { registerCommands } from './commands/register-commands.ts';
import { commandIds, contextKeys, extensionName, hoverCommands } from './contributions.ts';
import { CoverRunner } from './cover/cover-runner.ts';
import { LanguageServer, type Launch } from './language-server.ts';
import { trackDarkLines } from './marks/dark-line-context.ts';
import { drawMarks } from './marks/draw-marks.ts';
import { MarkStore } from './marks/mark-store.ts';
import { createNotify, type Notify } from './notify.ts';
import { drawProposalEvidence } from './proposals/proposal-evidence.ts';
import { provideProposalLenses } from './proposals/proposal-lenses.ts';
import { Proposals } from './proposals/proposals.ts';
import { provideReceiptLinks } from './proposals/provide-receipt-links.ts';
import { ApiKeys } from './secrets/api-keys.ts';
import { createStatusItem } from './status-item.ts';
import { serveTasks } from './tasks/run-task.ts';
import { createGutterItems } from './testing/gutter-items.ts';
import { publishNativeCoverage } from './testing/native-coverage.ts';
import { showSuiteResults } from './testing/suite-results.ts';
import { TextPages } from './text-pages.ts';
import { BranchTree } from './tree/branch-tree.ts';

/** Registers everything and returns; the server starts a moment later and nothing here waits for it. */
export function activate(context: vscode.ExtensionContext): void {
  const own = <Thing extends vscode.Disposable>(thing: Thing): Thing => {
    context.subscriptions.push(thing);
    return thing;
  };
  const log = own(vscode.window.createOutputChannel(extensionName, { log: true }));
  const notify = createNotify(log);
  const crashes = crashPolicy(notify, () => client);
  const server = own(new LanguageServer(createLaunch(context, log, crashes)));
  const runner = own(new CoverRunner(server, log));
  const client: Client = {
    server,
    log,
    notify,
    runner,
    marks: own(new MarkStore(server)),
    tree: own(new BranchTree(server)),
    proposals: own(new Proposals(server, notify)),
    apiKeys: new ApiKeys(context.secrets),
    pages: own(new TextPages(log)),
  };
  own(registerCommands(client));
  own(serveTasks(server));
  server.onRequest(apiKey, (request) => client.apiKeys.provide(request));

  const status = own(createStatusItem(runner, client.proposals));
  own(
    server.onNotification(statusChanged, (next) => {
      status.show(next);
      client.tree.showStatus(next);
      void vscode.commands.executeCommand('setContext', contextKeys.state, next.state);
    }),
  );
  own(drawMarks(client.marks, context.extensionUri));
  own(trackDarkLines(client.marks));
  own(provideProposalLenses(client.proposals));
  own(drawProposalEvidence(client.proposals));
  own(provideReceiptLinks(client.proposals));

  const controller = own(vscode.tests.createTestController('branchlight', extensionName));
  const coverage = own(controller.createRunProfile('Cover This Branch', vscode.TestRunProfileKind.Coverage, () => undefined, false));
  const native = own(publishNativeCoverage(client, controller, coverage));
  own(createGutterItems(client, controller, coverage, () => native.publishAgain()));
  own(showSuiteResults(client, native));
  own(vscode.workspace.onDidGrantWorkspaceTrust(() => void notify.guard(() => server.notify(trustGranted, {}))));

  const start = setTimeout(() => void notify.guard(() => server.start()), 0);
  own(new vscode.Disposable(() => clearTimeout(start)));
}

function createLaunch(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, onCrash: () => 'restart' | 'stay-down'): Launch {
  return async (handlers) => {
    const { launchLanguageClient } = await import('./language-client.ts');
    return launchLanguageClient({
      serverModule: context.asAbsolutePath('dist/server.cjs'),
      log,
      initOptions: () => ({ trusted: vscode.workspace.isTrusted, tasks: true, secrets: true, commands: true }),
      trustedCommands: hoverCommands,
      handlers,
      onCrash,
    });
  };
}

/** A second crash within this time is not answered by another start, in ms. */
const crashWindow = 180_000;

/** What a crashed server held is forgotten; it starts again by itself once, then a person decides. */
function crashPolicy(notify: Notify, client: () => Client): () => 'restart' | 'stay-down' {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    const restarts = now - last > crashWindow;
    last = now;
    client().marks.clear();
    void notify.guard(() => client().proposals.forgetAll());
    const showLog = { title: 'Show Log', run: () => vscode.commands.executeCommand(commandIds.showLog) };
    if (restarts) {
      notify.warn('The Branchlight language server stopped unexpectedly and was started again.', showLog);
      return 'restart';
    }
    const restart = { title: 'Restart', run: () => vscode.commands.executeCommand(commandIds.restartServer) };
    notify.warn('The Branchlight language server stopped unexpectedly again.', restart, showLog);
    return 'stay-down';
  };
}
