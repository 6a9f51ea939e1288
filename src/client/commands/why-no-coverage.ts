import { explainCoverage } from '../../protocol/messages.ts';
import type { Client } from '../client.ts';
import { readCoverTarget } from './cover-target.ts';
import { cursorPlace, fileName } from './editor-place.ts';

/** A page that says which reports speak of this file, and if none does, why. */
export function whyNoCoverage(client: Client): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const target = readCoverTarget(argument);
    const uri = target.kind === 'cursor' ? cursorPlace()?.uri.toString() : target.uri;
    const text = await client.server.request(explainCoverage, uri === undefined ? {} : { uri });
    await client.pages.show(uri === undefined ? 'Coverage of this workspace' : `Coverage of ${fileName(uri)}`, text);
  };
}
