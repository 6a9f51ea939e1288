import type { ScriptedBlock, ScriptedTurn, ScriptedUsage } from './script.ts';

export interface StreamEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Events of one streamed answer in the order, and with the fields, of https://platform.claude.com/docs/en/build-with-claude/streaming */
export function streamEvents(
  turn: Extract<ScriptedTurn, { kind: 'answer' | 'broken' }>,
  model: string,
  inputTokens: number,
): StreamEvent[] {
  const written = JSON.stringify(turn.content).length;
  const usage: ScriptedUsage = {
    input_tokens: inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: Math.ceil(written / 3),
    ...(turn.kind === 'answer' ? turn.usage : {}),
  };
  const message = {
    id: 'msg_scripted',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...usage, output_tokens: 1, service_tier: 'standard' },
  };
  return [
    { event: 'message_start', data: { type: 'message_start', message } },
    ...turn.content.flatMap((block, index) => blockEvents(block, index)),
    {
      event: 'message_delta',
      data: {
        type: 'message_delta',
        delta: {
          stop_reason: turn.kind === 'answer' ? (turn.stopReason ?? 'end_turn') : 'end_turn',
          stop_sequence: null,
          ...(turn.kind === 'answer' && turn.stopDetails !== undefined ? { stop_details: turn.stopDetails } : {}),
        },
        usage,
      },
    },
    { event: 'message_stop', data: { type: 'message_stop' } },
  ];
}

export const ping: StreamEvent = { event: 'ping', data: { type: 'ping' } };

function blockEvents(block: ScriptedBlock, index: number): StreamEvent[] {
  const start = (content: Record<string, unknown>): StreamEvent => ({
    event: 'content_block_start',
    data: { type: 'content_block_start', index, content_block: content },
  });
  const delta = (change: Record<string, unknown>): StreamEvent => ({
    event: 'content_block_delta',
    data: { type: 'content_block_delta', index, delta: change },
  });
  const stop: StreamEvent = { event: 'content_block_stop', data: { type: 'content_block_stop', index } };
  switch (block.type) {
    case 'text':
      return [start({ type: 'text', text: '' }), ping, ...pieces(block.text).map((text) => delta({ type: 'text_delta', text })), stop];
    case 'thinking':
      return [
        start({ type: 'thinking', thinking: '', signature: '' }),
        ...pieces(block.thinking).map((thinking) => delta({ type: 'thinking_delta', thinking })),
        ping,
        delta({ type: 'signature_delta', signature: block.signature }),
        stop,
      ];
    case 'tool_use': {
      // A string stands for arguments that were cut off: it is sent as it is.
      const json = typeof block.input === 'string' ? block.input : JSON.stringify(block.input);
      return [
        start({ type: 'tool_use', id: block.id, name: block.name, input: {} }),
        delta({ type: 'input_json_delta', partial_json: '' }),
        ...pieces(json).map((partial_json) => delta({ type: 'input_json_delta', partial_json })),
        stop,
      ];
    }
  }
}

function pieces(text: string): string[] {
  return text.match(/[^]{1,37}/gu) ?? [];
}
