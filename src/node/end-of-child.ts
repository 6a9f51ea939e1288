import type { ChildProcess } from 'node:child_process';

/** How long the streams of a dead process may be silent before they are given up: something that it left behind holds them. In ms. */
const silenceMs = 500;

/**
 * Resolves when a process has ended and what it printed was read. Streams that something else still holds are closed.
 * Rejects when it could not be started.
 */
export function endOfChild(child: ChildProcess): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }> {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  return new Promise((resolve, reject) => {
    let silence: ReturnType<typeof setTimeout> | undefined;
    const over = (code: number | null, signal: NodeJS.Signals | null): void => {
      clearTimeout(silence);
      for (const stream of streams) stream.destroy();
      resolve({ code, signal });
    };
    child.once('error', reject);
    child.once('close', over);
    child.once('exit', (code, signal) => {
      const wait = (): void => {
        clearTimeout(silence);
        // A reader that makes us wait has not read everything yet.
        silence = setTimeout(() => (streams.some((stream) => stream.isPaused()) ? wait() : over(code, signal)), silenceMs);
      };
      for (const stream of streams) stream.on('data', wait);
      wait();
    });
  });
}
