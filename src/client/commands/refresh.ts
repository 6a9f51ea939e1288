import { refreshReports } from '../../protocol/messages.ts';
import type { Client } from '../client.ts';

/** Finds and reads all reports again. */
export function refresh(client: Client): () => Promise<void> {
  return async () => {
    await client.server.request(refreshReports, {});
  };
}
