import * as vscode from 'vscode';
import { proposalScheme, receiptLanguage } from '../contributions.ts';

export type ProposalSide = 'nothing' | 'test' | 'evidence';

/** The path is the file's own, so that the editor knows its language and name; evidence has its own language. */
export function proposalUri(id: string, testFile: string, side: ProposalSide): vscode.Uri {
  const path = side === 'evidence' ? `${testFile}.${receiptLanguage}` : testFile;
  return vscode.Uri.file(path).with({ scheme: proposalScheme, query: new URLSearchParams({ id, side }).toString() });
}

export function readProposalUri(uri: vscode.Uri): { readonly id: string; readonly side: ProposalSide } | undefined {
  if (uri.scheme !== proposalScheme) return undefined;
  const query = new URLSearchParams(uri.query);
  const id = query.get('id');
  const side = query.get('side');
  return id === null ? undefined : { id, side: side === 'nothing' || side === 'evidence' ? side : 'test' };
}

/** Tabs that show a proposal. */
export function proposalTabs(): readonly { readonly tab: vscode.Tab; readonly id: string }[] {
  return vscode.window.tabGroups.all.flatMap((group) =>
    group.tabs.flatMap((tab) => {
      const uri =
        tab.input instanceof vscode.TabInputTextDiff
          ? tab.input.modified
          : tab.input instanceof vscode.TabInputText
            ? tab.input.uri
            : undefined;
      const id = uri && readProposalUri(uri)?.id;
      return id === undefined ? [] : [{ tab, id }];
    }),
  );
}
