import * as vscode from 'vscode';
import { proposalScheme, receiptLanguage } from '../contributions.ts';
import { lineOfTitle } from './evidence.ts';
import { proposalUri, readProposalUri } from './proposal-uris.ts';
import type { Offer, Proposals } from './proposals.ts';
import { receiptLinks, type ReceiptLink } from './receipt-links.ts';

/** Leads from the evidence of a proposal to the arms in the source and to the tests in the proposed text. */
export function provideReceiptLinks(proposals: Proposals): vscode.Disposable {
  return vscode.languages.registerDocumentLinkProvider(
    { scheme: proposalScheme, language: receiptLanguage },
    {
      provideDocumentLinks(document) {
        const read = readProposalUri(document.uri);
        const offer = read && proposals.get(read.id);
        return offer ? receiptLinks(document.getText()).map((link) => documentLink(link, offer)) : [];
      },
    },
  );
}

function documentLink({ line, from, to, leadsTo }: ReceiptLink, { proposal }: Offer): vscode.DocumentLink {
  const range = new vscode.Range(line, from, line, to);
  switch (leadsTo.kind) {
    case 'source':
      return { range, target: atLine(vscode.Uri.file(proposal.sourceFile), leadsTo.line), tooltip: 'Go to the arm' };
    case 'proposal': {
      const found = leadsTo.title === undefined ? 0 : lineOfTitle(proposal.text.split('\n'), leadsTo.title);
      return {
        range,
        target: atLine(proposalUri(proposal.id, proposal.testFile, 'test'), found + 1),
        tooltip: 'Go to the test',
      };
    }
  }
}

/** Editors open a place whose fragment names a line at that line. */
function atLine(uri: vscode.Uri, line: number): vscode.Uri {
  return uri.with({ fragment: `L${line}` });
}
