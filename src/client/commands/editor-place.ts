import * as vscode from 'vscode';
import type { WirePosition } from '../../protocol/messages.ts';

/** The cursor of the active editor, if that editor shows a file. */
export function cursorPlace(): { readonly uri: vscode.Uri; readonly position: WirePosition } | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.scheme !== 'file') return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri, position: { line, character } };
}

export function fileName(uri: string | vscode.Uri): string {
  return vscode.workspace.asRelativePath(typeof uri === 'string' ? vscode.Uri.parse(uri) : uri);
}

/** Shows a place of a file with the cursor at its start. */
export async function showPlace(uri: string, range: { readonly start: WirePosition; readonly end: WirePosition }): Promise<void> {
  const start = new vscode.Position(range.start.line, range.start.character);
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(start, start) });
  editor.revealRange(
    new vscode.Range(start, new vscode.Position(range.end.line, range.end.character)),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
}
