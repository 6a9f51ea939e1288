import * as vscode from 'vscode';
import { contextKeys } from '../contributions.ts';
import type { MarkStore } from './mark-store.ts';

/** Keeps the context keys about dark lines of the active editor true, for menus and keybindings. */
export function trackDarkLines(store: MarkStore): vscode.Disposable {
  let lines: readonly number[] = [];
  let isOnDarkLine = false;

  function setContext(key: string, value: unknown): void {
    void vscode.commands.executeCommand('setContext', key, value);
  }

  function updateCursor(): void {
    const cursor = vscode.window.activeTextEditor?.selection.active.line;
    const next = cursor !== undefined && lines.includes(cursor + 1);
    if (next === isOnDarkLine) return;
    isOnDarkLine = next;
    setContext(contextKeys.onDarkLine, next);
  }

  function updateLines(): void {
    const editor = vscode.window.activeTextEditor;
    lines = editor ? store.lines(editor.document.uri).map((mark) => mark.line + 1) : [];
    setContext(contextKeys.darkLines, lines);
    updateCursor();
  }

  updateLines();
  return vscode.Disposable.from(
    store.onDidChange((uri) => {
      if (vscode.window.activeTextEditor?.document.uri.toString() === uri) updateLines();
    }),
    vscode.window.onDidChangeActiveTextEditor(updateLines),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === vscode.window.activeTextEditor) updateCursor();
    }),
  );
}
