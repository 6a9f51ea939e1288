import * as vscode from 'vscode';
import type { Client } from '../client.ts';
import { coverAndOffer } from '../cover/cover-and-offer.ts';
import { proposalTitle } from '../proposals/evidence.ts';
import type { Offer } from '../proposals/proposals.ts';
import { readProposalUri } from '../proposals/proposal-uris.ts';

/** Writes the proposal's file. */
export function acceptProposal(client: Client): (argument?: unknown) => Promise<void> {
  return onProposal(client, (offer) => client.proposals.accept(offer.proposal.id));
}

/** Forgets the proposal. */
export function rejectProposal(client: Client): (argument?: unknown) => Promise<void> {
  return onProposal(client, (offer) => client.proposals.reject(offer.proposal.id));
}

/** Looks for another test; the old proposal is given up only for one that takes as many arms. */
export function regenerateProposal(client: Client): (argument?: unknown) => Promise<void> {
  return onProposal(client, async (offer) => {
    // 1 is what a run without a seed takes.
    await coverAndOffer(client, { ...offer.request, seed: (offer.request.seed ?? 1) + 1, insteadOf: offer.proposal.id });
  });
}

/** Shows the receipt, with links into the code. */
export function showEvidence(client: Client): (argument?: unknown) => Promise<void> {
  return onProposal(client, (offer) => client.proposals.showEvidence(offer.proposal.id));
}

/** Opens the proposals that wait for a decision; asks which if there are several. */
export function showProposals(client: Client): () => Promise<void> {
  return async () => {
    const offer = await pickOffer(client.proposals.waiting);
    if (offer) await client.proposals.open(offer.proposal.id);
    else if (client.proposals.waiting.length === 0) client.notify.info('No proposal waits.');
  };
}

/** The proposal by its id, by a title button's uri, by what is shown, or by asking. */
function onProposal(client: Client, action: (offer: Offer) => Promise<void>): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const named = typeof argument === 'string' ? argument : argument instanceof vscode.Uri ? readProposalUri(argument)?.id : undefined;
    const offer =
      named === undefined ? (client.proposals.current() ?? (await pickOffer(client.proposals.waiting))) : client.proposals.get(named);
    if (offer) await action(offer);
    else if (client.proposals.waiting.length === 0 || named !== undefined) client.notify.info('This proposal no longer waits.');
  };
}

async function pickOffer(offers: readonly Offer[]): Promise<Offer | undefined> {
  if (offers.length <= 1) return offers[0];
  const items = offers.map((offer) => ({ label: proposalTitle(offer.proposal), description: offer.request.what, offer }));
  return (await vscode.window.showQuickPick(items, { title: 'Branchlight: which proposal?' }))?.offer;
}
