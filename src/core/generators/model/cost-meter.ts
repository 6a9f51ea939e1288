import type { Cost } from '../generator.ts';
import type { ModelRequest, ModelUsage } from './model-client.ts';
import type { ModelPrice } from './prices.ts';

/** Dollars of one request as billed. */
export function usdOf(usage: ModelUsage, price: ModelPrice): number {
  const prompt = usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens;
  const rate = price.long !== undefined && prompt > price.long.threshold ? price.long.price : price;
  return (
    (usage.inputTokens * rate.input +
      usage.cacheWriteTokens * rate.cacheWrite +
      usage.cacheReadTokens * rate.cacheRead +
      usage.outputTokens * rate.output) /
    1_000_000
  );
}

/**
 * Most input tokens that a request can come to. Code is about three bytes a token with the tokenizers in use; two bytes
 * and a flat share for the tool-use preamble leave a margin, since the stop must come before the spending.
 */
export function inputTokenBound(request: Omit<ModelRequest, 'maxTokens'>): number {
  const bytes = new TextEncoder().encode(JSON.stringify([request.system, request.tools, request.messages])).length;
  return Math.ceil(bytes / 2) + 1000;
}

/** Counts what a conversation costs and says how long an answer may still be. */
export interface CostMeter {
  add(usage: ModelUsage): void;
  /**
   * Tokens that an answer may have without the worst case exceeding the limit, at most `wanted`;
   * undefined when not even `least` fit: then the request must not be sent.
   */
  affordableTokens(request: Omit<ModelRequest, 'maxTokens'>, wanted: number, least: number): number | undefined;
  total(): Cost;
}

/** @param spentUsd what the same cover run has spent before; counts against the limit, not in {@link CostMeter.total} */
export function createCostMeter(price: ModelPrice, limitUsd: number, spentUsd: number): CostMeter {
  let cost: Cost = { inputTokens: 0, outputTokens: 0, usd: 0 };
  return {
    add(usage) {
      cost = {
        inputTokens: cost.inputTokens + usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens,
        outputTokens: cost.outputTokens + usage.outputTokens,
        usd: cost.usd + usdOf(usage, price),
      };
    },
    affordableTokens(request, wanted, least) {
      const input = inputTokenBound(request);
      const rate = price.long !== undefined && input > price.long.threshold ? price.long.price : price;
      const left = limitUsd - spentUsd - cost.usd - (input * Math.max(rate.input, rate.cacheWrite)) / 1_000_000;
      const tokens = Math.min(wanted, Math.floor((left / rate.output) * 1_000_000));
      return tokens >= least ? tokens : undefined;
    },
    total: () => cost,
  };
}
