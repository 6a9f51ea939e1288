import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/ports.ts';
import type { ErrorData } from '../protocol/messages.ts';
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/**
 * The boundary where errors become answers. An {@link AppError} is answered with its message and {@link ErrorData};
 * everything else is a bug: it is logged with its stack and answered with a plain sentence.
 */
export function toResponseError(thrown: unknown, method: string, logger: Logger): ResponseError<ErrorData | undefined> {
  if (thrown instanceof ResponseError) return thrown as ResponseError<ErrorData | undefined>;
  if (thrown instanceof AppError) {
    logger.warn(`${method}: ${thrown.message} (${thrown.code})`);
    const data: ErrorData = { code: thrown.code, ...(thrown.hint === undefined ? {} : { hint: thrown.hint }) };
    return new ResponseError(LSPErrorCodes.RequestFailed, thrown.message, data);
  }
  logger.error(`${method} failed.`, thrown);
  return new ResponseError(ErrorCodes.InternalError, `Branchlight failed while answering ${method}. Its log has the details.`, {
    code: 'internal/bug',
    hint: 'Open the Branchlight output channel and report what it says.',
  });
}

/** Handler of a request that answers errors as {@link toResponseError} says. */
export function answering<Params, Result, Token>(
  method: string,
  logger: Logger,
  handler: (params: Params, token: Token) => Promise<Result> | Result,
): (params: Params, token: Token) => Promise<Result> {
  return async (params, token) => {
    try {
      return await handler(params, token);
    } catch (error) {
      throw toResponseError(error, method, logger);
    }
  };
}
