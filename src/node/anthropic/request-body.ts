import type Anthropic from '@anthropic-ai/sdk';
import type { AnswerBlock, AskBlock, ModelMessage, ModelRequest } from '../../core/generators/model/model-client.ts';

/**
 * A request as the Messages API takes it. The current models answer sampling parameters, a prefilled answer, a forced
 * tool and thinking budgets with status 400: none of these is ever sent. Tools and system prompt stand before the first
 * cache mark, so both are cached.
 * https://platform.claude.com/docs/en/models/sonnet-5-5/migration-guide
 */
export function requestBody(request: ModelRequest): Anthropic.MessageCreateParams {
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    system: [{ type: 'text', text: request.system, cache_control: { type: 'ephemeral' } }],
    tools: request.tools.map((tool) => ({ name: tool.name, description: tool.description, input_schema: { ...tool.inputSchema } })),
    tool_choice: { type: 'auto' },
    messages: request.messages.map(messageParam),
    ...(request.effort === undefined ? {} : { output_config: { effort: request.effort } }),
  };
}

function messageParam(message: ModelMessage): Anthropic.MessageParam {
  return message.role === 'user'
    ? { role: 'user', content: message.content.map(askParam) }
    : { role: 'assistant', content: message.content.map(answerParam) };
}

function askParam(block: AskBlock): Anthropic.ContentBlockParam {
  const cache = block.cache === true ? { cache_control: { type: 'ephemeral' as const } } : {};
  return block.kind === 'text'
    ? { type: 'text', text: block.text, ...cache }
    : { type: 'tool_result', tool_use_id: block.callId, content: block.text, is_error: block.isError, ...cache };
}

function answerParam(block: AnswerBlock): Anthropic.ContentBlockParam {
  switch (block.kind) {
    case 'text':
      return { type: 'text', text: block.text };
    case 'tool-call':
      return { type: 'tool_use', id: block.id, name: block.name, input: block.input ?? {} };
    case 'opaque':
      return block.raw as Anthropic.ContentBlockParam;
  }
}
