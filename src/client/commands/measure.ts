import type { Client } from '../client.ts';
import { mayRun } from '../cover/may-run.ts';

/** Runs the suites of the workspace with coverage; the marks follow by themselves. */
export function measure(client: Client): () => Promise<void> {
  return async () => {
    if (mayRun(client, 'Measuring runs the tests of this workspace.')) await client.runner.measure();
  };
}
