/** US dollars per million tokens, and what a request to the model may carry. */
export interface ModelPrice {
  readonly input: number;
  /** Cache write that lives five minutes, the only kind we ask for. */
  readonly cacheWrite: number;
  readonly cacheRead: number;
  readonly output: number;
  /** For prompts (cache reads and writes counted) above `threshold` tokens the whole request is billed so. */
  readonly long?: { readonly threshold: number; readonly price: Omit<ModelPrice, 'long' | 'effort'> };
  /** Takes `output_config.effort`. */
  readonly effort: boolean;
}

/**
 * The model that is asked unless a setting names another: by its maker's overview "the best combination of speed and
 * intelligence", and at a fifth of the price of the largest.
 */
export const defaultModel = 'claude-sonnet-5-5';

const opus45: ModelPrice = { input: 5, cacheWrite: 6.25, cacheRead: 0.5, output: 25, effort: true };
const sonnet4: ModelPrice = { input: 3, cacheWrite: 3.75, cacheRead: 0.3, output: 15, effort: false };
const haiku45: ModelPrice = { input: 1, cacheWrite: 1.25, cacheRead: 0.1, output: 5, effort: false };
const fable5: ModelPrice = { input: 10, cacheWrite: 12.5, cacheRead: 1, output: 50, effort: true };
const fable51: ModelPrice = { ...fable5, cacheRead: 0.25 };
const opus4: ModelPrice = { input: 15, cacheWrite: 18.75, cacheRead: 1.5, output: 75, effort: false };

/**
 * Sources: https://platform.claude.com/docs/en/about-claude/pricing (model pricing, prompt caching), the model pages below
 * https://platform.claude.com/docs/en/models/ for the 5.5 models, and the model ids that the SDK's types list. Sonnet 5.5's
 * cache reads are quoted at 0.10 and, before October 2026, at 0.20: the dearer figure is kept so that a stop is never late.
 */
const prices: Readonly<Record<string, ModelPrice>> = {
  'claude-fable-5-1': fable51,
  'claude-mythos-5-1': fable51,
  'claude-fable-5': fable5,
  'claude-mythos-5': fable5,
  'claude-opus-5-5': { input: 4, cacheWrite: 5, cacheRead: 0.2, output: 20, effort: true },
  'claude-opus-5': opus45,
  'claude-opus-4-8': opus45,
  'claude-opus-4-7': opus45,
  'claude-opus-4-6': opus45,
  'claude-opus-4-5': opus45,
  'claude-opus-4-1': opus4,
  'claude-sonnet-5-5': { input: 2, cacheWrite: 2.5, cacheRead: 0.2, output: 10, effort: true },
  'claude-sonnet-5': { input: 2, cacheWrite: 2.5, cacheRead: 0.2, output: 10, effort: true },
  'claude-sonnet-4-6': { ...sonnet4, effort: true },
  'claude-sonnet-4-5': sonnet4,
  'claude-haiku-5-5': {
    input: 0.1,
    cacheWrite: 0.125,
    cacheRead: 0.01,
    output: 0.5,
    long: { threshold: 100_000, price: { input: 0.5, cacheWrite: 0.625, cacheRead: 0.05, output: 2.5 } },
    effort: true,
  },
  'claude-haiku-4-5': haiku45,
};

/** The dearest published price: what a model that is not in the table is counted with, so that the budget can only stop early. */
const unknownModel: ModelPrice = { ...opus4, effort: false };

/**
 * Price of a model id; a dated id (`claude-haiku-4-5-20251001`) has the price of its undated name. `known` is false for a
 * model that is not in the table: its money is an upper estimate and should be shown as such.
 */
export function priceOf(model: string): { readonly price: ModelPrice; readonly known: boolean } {
  const price = prices[model] ?? prices[model.replace(/-\d{8}$/, '')];
  return price === undefined ? { price: unknownModel, known: false } : { price, known: true };
}
