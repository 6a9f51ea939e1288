import * as vscode from 'vscode';
import type { Client } from '../client.ts';

/** Asks for the filter of the Branches view; an empty answer clears it, Escape leaves it. */
export function filterTree(client: Client): () => Promise<void> {
  return async () => {
    const filter = await vscode.window.showInputBox({
      title: 'Branches: filter',
      prompt: 'Part of a path, a function or an arm. Empty: show everything.',
      placeHolder: "price, else, case 'EUR'",
      value: client.tree.filter,
    });
    if (filter !== undefined) client.tree.setFilter(filter);
  };
}
