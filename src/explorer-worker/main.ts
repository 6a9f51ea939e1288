import { openSync, writeSync } from 'node:fs';
import { decodeValue, encodeValue } from '../core/generators/explorer/value.ts';
import type { WorkerJob, WorkerMessage } from '../core/generators/explorer/messages.ts';
import { explore } from './explore.ts';
import { installGuard } from './guard.ts';

// Taken before the project's code can reach them.
const post = process.send?.bind(process);
const end = process.kill.bind(process, process.pid, 'SIGKILL');
const write = writeSync;
const clock = performance.now.bind(performance);

function send(message: WorkerMessage): void {
  post?.(encodeValue(message));
}

// The parent ends this process once it has heard `done`; without a parent there is nobody to work for.
process.once('disconnect', end);

process.once('message', (text: string) => {
  const job = decodeValue(text) as WorkerJob;
  const descriptor = openSync(job.positionFile, 'r+');
  const position = new Uint32Array(2);
  const parent = process.ppid;
  const mark = (entry: number, call: number): void => {
    if (call % 512 === 0 && process.ppid !== parent) end();
    position[0] = entry;
    position[1] = call;
    write(descriptor, position, 0, 8, 0);
  };
  delete process.send;
  explore(job, { send, mark, installGuard, now: clock }).catch((error: unknown) =>
    send({ type: 'failed', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
send({ type: 'ready' });
