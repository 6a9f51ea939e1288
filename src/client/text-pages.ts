import * as vscode from 'vscode';
import { pageScheme } from './contributions.ts';

/** Shows Markdown as a read-only page beside the code. */
export class TextPages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #pages = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly #log: vscode.LogOutputChannel;
  readonly onDidChange = this.#changed.event;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(pageScheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#pages.get(uri.path) ?? '';
  }

  /** A page of the same title replaces the former. */
  async show(title: string, markdown: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: pageScheme, path: `/${title.replaceAll('/', '∕')}.md` });
    this.#pages.set(uri.path, markdown);
    this.#changed.fire(uri);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch (error) {
      // Markdown support may be disabled: the page then reads well enough as text.
      this.#log.debug(`No Markdown preview: ${String(error)}`);
      await vscode.window.showTextDocument(uri, { preview: true });
    }
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
