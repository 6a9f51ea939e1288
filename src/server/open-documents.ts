import type { OpenTexts } from './coverage-view.ts';
import { uriToPath } from './paths.ts';
import { TextDocuments, type Connection } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** The documents that the editor holds. Uris are those of the editor. */
export interface OpenDocuments extends OpenTexts {
  readonly uris: () => readonly string[];
  readonly versionOf: (uri: string) => number | undefined;
  /** Opened or edited. */
  onChange(listener: (uri: string) => void): void;
  onOpen(listener: () => void): void;
  onSave(listener: () => void): void;
  onClose(listener: (uri: string) => void): void;
}

export function openDocuments(connection: Connection): OpenDocuments {
  const documents = new TextDocuments(TextDocument);
  // The same file has many URIs (`%3A`, `%40`), and only its path tells that they are one.
  const byPath = new Map<string, string>();
  documents.onDidOpen(({ document }) => {
    const path = uriToPath(document.uri);
    if (path !== undefined) byPath.set(path, document.uri);
  });
  documents.onDidClose(({ document }) => {
    const path = uriToPath(document.uri);
    if (path !== undefined) byPath.delete(path);
  });
  documents.listen(connection);
  return {
    textOf(path) {
      const uri = byPath.get(path);
      return uri === undefined ? undefined : documents.get(uri)?.getText();
    },
    uris: () => documents.keys(),
    versionOf: (uri) => documents.get(uri)?.version,
    onChange(listener) {
      documents.onDidChangeContent(({ document }) => listener(document.uri));
    },
    onOpen(listener) {
      documents.onDidOpen(() => listener());
    },
    onSave(listener) {
      documents.onDidSave(() => listener());
    },
    onClose(listener) {
      documents.onDidClose(({ document }) => listener(document.uri));
    },
  };
}
