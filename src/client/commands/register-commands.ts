import * as vscode from 'vscode';
import type { Client } from '../client.ts';
import { commandIds, type CommandId } from '../contributions.ts';
import { deleteApiKey, setApiKey } from './api-key.ts';
import { coverBranch } from './cover-branch.ts';
import { coverFile } from './cover-file.ts';
import { coverFunction } from './cover-function.ts';
import { acceptProposal, regenerateProposal, rejectProposal, showEvidence, showProposals } from './decide-proposal.ts';
import { filterTree } from './filter-tree.ts';
import { goToArm } from './go-to-arm.ts';
import { goToDarkBranch } from './go-to-dark-branch.ts';
import { refresh } from './refresh.ts';
import { revealInTree } from './reveal-in-tree.ts';
import { runSuite, runTestsOfFile } from './run-tests.ts';
import { showMenu } from './show-menu.ts';
import { whyNoCoverage } from './why-no-coverage.ts';

/** Registers every command behind the one error boundary of the client. */
export function registerCommands(client: Client): vscode.Disposable {
  const commands: Readonly<Record<CommandId, (argument?: never) => unknown>> = {
    [commandIds.coverBranch]: coverBranch(client),
    [commandIds.coverFunction]: coverFunction(client),
    [commandIds.coverFile]: coverFile(client),
    [commandIds.measure]: runSuite(client, true),
    [commandIds.runSuite]: runSuite(client, false),
    [commandIds.runTestsOfFile]: runTestsOfFile(client),
    [commandIds.cancelCover]: () => client.runner.cancelAll(),
    [commandIds.nextDarkBranch]: goToDarkBranch(client, 'next'),
    [commandIds.previousDarkBranch]: goToDarkBranch(client, 'previous'),
    [commandIds.goToArm]: goToArm,
    [commandIds.refresh]: refresh(client),
    [commandIds.filterTree]: filterTree(client),
    [commandIds.clearFilter]: () => client.tree.setFilter(''),
    [commandIds.revealInTree]: revealInTree(client),
    [commandIds.whyNoCoverage]: whyNoCoverage(client),
    [commandIds.showMenu]: showMenu(client),
    [commandIds.showLog]: () => client.log.show(true),
    [commandIds.restartServer]: () => client.server.restart(),
    [commandIds.setApiKey]: setApiKey(client),
    [commandIds.deleteApiKey]: deleteApiKey(client),
    [commandIds.showProposals]: showProposals(client),
    [commandIds.acceptProposal]: acceptProposal(client),
    [commandIds.rejectProposal]: rejectProposal(client),
    [commandIds.regenerateProposal]: regenerateProposal(client),
    [commandIds.showEvidence]: showEvidence(client),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, (argument?: never) => client.notify.guard(() => run(argument))),
    ),
  );
}
