import { setTimeout as wait } from 'node:timers/promises';
import type { GenerationRequest, GenerationResult } from '../../../src/core/generators/generator.ts';
import { createAnthropicGenerator } from '../../../src/core/generators/model/anthropic-generator.ts';
import type { RunEvent } from '../../../src/core/run-event.ts';
import { defaultSettings } from '../../../src/core/settings.ts';
import type { SourceAnalyser } from '../../../src/core/source/source-model.ts';
import { createAnthropicClient } from '../../../src/node/anthropic-client.ts';
import { createInMemoryFileSystem } from '../in-memory-file-system.ts';
import { shippingFiles, shippingRequest } from './shipping-request.ts';

/** An analyser that knows no language: enough for TypeScript answers, which the compiler reads. */
export const noAnalyser: SourceAnalyser = { analyse: () => Promise.resolve(undefined) };

export interface GenerationOptions {
  readonly url: string;
  readonly request?: GenerationRequest;
  readonly files?: Readonly<Record<string, string>>;
  readonly analyser?: SourceAnalyser;
  readonly model?: string;
  readonly maxCostUsd?: number;
  readonly apiKey?: (refused: boolean) => Promise<string | undefined>;
  readonly signal?: AbortSignal;
  readonly silenceMs?: number;
  /** Called for every wait instead of waiting. */
  readonly onSleep?: (ms: number) => void;
}

/** One generation with the real client against a server; waits between retries are noted, not waited for. */
export async function generate(
  options: GenerationOptions,
): Promise<{ readonly result: GenerationResult; readonly said: readonly string[]; readonly slept: readonly number[] }> {
  const said: string[] = [];
  const slept: number[] = [];
  const client = createAnthropicClient({
    apiKey: options.apiKey ?? (() => Promise.resolve('sk-ant-test-key-0123456789abcdef')),
    baseUrl: () => options.url,
    ...(options.silenceMs === undefined ? {} : { silenceMs: options.silenceMs }),
  });
  const generator = createAnthropicGenerator({
    client,
    settings: () => ({
      ...defaultSettings.anthropic,
      model: options.model ?? '',
      ...(options.maxCostUsd === undefined ? {} : { maxCostUsd: options.maxCostUsd }),
    }),
    fileSystem: createInMemoryFileSystem(options.files ?? shippingFiles),
    analyser: options.analyser ?? noAnalyser,
    async sleep(ms, signal) {
      slept.push(ms);
      options.onSleep?.(ms);
      if (!signal.aborted) await wait(1);
    },
    random: () => 0.5,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const emit = (event: RunEvent): void => {
    if (event.kind === 'progress') said.push(event.message);
  };
  const result = await generator.generate(options.request ?? shippingRequest, {
    signal: options.signal ?? new AbortController().signal,
    emit,
  });
  return { result, said, slept };
}
