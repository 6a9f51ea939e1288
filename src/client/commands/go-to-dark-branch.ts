import * as vscode from 'vscode';
import { nextDarkArm } from '../../protocol/messages.ts';
import type { Client } from '../client.ts';
import { commandIds } from '../contributions.ts';
import { cursorPlace, showPlace } from './editor-place.ts';

/** Goes to the next or previous dark arm, across files. */
export function goToDarkBranch(client: Client, direction: 'next' | 'previous'): () => Promise<void> {
  return async () => {
    const cursor = cursorPlace();
    const found = await client.server.request(nextDarkArm, {
      ...(cursor && { uri: cursor.uri.toString(), position: cursor.position }),
      direction,
    });
    if (!found) {
      client.notify.info('No dark branch is known in this workspace.', {
        title: 'Why?',
        run: () => vscode.commands.executeCommand(commandIds.whyNoCoverage),
      });
      return;
    }
    await showPlace(found.uri, found.range);
    client.notify.hint(found.label);
  };
}
