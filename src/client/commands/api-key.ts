import type { Client } from '../client.ts';

/** Asks for the Anthropic key and keeps it. */
export function setApiKey(client: Client): () => Promise<void> {
  return async () => {
    if (await client.apiKeys.set()) client.notify.hint('the Anthropic key was stored');
  };
}

/** Removes the Anthropic key. */
export function deleteApiKey(client: Client): () => Promise<void> {
  return async () => {
    const existed = await client.apiKeys.forget();
    client.notify.info(existed ? 'The Anthropic key was removed from the secret storage.' : 'No Anthropic key was stored.');
  };
}
