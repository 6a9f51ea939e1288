import * as vscode from 'vscode';
import { createLineDecorations, readMarkParts, type MarkParts } from './line-decorations.ts';
import { lineLooks, type LineMark } from './line-marks.ts';
import type { MarkStore } from './mark-store.ts';

/**
 * Draws the marks in all visible editors and keeps them drawn: one `setDecorations` call a look and editor. Between two
 * updates VS Code itself moves what is drawn with the text.
 */
export function drawMarks(store: MarkStore, extensionUri: vscode.Uri): vscode.Disposable {
  let parts = readMarkParts();
  let decorations = createLineDecorations(parts, extensionUri);

  function draw(editor: vscode.TextEditor): void {
    const lines = store.lines(editor.document.uri).filter((line) => line.line < editor.document.lineCount);
    for (const look of lineLooks) {
      const type = decorations.get(look);
      if (!type) continue;
      const options = lines.filter((line) => line.look === look).map((line) => toOptions(line, editor.document, parts));
      editor.setDecorations(type, options);
    }
  }

  function drawAll(): void {
    for (const editor of vscode.window.visibleTextEditors) draw(editor);
  }

  function dropDecorations(): void {
    for (const type of decorations.values()) type.dispose();
  }

  drawAll();
  return vscode.Disposable.from(
    store.onDidChange((uri) => {
      for (const editor of vscode.window.visibleTextEditors) {
        if (editor.document.uri.toString() === uri) draw(editor);
      }
    }),
    vscode.window.onDidChangeVisibleTextEditors(drawAll),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('branchlight.marks')) return;
      dropDecorations();
      parts = readMarkParts();
      decorations = createLineDecorations(parts, extensionUri);
      drawAll();
    }),
    new vscode.Disposable(dropDecorations),
  );
}

function toOptions(line: LineMark, document: vscode.TextDocument, parts: MarkParts): vscode.DecorationOptions {
  return {
    range: document.lineAt(line.line).range,
    ...(parts.labels && { renderOptions: { after: { contentText: line.text } } }),
  };
}
