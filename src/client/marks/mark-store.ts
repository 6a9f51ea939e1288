import * as vscode from 'vscode';
import { marksChanged, type Mark } from '../../protocol/messages.ts';
import type { LanguageServer } from '../language-server.ts';
import { groupByLine, type LineMark } from './line-marks.ts';

/** The marks of all open documents, as last sent by the server. Keys are `uri.toString()` of VS Code. */
export class MarkStore implements vscode.Disposable {
  readonly #lines = new Map<string, readonly LineMark[]>();
  readonly #onlyShown = new Set<string>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #disposables: vscode.Disposable[];
  /** Fires with the document's uri. */
  readonly onDidChange = this.#changed.event;

  constructor(server: LanguageServer) {
    this.#disposables = [
      this.#changed,
      server.onNotification(marksChanged, ({ uri, marks, coverable }) => {
        const id = vscode.Uri.parse(uri).toString();
        if (coverable) this.#onlyShown.delete(id);
        else this.#onlyShown.add(id);
        this.#set(id, marks);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#set(document.uri.toString(), [])),
    ];
  }

  lines(uri: vscode.Uri): readonly LineMark[] {
    return this.#lines.get(uri.toString()) ?? [];
  }

  /** Tests can be generated for the document. */
  isCoverable(uri: vscode.Uri): boolean {
    return !this.#onlyShown.has(uri.toString());
  }

  /** The dark arms on a 0-based line. */
  on(uri: vscode.Uri, line: number): readonly Mark[] {
    return this.lines(uri).find((mark) => mark.line === line)?.marks ?? [];
  }

  /** Documents that have marks. */
  uris(): readonly string[] {
    return [...this.#lines.keys()];
  }

  clear(): void {
    for (const uri of this.uris()) this.#set(uri, []);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #set(uri: string, marks: readonly Mark[]): void {
    if (marks.length === 0) {
      if (!this.#lines.delete(uri)) return;
    } else {
      this.#lines.set(uri, groupByLine(marks));
    }
    this.#changed.fire(uri);
  }
}
