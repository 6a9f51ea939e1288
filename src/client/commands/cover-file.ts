import type { Client } from '../client.ts';
import { coverAndOffer } from '../cover/cover-and-offer.ts';
import { readCoverTarget } from './cover-target.ts';
import { cursorPlace, fileName } from './editor-place.ts';

/** Covers all dark arms of the given file, else of the active editor's. */
export function coverFile(client: Client): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const target = readCoverTarget(argument);
    const uri = target.kind === 'cursor' ? cursorPlace()?.uri.toString() : target.uri;
    if (uri === undefined) {
      client.notify.info('Open the source file whose dark branches are to be covered.');
      return;
    }
    await coverAndOffer(client, { uri, selection: { kind: 'file' }, what: fileName(uri) });
  };
}
