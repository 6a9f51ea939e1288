import * as vscode from 'vscode';
import type { Client } from '../client.ts';

/** Whether the code of this workspace may run; says what to do when it may not. `why` is a sentence. */
export function mayRun(client: Client, why: string): boolean {
  if (vscode.workspace.isTrusted) return true;
  client.notify.warn(`${why} Trust the workspace to allow it; coverage is shown in any case.`, {
    title: 'Manage Workspace Trust',
    run: () => vscode.commands.executeCommand('workbench.trust.manage'),
  });
  return false;
}
