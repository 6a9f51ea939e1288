import { APIConnectionError, type APIError } from '@anthropic-ai/sdk';
import type { ModelFailure } from '../../core/generators/model/model-client.ts';

/** What an error of the SDK means to us. Types of errors: https://platform.claude.com/docs/en/api/errors */
export function failureOf(error: APIError): ModelFailure {
  if (error instanceof APIConnectionError) return { kind: 'unreachable', message: causeOf(error) };
  const message = error.apiMessage ?? error.message;
  const wait = retryAfterMs(error.headers);
  const after = wait === undefined ? {} : { retryAfterMs: wait };
  const status = error.status ?? 0;
  switch (status) {
    case 401:
      return { kind: 'unauthorized', message };
    case 402:
      return { kind: 'billing', message };
    case 403:
      return { kind: 'forbidden', message };
    case 404:
      return { kind: 'model-not-found', message };
    case 413:
      return { kind: 'too-large', message };
    case 429:
      return { kind: 'rate-limited', message, ...after };
    case 529:
      return { kind: 'overloaded', message, ...after };
    case 408:
      return { kind: 'timeout', message };
    default:
      if (status >= 500) return { kind: 'server', message, ...after };
      return failureOfType(error.type ?? '', message);
  }
}

/** The same for an `error` event inside a stream, which has a type but no status. */
export function failureOfType(type: string, message: string): ModelFailure {
  switch (type) {
    case 'overloaded_error':
      return { kind: 'overloaded', message };
    case 'rate_limit_error':
      return { kind: 'rate-limited', message };
    case 'api_error':
      return { kind: 'server', message };
    case 'timeout_error':
      return { kind: 'timeout', message };
    case 'authentication_error':
      return { kind: 'unauthorized', message };
    case 'permission_error':
      return { kind: 'forbidden', message };
    case 'billing_error':
      return { kind: 'billing', message };
    case 'not_found_error':
      return { kind: 'model-not-found', message };
    case 'request_too_large':
      return { kind: 'too-large', message };
    default:
      return { kind: 'bad-request', message };
  }
}

/** `retry-after` is in seconds or a date; the API sends seconds. */
function retryAfterMs(headers: Headers | undefined): number | undefined {
  const text = headers?.get('retry-after');
  if (!text) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** fetch hides the reason (`connect ECONNREFUSED …`) in a chain of causes. */
function causeOf(error: Error): string {
  let innermost: unknown = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  const { code, message } = innermost as Error & { readonly code?: unknown };
  return message || (typeof code === 'string' ? code : error.message);
}
