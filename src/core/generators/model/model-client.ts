/** What the model generator needs of a model provider. No type of any provider's library appears here. */

/** Piece of an assistant's turn. `opaque` (a thinking block, say) is never looked at, but must go back unchanged. */
export type AnswerBlock =
  | { readonly kind: 'text'; readonly text: string }
  /** `input` is undefined when the arguments were cut off or are not JSON. */
  | { readonly kind: 'tool-call'; readonly id: string; readonly name: string; readonly input: unknown }
  | { readonly kind: 'opaque'; readonly raw: unknown };

/** Piece of our turn. `cache`: everything up to here is worth keeping in the provider's prompt cache. */
export type AskBlock =
  | { readonly kind: 'text'; readonly text: string; readonly cache?: true }
  | { readonly kind: 'tool-result'; readonly callId: string; readonly text: string; readonly isError: boolean; readonly cache?: true };

export type ModelMessage =
  | { readonly role: 'user'; readonly content: readonly AskBlock[] }
  | { readonly role: 'assistant'; readonly content: readonly AnswerBlock[] };

export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly inputSchema: { readonly type: 'object' } & Readonly<Record<string, unknown>>;
}

export interface ModelRequest {
  readonly model: string;
  /** The stable part, the same for every request of a framework; cached. */
  readonly system: string;
  readonly tools: readonly ModelTool[];
  readonly messages: readonly ModelMessage[];
  readonly maxTokens: number;
  /** Left out for models that do not take it. */
  readonly effort?: 'low' | 'medium' | 'high';
}

/** Tokens as billed; the four kinds do not overlap. */
export interface ModelUsage {
  readonly inputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheReadTokens: number;
  readonly outputTokens: number;
}

export const noUsage: ModelUsage = { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };

/** Signs of life of a request: `waiting` after the request was sent, then what is being written. */
export type ModelProgress =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'thinking' }
  | { readonly kind: 'writing'; readonly characters: number }
  | { readonly kind: 'calling-tool'; readonly name: string };

/** Why a request came to nothing. `message` is the provider's own sentence and may be shown. */
export type ModelFailure =
  | { readonly kind: 'no-key' }
  | { readonly kind: 'unauthorized'; readonly message: string }
  | { readonly kind: 'forbidden'; readonly message: string }
  | { readonly kind: 'billing'; readonly message: string }
  | { readonly kind: 'model-not-found'; readonly message: string }
  | { readonly kind: 'bad-request'; readonly message: string }
  | { readonly kind: 'too-large'; readonly message: string }
  | { readonly kind: 'rate-limited'; readonly message: string; readonly retryAfterMs?: number }
  | { readonly kind: 'overloaded'; readonly message: string; readonly retryAfterMs?: number }
  | { readonly kind: 'server'; readonly message: string; readonly retryAfterMs?: number }
  /** The network or the endpoint cannot be reached. */
  | { readonly kind: 'unreachable'; readonly message: string }
  /** The answer began and broke off. */
  | { readonly kind: 'interrupted'; readonly message: string }
  /** Nothing came for too long. */
  | { readonly kind: 'timeout'; readonly message: string };

export type StopReason = 'end' | 'tool-call' | 'max-tokens' | 'refusal' | 'context-full' | 'paused';

/** What one request came to. `usage` is what is known to be billed, also for a failed or cancelled request. */
export type ModelOutcome =
  | {
      readonly status: 'answered';
      readonly content: readonly AnswerBlock[];
      readonly stop: StopReason;
      /** The provider's explanation of a refusal. */
      readonly explanation?: string;
      readonly usage: ModelUsage;
    }
  | { readonly status: 'failed'; readonly failure: ModelFailure; readonly usage: ModelUsage }
  | { readonly status: 'cancelled'; readonly usage: ModelUsage };

/** Sends requests, one attempt each: retries are the caller's. */
export interface ModelClient {
  /** True when a key is at hand. */
  hasKey(): Promise<boolean>;
  /** Asks the person for another key after one was turned down; false when there is none. */
  renewKey(): Promise<boolean>;
  /** Never rejects for what a provider or a network can do, and settles at once when the signal fires. */
  stream(
    request: ModelRequest,
    context: { readonly signal: AbortSignal; readonly onProgress: (progress: ModelProgress) => void },
  ): Promise<ModelOutcome>;
}
