import type { ModelFailure } from './model-client.ts';

/** Attempts of one request in all, the first one included. */
export const maxAttempts = 5;

/** A longer wait than this is not waited for: the person hears of it instead. */
export const longestWaitMs = 60_000;

/**
 * Milliseconds to wait before attempt `attempt + 1` (attempts count from 1), or undefined when trying again is no use.
 * A wait that the server names is kept to, with up to a quarter on top so that several clients do not come back together;
 * otherwise the wait doubles from one second, drawn between half and the whole of it.
 * @param random a number in [0, 1)
 */
export function retryDelay(attempt: number, failure: ModelFailure, random: number): number | undefined {
  if (attempt >= attemptsFor(failure)) return undefined;
  const named = 'retryAfterMs' in failure ? failure.retryAfterMs : undefined;
  if (named !== undefined) return named > longestWaitMs ? undefined : Math.round(named * (1 + random / 4));
  const whole = Math.min(1000 * 2 ** (attempt - 1), longestWaitMs);
  return Math.round(whole * (0.5 + random / 2));
}

function attemptsFor(failure: ModelFailure): number {
  switch (failure.kind) {
    case 'rate-limited':
    case 'overloaded':
    case 'server':
      return maxAttempts;
    // A broken line is either back in seconds or not at all, and each of these may have been billed.
    case 'unreachable':
    case 'interrupted':
      return 3;
    case 'timeout':
      return 2;
    case 'no-key':
    case 'unauthorized':
    case 'forbidden':
    case 'billing':
    case 'model-not-found':
    case 'bad-request':
    case 'too-large':
      return 1;
  }
}
