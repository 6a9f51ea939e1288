import type { Client } from '../client.ts';
import { coverAndOffer } from '../cover/cover-and-offer.ts';
import { readCoverTarget } from './cover-target.ts';
import { cursorPlace, fileName } from './editor-place.ts';

/** Covers all dark arms of the function at the given place, else at the cursor. */
export function coverFunction(client: Client): (argument?: unknown) => Promise<void> {
  return async (argument) => {
    const target = readCoverTarget(argument);
    const cursor = cursorPlace();
    const place =
      target.kind === 'position'
        ? { uri: target.uri, position: { line: target.line, character: target.character } }
        : target.kind === 'line'
          ? { uri: target.uri, position: { line: target.line, character: 0 } }
          : cursor && { uri: cursor.uri.toString(), position: cursor.position };
    if (!place) {
      client.notify.info('Open a source file and put the cursor into a function.');
      return;
    }
    const name = target.kind === 'position' ? target.label : undefined;
    await coverAndOffer(client, {
      uri: place.uri,
      selection: { kind: 'function', position: place.position },
      what: name === undefined ? `the function at ${fileName(place.uri)}:${place.position.line + 1}` : `${name} of ${fileName(place.uri)}`,
    });
  };
}
