import * as vscode from 'vscode';
import type { Client } from '../client.ts';
import { commandIds, treeViewId, type CommandId } from '../contributions.ts';

interface MenuItem extends vscode.QuickPickItem {
  readonly command?: CommandId | `${typeof treeViewId}.focus`;
}

/** The main commands, from the status bar. */
export function showMenu(client: Client): () => Promise<void> {
  return async () => {
    const picked = await vscode.window.showQuickPick(menuItems(client), { title: 'Branchlight' });
    if (picked?.command !== undefined) await vscode.commands.executeCommand(picked.command);
  };
}

function menuItems(client: Client): readonly MenuItem[] {
  const separator = (label: string): MenuItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    ...(client.runner.running.length > 0
      ? [{ label: '$(stop-circle) Cancel the run', description: client.runner.running.join(', '), command: commandIds.cancelCover }]
      : []),
    ...(client.proposals.waiting.length > 0
      ? [
          {
            label: '$(beaker) Show waiting proposals',
            description: String(client.proposals.waiting.length),
            command: commandIds.showProposals,
          },
        ]
      : []),
    separator('cover'),
    { label: '$(lightbulb) Cover the branch at the cursor', command: commandIds.coverBranch },
    { label: '$(symbol-method) Cover all dark branches in this function', command: commandIds.coverFunction },
    { label: '$(file) Cover all dark branches in this file', command: commandIds.coverFile },
    separator('find'),
    { label: '$(arrow-down) Next dark branch', command: commandIds.nextDarkBranch },
    { label: '$(arrow-up) Previous dark branch', command: commandIds.previousDarkBranch },
    { label: '$(list-tree) Show the Branches view', command: `${treeViewId}.focus` },
    separator('tests'),
    { label: '$(beaker) Run the suite with coverage', command: commandIds.measure },
    { label: '$(run-all) Run the suite', command: commandIds.runSuite },
    { label: '$(run) Run the tests of this file', command: commandIds.runTestsOfFile },
    separator('reports'),
    { label: '$(question) Why is this (not) covered?', command: commandIds.whyNoCoverage },
    { label: '$(refresh) Read reports again', command: commandIds.refresh },
    { label: '$(key) Set the Anthropic API key', command: commandIds.setApiKey },
    { label: '$(output) Show the log', command: commandIds.showLog },
  ];
}
