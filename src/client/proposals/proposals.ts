import * as vscode from 'vscode';
import { acceptProposal, rejectProposal, type OfferedProposal } from '../../protocol/messages.ts';
import { commandIds, contextKeys, proposalScheme } from '../contributions.ts';
import type { CoverRequest } from '../cover/cover-runner.ts';
import type { LanguageServer } from '../language-server.ts';
import type { Choice, Notify } from '../notify.ts';
import { armWords, baseName, evidenceSummary, proposalTitle } from './evidence.ts';
import { proposalTabs, proposalUri, readProposalUri } from './proposal-uris.ts';

export interface Offer {
  readonly proposal: OfferedProposal;
  /** What was asked for, for another try. */
  readonly request: CoverRequest;
}

/** The proposals that wait for a decision: shown as a diff against nothing, written only when accepted. */
export class Proposals implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #server: LanguageServer;
  readonly #notify: Notify;
  readonly #offers = new Map<string, Offer>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  /** A proposal came or went. */
  readonly onDidChangeOffers = this.#changed.event;

  constructor(server: LanguageServer, notify: Notify) {
    this.#server = server;
    this.#notify = notify;
    this.#disposables = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(proposalScheme, this),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.length > 0) this.#changed.fire();
      }),
    ];
  }

  get waiting(): readonly Offer[] {
    return [...this.#offers.values()];
  }

  get(id: string): Offer | undefined {
    return this.#offers.get(id);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const read = readProposalUri(uri);
    const proposal = read && this.#offers.get(read.id)?.proposal;
    switch (read?.side) {
      case 'test':
        return proposal?.text ?? '';
      case 'evidence':
        return proposal?.evidence ?? '';
      case 'nothing':
      case undefined:
        return '';
    }
  }

  /** The proposal that the active editor shows, else the only one that waits. */
  current(): Offer | undefined {
    const active = vscode.window.activeTextEditor && readProposalUri(vscode.window.activeTextEditor.document.uri);
    const activeTab = proposalTabs().find(({ tab }) => tab.isActive && tab.group.isActive);
    const shown = this.#offers.get(active?.id ?? activeTab?.id ?? '');
    return shown ?? (this.#offers.size === 1 ? this.waiting[0] : undefined);
  }

  /**
   * Shows a proposal and asks for a decision. One that is to replace another and takes fewer arms is not offered.
   * false: it was not.
   */
  async offer(proposal: OfferedProposal, request: CoverRequest): Promise<boolean> {
    const replaced = request.insteadOf === undefined ? undefined : this.#offers.get(request.insteadOf);
    const taken = proposal.receipt.arms.length;
    if (replaced && taken < replaced.proposal.receipt.arms.length) {
      await this.#server.request(rejectProposal, { proposal: proposal.id });
      this.remind(replaced.proposal.id, `Other tests were found for only ${taken} of the ${armWords(replaced.proposal.receipt)}.`, []);
      return false;
    }
    this.#offers.set(proposal.id, { proposal, request });
    this.#offersChanged();
    await this.open(proposal.id);
    if (replaced) await this.#giveUp(replaced.proposal.id);
    this.#notify.info(
      `${baseName(proposal.testFile)} takes ${armWords(proposal.receipt)}. ${evidenceSummary(proposal.receipt)}.`,
      ...decisions(proposal.id),
      { title: 'Regenerate', run: () => vscode.commands.executeCommand(commandIds.regenerateProposal, proposal.id) },
    );
    return true;
  }

  /** Says that a proposal is still there, and why there is no other one. false: it was decided upon meanwhile. */
  remind(id: string, why: string, choices: readonly Choice[]): boolean {
    if (!this.#offers.has(id)) return false;
    this.#notify.info(`${why} The proposed test still waits.`, ...decisions(id), ...choices);
    return true;
  }

  async open(id: string): Promise<void> {
    const offer = this.#offers.get(id);
    if (!offer) return;
    const { testFile } = offer.proposal;
    await vscode.commands.executeCommand(
      'vscode.diff',
      proposalUri(id, testFile, 'nothing'),
      proposalUri(id, testFile, 'test'),
      proposalTitle(offer.proposal),
      { preview: false },
    );
  }

  /** Shows the receipt beside the proposal; gone with it. */
  async showEvidence(id: string): Promise<void> {
    const offer = this.#offers.get(id);
    if (offer) await vscode.window.showTextDocument(proposalUri(id, offer.proposal.testFile, 'evidence'), { preview: false });
  }

  /** Writes the file and opens it. @throws what the server answers as an error; the proposal then still waits */
  async accept(id: string): Promise<void> {
    const offer = this.#offers.get(id);
    if (!offer) return;
    const { uri } = await this.#server.request(acceptProposal, { proposal: id });
    await this.#forget(id);
    await vscode.window.showTextDocument(vscode.Uri.parse(uri), { preview: false });
    this.#notify.hint(`${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))} was written`);
  }

  async reject(id: string): Promise<void> {
    if (!this.#offers.has(id)) return;
    await this.#giveUp(id);
    this.#notify.hint('the proposal was rejected, nothing of it remains');
  }

  /** The server that held them is gone. */
  async forgetAll(): Promise<void> {
    for (const id of this.#offers.keys()) await this.#forget(id);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #giveUp(id: string): Promise<void> {
    await this.#forget(id);
    await this.#server.request(rejectProposal, { proposal: id });
  }

  async #forget(id: string): Promise<void> {
    this.#offers.delete(id);
    this.#offersChanged();
    const tabs = proposalTabs().flatMap((shown) => (shown.id === id ? [shown.tab] : []));
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
  }

  #offersChanged(): void {
    void vscode.commands.executeCommand('setContext', contextKeys.proposalWaits, this.#offers.size > 0);
    this.#changed.fire();
  }
}

/** Accept and Reject as buttons of a message. */
function decisions(id: string): readonly Choice[] {
  return [
    { title: 'Accept', run: () => vscode.commands.executeCommand(commandIds.acceptProposal, id) },
    { title: 'Reject', run: () => vscode.commands.executeCommand(commandIds.rejectProposal, id) },
  ];
}
