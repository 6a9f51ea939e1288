/**
 * Something a person must act on. The code is stable (`area/what-happened`), the message says what is
 * wrong, the hint says the next step. Everything that is not an AppError is a bug and is shown as one.
 */
export class AppError extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** What was thrown, as an Error: keeps Error objects as they are. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
