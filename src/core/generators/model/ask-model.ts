import { AppError } from '../../errors.ts';
import type { Logger } from '../../ports.ts';
import type { CostMeter } from './cost-meter.ts';
import type { ModelClient, ModelFailure, ModelOutcome, ModelProgress, ModelRequest } from './model-client.ts';
import { retryDelay } from './retry-schedule.ts';

export interface AskPorts {
  readonly client: ModelClient;
  /** Resolves after `ms`, or at once when the signal fires; never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly logger: Logger;
}

export interface AskContext {
  readonly signal: AbortSignal;
  readonly meter: CostMeter;
  readonly say: (message: string) => void;
}

export type Asked =
  | Extract<ModelOutcome, { readonly status: 'answered' }>
  | { readonly status: 'cancelled' }
  | { readonly status: 'gave-up'; readonly failure: ModelFailure }
  /** The worst case of the next request would exceed the limit; it was not sent. */
  | { readonly status: 'over-budget' };

const wantedTokens = 16_000;
/** Below this an answer with thinking is likely to be cut off: money for nothing. */
const leastTokens = 4_000;

/**
 * One answer of the model: checks the budget before every attempt, waits and retries what may pass, and asks once for
 * another key when the key is turned down. @throws AppError `anthropic/unauthorized`, `anthropic/forbidden`, `anthropic/billing`, `anthropic/unknown-model`
 */
export async function askModel(request: Omit<ModelRequest, 'maxTokens'>, ports: AskPorts, context: AskContext): Promise<Asked> {
  let renewed = false;
  for (let attempt = 1; ; attempt += 1) {
    if (context.signal.aborted) return { status: 'cancelled' };
    const maxTokens = context.meter.affordableTokens(request, wantedTokens, leastTokens);
    if (maxTokens === undefined) return { status: 'over-budget' };
    const outcome = await ports.client.stream(
      { ...request, maxTokens },
      { signal: context.signal, onProgress: (progress) => context.say(inWords(progress)) },
    );
    context.meter.add(outcome.usage);
    if (outcome.status !== 'failed') return outcome.status === 'answered' ? outcome : { status: 'cancelled' };
    const { failure } = outcome;
    if (failure.kind === 'unauthorized' && !renewed) {
      renewed = true;
      context.say('the key was turned down, asking for another');
      if (await ports.client.renewKey()) continue;
    }
    const delay = retryDelay(attempt, failure, ports.random());
    if (delay === undefined) return giveUp(failure, request.model);
    ports.logger.warn(`Model request failed (${failure.kind}), trying again in ${delay} ms.`);
    context.say(`${reasonOf(failure)}; trying again in ${Math.max(1, Math.round(delay / 1000))} s`);
    await ports.sleep(delay, context.signal);
  }
}

function giveUp(failure: ModelFailure, model: string): Asked {
  switch (failure.kind) {
    case 'unauthorized':
      throw new AppError('anthropic/unauthorized', `Anthropic does not accept the API key: ${failure.message}`, {
        hint: 'Set a valid key (console.anthropic.com → API keys) and run again.',
      });
    case 'forbidden':
      throw new AppError('anthropic/forbidden', `The API key may not use ${model}: ${failure.message}`, {
        hint: 'Use a key of a workspace that may use this model, or name another model in `branchlight.anthropic.model`.',
      });
    case 'billing':
      throw new AppError('anthropic/billing', `Anthropic reports a billing problem: ${failure.message}`, {
        hint: 'Check the credit and the plan of your account at console.anthropic.com.',
      });
    case 'model-not-found':
      throw new AppError('anthropic/unknown-model', `There is no model ${model} for this key: ${failure.message}`, {
        hint: 'Correct or empty the setting `branchlight.anthropic.model`.',
      });
    case 'no-key':
    case 'bad-request':
    case 'too-large':
    case 'rate-limited':
    case 'overloaded':
    case 'server':
    case 'unreachable':
    case 'interrupted':
    case 'timeout':
      return { status: 'gave-up', failure };
  }
}

/** A failure as the start of a sentence, for progress and for the reason of an unsolved arm. */
export function reasonOf(failure: ModelFailure): string {
  switch (failure.kind) {
    case 'no-key':
      return 'there is no Anthropic API key';
    case 'rate-limited':
      return 'the rate limit of the API key is reached';
    case 'overloaded':
      return 'the model is overloaded';
    case 'server':
      return `the model's server failed (${failure.message})`;
    case 'unreachable':
      return `the model cannot be reached (${failure.message})`;
    case 'interrupted':
      return 'the connection broke off in the middle of the answer';
    case 'timeout':
      return 'the model did not answer in time';
    case 'unauthorized':
    case 'forbidden':
    case 'billing':
    case 'model-not-found':
    case 'bad-request':
    case 'too-large':
      return `the request was turned down (${failure.message})`;
  }
}

function inWords(progress: ModelProgress): string {
  switch (progress.kind) {
    case 'waiting':
      return 'waiting for the model';
    case 'thinking':
      return 'the model is thinking';
    case 'writing':
      return `reading the model's answer (${progress.characters} characters)`;
    case 'calling-tool':
      return progress.name === 'submit_tests' ? 'the model is writing the tests' : 'the model is looking up a symbol';
  }
}
