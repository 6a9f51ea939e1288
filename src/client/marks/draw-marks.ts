import * as vscode from 'vscode';
import { labelWindow, type LineSpan } from './label-window.ts';
import { createLineDecorations, readMarkParts, type LineDecorations } from './line-decorations.ts';
import { lineLooks, type LineMark } from './line-marks.ts';
import type { MarkStore } from './mark-store.ts';

/**
 * Draws the marks in all visible editors and keeps them drawn. Labels first and, in a file with many, only around the screen;
 * icons and ruler marks as plain ranges, which VS Code takes many of in one short message. Between two updates VS Code
 * itself moves what is drawn with the text.
 */
export function drawMarks(store: MarkStore, extensionUri: vscode.Uri): vscode.Disposable {
  let decorations = createLineDecorations(readMarkParts(), extensionUri);
  let labelled = new WeakMap<vscode.TextEditor, LineSpan>();

  function linesOf(editor: vscode.TextEditor): readonly LineMark[] {
    return store.lines(editor.document.uri).filter((line) => line.line < editor.document.lineCount);
  }

  function drawLabels(editor: vscode.TextEditor, lines: readonly LineMark[], before: LineSpan | undefined): void {
    const window = labelWindow(lines.length, editor.visibleRanges.map(toSpan), before);
    if (window === before) return;
    labelled.set(editor, window);
    const inside = lines.filter(({ line }) => window.first <= line && line <= window.last);
    for (const look of lineLooks) {
      const ofLook = inside.filter((line) => line.look === look).map((line) => toLabel(line, editor.document));
      setDecorations(editor, decorations.labels.get(look), ofLook);
    }
  }

  function draw(editor: vscode.TextEditor): void {
    const lines = linesOf(editor);
    drawLabels(editor, lines, undefined);
    for (const look of lineLooks) {
      const ofLook = lines.filter((line) => line.look === look).map((line) => editor.document.lineAt(line.line).range);
      setDecorations(editor, decorations.marks.get(look), ofLook);
    }
  }

  function drawAll(): void {
    for (const editor of vscode.window.visibleTextEditors) draw(editor);
  }

  drawAll();
  return vscode.Disposable.from(
    store.onDidChange((uri) => {
      for (const editor of vscode.window.visibleTextEditors) {
        if (editor.document.uri.toString() === uri) draw(editor);
      }
    }),
    vscode.window.onDidChangeVisibleTextEditors(drawAll),
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
      const before = labelled.get(textEditor);
      if (before !== undefined) drawLabels(textEditor, linesOf(textEditor), before);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('branchlight.marks')) return;
      dropDecorations(decorations);
      decorations = createLineDecorations(readMarkParts(), extensionUri);
      labelled = new WeakMap();
      drawAll();
    }),
    new vscode.Disposable(() => dropDecorations(decorations)),
  );
}

function setDecorations(
  editor: vscode.TextEditor,
  type: vscode.TextEditorDecorationType | undefined,
  options: readonly vscode.Range[] | readonly vscode.DecorationOptions[],
): void {
  if (type) editor.setDecorations(type, options);
}

function dropDecorations(decorations: LineDecorations): void {
  for (const type of [...decorations.labels.values(), ...decorations.marks.values()]) type.dispose();
}

function toSpan(range: vscode.Range): LineSpan {
  return { first: range.start.line, last: range.end.line };
}

function toLabel(line: LineMark, document: vscode.TextDocument): vscode.DecorationOptions {
  return { range: document.lineAt(line.line).range, renderOptions: { after: { contentText: line.text } } };
}
