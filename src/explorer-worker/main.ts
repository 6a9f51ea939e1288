import { openSync, writeSync } from 'node:fs';
import { decodeValue, encodeValue } from '../core/generators/explorer/value.ts';
import type { WorkerJob, WorkerMessage } from '../core/generators/explorer/messages.ts';
import { explore } from './explore.ts';
import { installGuard } from './guard.ts';

// Taken before the project's code can reach them.
const post = process.send?.bind(process);
const leave = process.exit.bind(process);
const write = writeSync;
const clock = performance.now.bind(performance);

function send(message: WorkerMessage, done?: () => void): void {
  post?.(encodeValue(message), undefined, undefined, () => done?.());
}

process.once('message', (text: string) => {
  const job = decodeValue(text) as WorkerJob;
  const descriptor = openSync(job.positionFile, 'r+');
  const position = new Uint32Array(2);
  const mark = (entry: number, call: number): void => {
    position[0] = entry;
    position[1] = call;
    write(descriptor, position, 0, 8, 0);
  };
  delete process.send;
  explore(job, { send, mark, installGuard, now: clock }).then(
    () => send({ type: 'progress', done: 1, total: 1, message: '' }, () => leave(0)),
    (error: unknown) => send({ type: 'failed', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) }, () => leave(1)),
  );
});
send({ type: 'ready' });
