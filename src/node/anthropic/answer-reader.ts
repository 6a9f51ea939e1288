import type Anthropic from '@anthropic-ai/sdk';
import type {
  AnswerBlock,
  ModelFailure,
  ModelOutcome,
  ModelProgress,
  ModelUsage,
  StopReason,
} from '../../core/generators/model/model-client.ts';
import { failureOfType } from './failure-of.ts';

export interface ServerEvent {
  readonly event: string | null;
  readonly data: string;
}

/** Puts the events of one streamed answer together. https://platform.claude.com/docs/en/build-with-claude/streaming */
export interface AnswerReader {
  /** A failure when the event reports one; the stream is then over. */
  take(event: ServerEvent): ModelFailure | undefined;
  /** True once the answer began: from then on it is billed. */
  started(): boolean;
  /** What is known to be billed so far. Output of a broken answer is not reported by the API: it is estimated, generously. */
  usage(): ModelUsage;
  /** To be called when the stream has ended. */
  outcome(): ModelOutcome;
}

type Block = { raw: Record<string, unknown>; json: string };

export function createAnswerReader(onProgress: (progress: ModelProgress) => void): AnswerReader {
  const blocks = new Map<number, Block>();
  let usage: ModelUsage | undefined;
  let stop: Anthropic.StopReason | undefined;
  let explanation: string | undefined;
  let ended = false;
  let characters = 0;
  let told = 0;

  function write(text: string): void {
    characters += text.length;
    // A person cannot read more than a few a second; the channel to the editor should not carry more either.
    if (characters - told < 400) return;
    told = characters;
    onProgress({ kind: 'writing', characters });
  }

  function delta(block: Block, change: Anthropic.RawContentBlockDelta): void {
    switch (change.type) {
      case 'text_delta':
        block.raw['text'] = stringOf(block.raw['text']) + change.text;
        return write(change.text);
      case 'input_json_delta':
        block.json += change.partial_json;
        return write(change.partial_json);
      case 'thinking_delta':
        block.raw['thinking'] = stringOf(block.raw['thinking']) + change.thinking;
        return;
      case 'signature_delta':
        block.raw['signature'] = stringOf(block.raw['signature']) + change.signature;
        return;
      case 'citations_delta':
        return;
    }
  }

  function takeMessage(event: Anthropic.RawMessageStreamEvent): void {
    switch (event.type) {
      case 'message_start':
        usage = usageOf(event.message.usage, undefined);
        return;
      case 'content_block_start':
        blocks.set(event.index, { raw: { ...event.content_block }, json: '' });
        if (event.content_block.type === 'tool_use') onProgress({ kind: 'calling-tool', name: event.content_block.name });
        if (event.content_block.type === 'thinking') onProgress({ kind: 'thinking' });
        return;
      case 'content_block_delta': {
        const block = blocks.get(event.index);
        if (block !== undefined) delta(block, event.delta);
        return;
      }
      case 'message_delta':
        stop = event.delta.stop_reason ?? undefined;
        explanation = event.delta.stop_details?.explanation ?? undefined;
        usage = usageOf(event.usage, usage);
        return;
      case 'message_stop':
        ended = true;
        return;
      case 'content_block_stop':
        return;
    }
  }

  function billed(): ModelUsage {
    if (usage === undefined) return { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };
    return ended ? usage : { ...usage, outputTokens: Math.max(usage.outputTokens, Math.ceil(characters / 2)) };
  }

  return {
    take(event) {
      if (event.event === 'ping' || event.event === null) return undefined;
      const data = parseJson(event.data);
      if (event.event === 'error') return failureOfEvent(data, event.data);
      if (data !== undefined) takeMessage(data as Anthropic.RawMessageStreamEvent);
      return undefined;
    },
    started: () => usage !== undefined,
    usage: billed,
    outcome() {
      if (!ended || stop === undefined) {
        return { status: 'failed', failure: { kind: 'interrupted', message: 'the stream ended before the answer did' }, usage: billed() };
      }
      return {
        status: 'answered',
        content: [...blocks.values()].map(answerBlock),
        // A reason that is newer than this list ends the turn; what was answered still counts.
        stop: Object.hasOwn(stopReasons, stop) ? stopReasons[stop] : 'end',
        ...(explanation === undefined ? {} : { explanation }),
        usage: billed(),
      };
    },
  };
}

function answerBlock(block: Block): AnswerBlock {
  if (block.raw['type'] === 'text') return { kind: 'text', text: stringOf(block.raw['text']) };
  if (block.raw['type'] !== 'tool_use') return { kind: 'opaque', raw: block.raw };
  const input = block.json === '' ? block.raw['input'] : parseJson(block.json);
  return { kind: 'tool-call', id: stringOf(block.raw['id']), name: stringOf(block.raw['name']), input };
}

/** Figures of the end of an answer are cumulative; what they leave out stands as the beginning said it. */
function usageOf(reported: Anthropic.MessageDeltaUsage | Anthropic.Usage, before: ModelUsage | undefined): ModelUsage {
  return {
    inputTokens: reported.input_tokens ?? before?.inputTokens ?? 0,
    cacheWriteTokens: reported.cache_creation_input_tokens ?? before?.cacheWriteTokens ?? 0,
    cacheReadTokens: reported.cache_read_input_tokens ?? before?.cacheReadTokens ?? 0,
    outputTokens: reported.output_tokens,
  };
}

const stopReasons: Readonly<Record<Anthropic.StopReason, StopReason>> = {
  end_turn: 'end',
  stop_sequence: 'end',
  tool_use: 'tool-call',
  max_tokens: 'max-tokens',
  refusal: 'refusal',
  pause_turn: 'paused',
  model_context_window_exceeded: 'context-full',
};

function failureOfEvent(data: unknown, text: string): ModelFailure {
  const error = (data as { readonly error?: { readonly type?: unknown; readonly message?: unknown } } | undefined)?.error;
  return failureOfType(stringOf(error?.type), stringOf(error?.message) || text);
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** undefined when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
