import Anthropic, { APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';
import { Stream } from '@anthropic-ai/sdk/streaming';
import { asError } from '../core/errors.ts';
import { noUsage } from '../core/generators/model/model-client.ts';
import type { ModelClient, ModelRequest } from '../core/generators/model/model-client.ts';
import { createAnswerReader } from './anthropic/answer-reader.ts';
import { failureOf } from './anthropic/failure-of.ts';
import { requestBody } from './anthropic/request-body.ts';
import { watchSilence } from './anthropic/watch-silence.ts';

export interface AnthropicClientOptions {
  /** The key, asked for before every request; `refused` after the API turned the last one down: another one is kept and answered from then on. undefined: none. */
  readonly apiKey: (refused: boolean) => Promise<string | undefined>;
  /** Endpoint; empty: Anthropic's own. Read for every request. */
  readonly baseUrl: () => string;
  /** Longest wait for the next sign of life of the server, in milliseconds. The API pings every few seconds while a model thinks. */
  readonly silenceMs?: number;
}

const anthropicUrl = 'https://api.anthropic.com';
const defaultSilenceMs = 60_000;

/**
 * The Messages API through Anthropic's SDK. One attempt a call (the SDK's own retries are off, so that ours are counted
 * and shown). Key and endpoint come from the host alone, never from the SDK's environment variables or profiles, so that
 * a key is only ever sent where the host says; the SDK's tracing is off, prompts go nowhere else.
 */
export function createAnthropicClient(options: AnthropicClientOptions): ModelClient {
  const silenceMs = options.silenceMs ?? defaultSilenceMs;
  return {
    hasKey: async () => Boolean(await options.apiKey(false)),
    renewKey: async () => Boolean(await options.apiKey(true)),
    async stream(request, { signal, onProgress }) {
      if (signal.aborted) return { status: 'cancelled', usage: noUsage };
      const key = await options.apiKey(false);
      if (!key) return { status: 'failed', failure: { kind: 'no-key' }, usage: noUsage };
      const reader = createAnswerReader(onProgress);
      const silence = watchSilence(silenceMs);
      const stop = AbortSignal.any([signal, silence.signal]);
      try {
        onProgress({ kind: 'waiting' });
        const response = await send(key, options.baseUrl() || anthropicUrl, request, stop);
        for await (const event of untilAborted(Stream.rawEvents(response), stop)) {
          silence.reset();
          const failure = reader.take(event);
          if (failure !== undefined) return { status: 'failed', failure, usage: reader.usage() };
        }
        return reader.outcome();
      } catch (thrown) {
        const usage = reader.usage();
        if (signal.aborted) return { status: 'cancelled', usage };
        if (silence.signal.aborted || thrown instanceof APIConnectionTimeoutError) {
          return { status: 'failed', failure: { kind: 'timeout', message: `nothing came for ${silenceMs / 1000} s` }, usage };
        }
        if (thrown instanceof APIError) return { status: 'failed', failure: failureOf(thrown), usage };
        if (reader.started()) return { status: 'failed', failure: { kind: 'interrupted', message: asError(thrown).message }, usage };
        throw thrown;
      } finally {
        silence.stop();
      }
    },
  };
}

async function send(key: string, baseURL: string, request: ModelRequest, signal: AbortSignal): Promise<Response> {
  const client = new Anthropic({ apiKey: key, baseURL, maxRetries: 0, logLevel: 'off', openTelemetry: false });
  return client.messages.create({ ...requestBody(request), stream: true }, { signal }).asResponse();
}

/** The items of `source`; rejects at once when the signal fires, even while a read hangs. */
async function* untilAborted<T>(source: AsyncGenerator<T>, signal: AbortSignal): AsyncGenerator<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(asError(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    if (signal.aborted) throw asError(signal.reason);
    for (;;) {
      const next = await Promise.race([source.next(), aborted]);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
