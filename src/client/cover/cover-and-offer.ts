import * as vscode from 'vscode';
import type { RunEvent } from '../../core/run-event.ts';
import type { CoverResult } from '../../protocol/messages.ts';
import type { Client } from '../client.ts';
import { refusedKeyCode, setKeyChoice, type Choice } from '../notify.ts';
import type { CoverObserver, CoverRequest } from './cover-runner.ts';
import { mayRun } from './may-run.ts';
import { unsolvedPage } from './unsolved-page.ts';

/**
 * The whole flow behind every "Cover": asks what must be asked first, runs, offers the result or says why there is none.
 * undefined: it did not run (not trusted, not saved). @throws what the server answers as an error
 */
export async function coverAndOffer(client: Client, request: CoverRequest, observer: CoverObserver = {}): Promise<CoverResult | undefined> {
  if (!mayRun(client, 'Covering a branch runs the tests of this workspace.') || !(await isSaved(client, request.uri))) return undefined;
  let targets: Extract<RunEvent, { kind: 'started' }>['targets'] = [];
  const result = await client.runner.run(request, {
    ...observer,
    onEvent: (event) => {
      if (event.kind === 'started') targets = event.targets;
      observer.onEvent?.(event);
    },
  });
  const details: readonly Choice[] =
    result.unsolved.length === 0
      ? []
      : [
          {
            title: 'Show Details',
            run: () =>
              client.pages.show(`Not reached: ${request.what}`, unsolvedPage(request.what, result.message, result.unsolved, targets)),
          },
        ];
  await say(client, request, result, details);
  return result;
}

/** The suite runs what is on disk, so the file must be saved; nobody's unsaved text is written without a yes. */
async function isSaved(client: Client, uri: string): Promise<boolean> {
  const key = vscode.Uri.parse(uri).toString();
  const document = vscode.workspace.textDocuments.find((candidate) => candidate.uri.toString() === key);
  if (!document?.isDirty) return true;
  const name = vscode.workspace.asRelativePath(document.uri);
  const question = { message: `${name} has unsaved changes.`, detail: 'Tests run what is on disk, so it has to be saved first.' };
  return (await client.notify.confirm(question, 'Save and Cover')) && document.save();
}

async function say(client: Client, request: CoverRequest, result: CoverResult, details: readonly Choice[]): Promise<void> {
  switch (result.status) {
    case 'proposed':
      if (result.proposal && !(await client.proposals.offer(result.proposal, request))) return;
      if (details.length > 0) client.notify.info(result.message, ...keyChoice(result), ...details);
      return;
    case 'nothing-found':
      if (request.insteadOf !== undefined && client.proposals.remind(request.insteadOf, result.message, keyChoice(result))) return;
      client.notify.info(result.message, ...keyChoice(result), ...details);
      return;
    case 'nothing-dark':
      client.notify.info(result.message, ...details);
      return;
    case 'cancelled':
      client.notify.hint('cancelled, nothing was changed');
      return;
  }
}

function keyChoice(result: CoverResult): readonly Choice[] {
  return result.unsolved.some(({ code }) => code === 'no-key' || code === refusedKeyCode) ? [setKeyChoice] : [];
}
