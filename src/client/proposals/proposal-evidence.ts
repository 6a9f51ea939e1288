import * as vscode from 'vscode';
import { colorIds, receiptLanguage } from '../contributions.ts';
import { evidenceLines, evidenceSummary, summaryLine } from './evidence.ts';
import { readProposalUri } from './proposal-uris.ts';
import type { Offer, Proposals } from './proposals.ts';

/** Writes the evidence behind the tests of a proposal, where a diff editor shows it without any setting. */
export function drawProposalEvidence(proposals: Proposals): vscode.Disposable {
  const type = vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 0.5em', fontStyle: 'italic', color: new vscode.ThemeColor(colorIds.evidence) },
  });

  function draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const read = readProposalUri(editor.document.uri);
      if (read?.side !== 'test') continue;
      const offer = proposals.get(read.id);
      editor.setDecorations(type, offer ? evidenceDecorations(offer, editor.document) : []);
    }
  }

  draw();
  return vscode.Disposable.from(type, proposals.onDidChangeOffers(draw), vscode.window.onDidChangeVisibleTextEditors(draw));
}

function evidenceDecorations({ proposal }: Offer, document: vscode.TextDocument): vscode.DecorationOptions[] {
  const texts = new Map<number, string[]>([[summaryLine(proposal.text), [evidenceSummary(proposal.receipt)]]]);
  for (const evidence of evidenceLines(proposal)) {
    texts.set(evidence.roomAt, [...(texts.get(evidence.roomAt) ?? []), evidence.text]);
  }
  const hover = new vscode.MarkdownString().appendCodeblock(proposal.evidence, receiptLanguage);
  return [...texts].flatMap(([line, facts]) =>
    line >= document.lineCount
      ? []
      : [
          {
            range: document.lineAt(line).range,
            hoverMessage: hover,
            renderOptions: { after: { contentText: `✓ ${facts.join(' · ')}` } },
          },
        ],
  );
}
