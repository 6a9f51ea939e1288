import * as vscode from 'vscode';
import type { Client } from '../client.ts';
import { readCoverTarget } from './cover-target.ts';
import { cursorPlace, fileName } from './editor-place.ts';

/** Selects the place of the cursor, or the clicked line, in the Branches view. */
export function revealInTree(client: Client): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const target = readCoverTarget(argument);
    const cursor = cursorPlace();
    const uri = target.kind === 'cursor' ? cursor?.uri : vscode.Uri.parse(target.uri);
    if (!uri) return;
    const line = target.kind === 'line' || target.kind === 'position' ? target.line : (cursor?.position.line ?? 0);
    if (!(await client.tree.reveal(uri, line))) client.notify.info(`${fileName(uri)} is not in the Branches view.`);
  };
}
