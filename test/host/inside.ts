/** What the suites share inside the extension host. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import * as vscode from 'vscode';

export const extensionId = 'branchlight.branchlight';

/** The n-th workspace folder. */
export function folder(index: number = 0): vscode.WorkspaceFolder {
  const found = vscode.workspace.workspaceFolders?.[index];
  assert.ok(found, `workspace folder ${String(index)} is open`);
  return found;
}

export function fileOf(path: string, index: number = 0): vscode.Uri {
  return vscode.Uri.joinPath(folder(index).uri, path);
}

export async function open(path: string, index: number = 0): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(fileOf(path, index), { preview: false });
}

/** Asks until `done` says yes; the error carries what was seen last. */
export async function until<T>(
  what: string,
  ask: () => T | PromiseLike<T>,
  done: (value: T) => boolean,
  timeout: number = 30_000,
): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    const value = await ask();
    if (done(value)) return value;
    if (performance.now() > end) throw new Error(`Waited ${String(timeout)} ms for ${what}; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Titles of the code actions on a 1-based line, as the light bulb lists them. */
export async function actionTitles(uri: vscode.Uri, line: number, character: number = 0): Promise<readonly string[]> {
  const at = new vscode.Position(line - 1, character);
  for (;;) {
    try {
      const actions = await vscode.commands.executeCommand<readonly (vscode.CodeAction | vscode.Command)[]>(
        'vscode.executeCodeActionProvider',
        uri,
        new vscode.Range(at, at),
      );
      return actions.map((action) => action.title);
    } catch (error) {
      // VS Code gives a request up when it looks for the light bulb of the same place at the same time.
      if (!(error instanceof Error) || error.name !== 'Canceled') throw error;
    }
  }
}

/** Everything that hovers say at a 1-based line. */
export async function hoverText(uri: vscode.Uri, line: number, character: number): Promise<string> {
  const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    new vscode.Position(line - 1, character),
  );
  return hovers.flatMap((hover) => hover.contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
}

/** Waits until Branchlight speaks of a file: its dark line has an action. */
export async function whenRead(uri: vscode.Uri, line: number): Promise<void> {
  await until(
    `an action at line ${String(line)}`,
    () => actionTitles(uri, line),
    (titles) => titles.some((title) => title.startsWith('Cover this branch')),
  );
}

/** Text of the page that `branchlight.whyNoCoverage` opens for a file. */
export async function explanation(uri: vscode.Uri): Promise<string> {
  await vscode.commands.executeCommand('branchlight.whyNoCoverage', { uri: uri.toString() });
  const page = await until(
    'the page',
    () => vscode.workspace.textDocuments.find((document) => document.uri.scheme === 'branchlight-page')?.getText() ?? '',
    (text) => text !== '',
  );
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  return page;
}

/** The proposal on screen: the right side of the active diff editor. */
export async function shownProposal(): Promise<vscode.TextDocument | undefined> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputTextDiff) || input.modified.scheme !== 'branchlight-proposal') return undefined;
  return vscode.workspace.openTextDocument(input.modified);
}

const notTheUsers = /^(node_modules|coverage|\.vite)(\/|$)/;

/** Every file of a folder, without `node_modules` and the report: equal before and after means nothing was left behind. */
export async function snapshot(root: string = folder().uri.fsPath): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
    if (entry.isFile() && !notTheUsers.test(path)) files[path] = await readFile(join(root, path), 'utf8');
  }
  return files;
}
