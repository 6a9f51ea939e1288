import type { Logger } from '../core/ports.ts';
import type { RemoteConsole } from 'vscode-languageserver';

/** The log of the server: `window/logMessage`, which the client shows in its output channel. Stdout belongs to the protocol. */
export function lspLogger(console: Pick<RemoteConsole, 'debug' | 'info' | 'warn' | 'error'>): Logger {
  return {
    debug: (message) => console.debug(message),
    info: (message) => console.info(message),
    warn: (message) => console.warn(message),
    error: (message, error) => console.error(error === undefined ? message : `${message}\n${describeThrown(error)}`),
  };
}

function describeThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const own = thrown.stack ?? `${thrown.name}: ${thrown.message}`;
  return thrown.cause === undefined ? own : `${own}\nCaused by: ${describeThrown(thrown.cause)}`;
}
