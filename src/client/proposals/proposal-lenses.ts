import * as vscode from 'vscode';
import { commandIds, proposalScheme } from '../contributions.ts';
import { evidenceLines, evidenceSummary } from './evidence.ts';
import { readProposalUri } from './proposal-uris.ts';
import type { Offer, Proposals } from './proposals.ts';

/** Actions and evidence above the proposed code. VS Code shows lenses in diff editors only with `diffEditor.codeLens`; the title's buttons are always there. */
export function provideProposalLenses(proposals: Proposals): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    proposals.onDidChangeOffers(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(
      { scheme: proposalScheme },
      {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses: (document) => {
          const read = readProposalUri(document.uri);
          const offer = read?.side === 'test' ? proposals.get(read.id) : undefined;
          return offer ? lenses(offer) : [];
        },
      },
    ),
  );
}

function lenses({ proposal }: Offer): vscode.CodeLens[] {
  const top = new vscode.Range(0, 0, 0, 0);
  const lens = (range: vscode.Range, title: string, command: string) =>
    new vscode.CodeLens(range, { title, command, arguments: [proposal.id] });
  return [
    lens(top, '$(check) Accept', commandIds.acceptProposal),
    lens(top, '$(close) Reject', commandIds.rejectProposal),
    lens(top, '$(refresh) Regenerate', commandIds.regenerateProposal),
    lens(top, `$(beaker) ${evidenceSummary(proposal.receipt)}`, commandIds.showEvidence),
    ...evidenceLines(proposal).map((evidence) =>
      lens(new vscode.Range(evidence.line, 0, evidence.line, 0), evidence.text, commandIds.showEvidence),
    ),
  ];
}
