/** JSON-RPC codes that mean "given up on purpose". */
const cancelledCodes: readonly unknown[] = [-32800, -32802];
/** JSON-RPC codes of a connection that went away under a request (jsonrpc's `ErrorCodes`). */
const connectionCodes: readonly unknown[] = [-32097, -32099];

export interface Failure {
  readonly cancelled: boolean;
  /** Of an error that a person can act on. */
  readonly code: string | undefined;
  /** What is wrong and, where known, the next step. */
  readonly message: string;
  /** For the log: message, code and stack. */
  readonly detail: string;
  /** Nobody's fault but ours: not an error that a person must act on. */
  readonly isBug: boolean;
}

/** What was thrown by the server or by our own code, in words. An error that carries `data.code` is one that a person can act on. */
export function describeFailure(thrown: unknown): Failure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = field(error, 'code');
  const data = field(error, 'data');
  const known = field(data, 'code');
  const hint = field(data, 'hint') ?? field(error, 'hint');
  const said = error.message.trim() || 'Something went wrong.';
  const isGone = connectionCodes.includes(code) || /connection got disposed|Client is not running|write EPIPE/i.test(said);
  const words = isGone ? 'The Branchlight language server stopped before it could answer.' : sentence(said);
  return {
    cancelled: cancelledCodes.includes(code) || error.name === 'Canceled' || error.name === 'CancellationError',
    code: typeof known === 'string' ? known : undefined,
    message: typeof hint === 'string' && hint !== '' ? `${words} ${sentence(hint)}` : words,
    detail: [typeof known === 'string' ? `${said} [${known}]` : said, error.stack ?? ''].join('\n').trim(),
    isBug: typeof known !== 'string' && !isGone,
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function sentence(text: string): string {
  return /[.!?…:]$/.test(text) ? text : `${text}.`;
}
