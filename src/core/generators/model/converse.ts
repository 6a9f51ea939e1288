import type { FileSystem } from '../../ports.ts';
import type { SourceAnalyser } from '../../source/source-model.ts';
import type { GenerationRequest, TestSource } from '../generator.ts';
import { extractCode } from './answer/extract-code.ts';
import { parseAnswer } from './answer/parse-answer.ts';
import { takenProblem } from './answer/setup-names.ts';
import { askModel, reasonOf, type AskContext, type Asked, type AskPorts } from './ask-model.ts';
import { lookUpText, type SymbolFinder } from './context/look-up-symbol.ts';
import type { AnswerBlock, AskBlock, ModelFailure, ModelMessage, ModelRequest } from './model-client.ts';
import { redactSecrets } from './prompt/redact-secrets.ts';
import { tools } from './prompt/tools.ts';
import { readSubmission, type Submission } from './read-submission.ts';

export interface ConversationPorts extends AskPorts {
  readonly fileSystem: FileSystem;
  readonly analyser: SourceAnalyser;
}

export interface Conversation {
  readonly request: GenerationRequest;
  readonly model: string;
  readonly effort: ModelRequest['effort'];
  readonly system: string;
  readonly prompt: string;
  readonly find: SymbolFinder;
  /** Names of shared code that tests made before declare in the same test file, with that code. */
  readonly taken: ReadonlyMap<string, string>;
}

/** Why there are no tests. `fatal`: it would be the same for the next arms. */
export interface Stop {
  readonly code: string;
  readonly reason: string;
  readonly fatal: boolean;
}

export type ConversationResult =
  | { readonly status: 'tests'; readonly tests: readonly TestSource[]; readonly submission: Submission; readonly repaired: boolean }
  | { readonly status: 'stopped'; readonly stop: Stop };

type ToolCall = Extract<AnswerBlock, { readonly kind: 'tool-call' }>;

/** Turns in all: look-ups, the answer, one repair, one shorter answer. */
const maxTurns = 8;
const maxLookUps = 8;

/**
 * Asks for tests for one prompt until there is an answer that can be taken apart, within fixed numbers of turns and look-ups,
 * one repair of a broken file and one retry of an answer that was too long. @throws AppError from {@link askModel}
 */
export async function converse(conversation: Conversation, ports: ConversationPorts, context: AskContext): Promise<ConversationResult> {
  const messages: ModelMessage[] = [{ role: 'user', content: [{ kind: 'text', text: conversation.prompt, cache: true }] }];
  let lookUps = 0;
  let repaired = false;
  let shortened = false;
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const asked = await askModel(
      {
        model: conversation.model,
        system: conversation.system,
        tools,
        messages: withCacheMarks(messages),
        ...(conversation.effort === undefined ? {} : { effort: conversation.effort }),
      },
      ports,
      context,
    );
    if (asked.status !== 'answered') return stopped(stopOf(asked));
    if (asked.stop === 'refusal') return stopped(refused(asked.explanation));
    if (asked.stop === 'context-full') return stopped(tooLarge('the prompt does not fit the model'));
    if (asked.stop === 'max-tokens') {
      if (shortened) return stopped({ code: 'truncated', reason: 'The answer was cut off twice at its longest length.', fatal: false });
      shortened = true;
      addToLastAsk(messages, { kind: 'text', text: shorter });
      continue;
    }
    const content = asked.content.filter((block) => block.kind !== 'text' || block.text.trim() !== '');
    const calls = content.filter((block) => block.kind === 'tool-call');
    const submit = calls.find((call) => call.name === 'submit_tests');
    const handed = submit === undefined ? fromText(content, calls, conversation.request) : readSubmission(submit.input);
    if (handed === undefined && calls.length === 0 && asked.stop !== 'paused') return stopped(prose(content));
    const problem = await attempt(handed, submit);
    if (typeof problem === 'object') return problem;
    if (problem !== undefined) {
      if (repaired)
        return stopped({ code: 'malformed', reason: `The tests that the model wrote cannot be used. ${problem}`, fatal: false });
      repaired = true;
      context.say('asking the model to repair its file');
    }
    messages.push({ role: 'assistant', content });
    const replies: AskBlock[] = [];
    for (const call of calls) replies.push(await reply(call, problem));
    if (calls.length === 0) replies.push({ kind: 'text', text: problem === undefined ? 'Go on.' : repairText(problem) });
    messages.push({ role: 'user', content: replies });
  }
  return stopped({ code: 'turns', reason: `The model did not hand in tests within ${maxTurns} turns.`, fatal: false });

  /** The result, or what is wrong with the file, or undefined when nothing was handed in yet. */
  async function attempt(handed: Submission | undefined, submit: ToolCall | undefined): Promise<ConversationResult | string | undefined> {
    if (handed === undefined) return submit === undefined ? undefined : 'The call had no `code`.';
    if (handed.code.trim() === '') return { status: 'tests', tests: [], submission: handed, repaired };
    const split = await parseAnswer(handed.code, conversation.request, ports);
    if (split.status === 'problem') return split.problem;
    const setups = split.tests.map((test) => test.setup);
    const clash = await takenProblem(setups, conversation.taken, conversation.request.project.language);
    return clash ?? { status: 'tests', tests: split.tests, submission: handed, repaired };
  }

  async function reply(call: ToolCall, problem: string | undefined): Promise<AskBlock> {
    const result = (text: string, isError: boolean): AskBlock => ({ kind: 'tool-result', callId: call.id, text, isError });
    if (call.name === 'submit_tests') return result(repairText(problem ?? 'Submit once.'), true);
    if (call.name !== 'look_up_symbol') return result(`There is no tool ${call.name}.`, true);
    lookUps += 1;
    if (lookUps > maxLookUps) return result('No look-ups are left. Call submit_tests now with what you know.', true);
    const name = (call.input as { readonly name?: unknown } | null | undefined)?.name;
    if (typeof name !== 'string' || name.trim() === '') return result('`name` must be the name of a symbol.', true);
    context.say(`looking up ${name} for the model`);
    return result(redactSecrets(await lookUpText(name.trim(), conversation.find, conversation.request.project.root)), false);
  }
}

const shorter =
  'Your answer was cut off because it was too long. Think less, write fewer and shorter tests: only the simplest one for each of the first two arms.';

function repairText(problem: string): string {
  return `${problem}\nCorrect this and submit the whole file again.`;
}

/** Code in fences of an answer that calls no tool. */
function fromText(content: readonly AnswerBlock[], calls: readonly ToolCall[], request: GenerationRequest): Submission | undefined {
  if (calls.length > 0) return undefined;
  const code = extractCode(textOf(content), request.project.language);
  return code === undefined ? undefined : { code, covers: [], infeasible: [] };
}

function textOf(content: readonly AnswerBlock[]): string {
  return content
    .map((block) => (block.kind === 'text' ? block.text : ''))
    .join('\n')
    .trim();
}

/** The last message is marked beside the first: everything before the newest turn is read from the cache. */
function withCacheMarks(messages: readonly ModelMessage[]): ModelMessage[] {
  return messages.map((message, index) => {
    if (message.role !== 'user' || index !== messages.length - 1) return message;
    return {
      ...message,
      content: message.content.map((block, at) => (at === message.content.length - 1 ? { ...block, cache: true } : block)),
    };
  });
}

function addToLastAsk(messages: ModelMessage[], block: AskBlock): void {
  const last = messages.pop();
  if (last?.role === 'user') messages.push({ role: 'user', content: [...last.content, block] });
  else throw new Error('The last message of a conversation is ours.');
}

function stopped(stop: Stop): ConversationResult {
  return { status: 'stopped', stop };
}

function stopOf(asked: Exclude<Asked, { readonly status: 'answered' }>): Stop {
  switch (asked.status) {
    case 'cancelled':
      return { code: 'cancelled', reason: 'Cancelled before the model answered.', fatal: true };
    case 'over-budget':
      return {
        code: 'budget',
        reason: 'The next request to the model could cost more than is left of the limit `branchlight.anthropic.maxCostUsd`.',
        fatal: true,
      };
    case 'gave-up':
      return stopOfFailure(asked.failure);
  }
}

function stopOfFailure(failure: ModelFailure): Stop {
  const reason = `${sentence(reasonOf(failure))}.`;
  switch (failure.kind) {
    case 'no-key':
      return { code: 'no-key', reason: 'There is no Anthropic API key. Set one to let a model write tests for this arm.', fatal: true };
    case 'overloaded':
    case 'server':
      return { code: 'overloaded', reason: `${reason} Try again later.`, fatal: true };
    case 'rate-limited':
      return { code: 'rate-limited', reason: `${reason} Try again later.`, fatal: true };
    case 'unreachable':
    case 'interrupted':
      return { code: 'unreachable', reason: `${reason} Check the network, a proxy, and \`branchlight.anthropic.baseUrl\`.`, fatal: true };
    case 'timeout':
      return { code: 'timeout', reason: `${reason} Try again later.`, fatal: true };
    case 'too-large':
      return tooLarge('the request is too large for the model');
    case 'unauthorized':
    case 'forbidden':
    case 'billing':
    case 'model-not-found':
    case 'bad-request':
      return { code: 'request-refused', reason, fatal: true };
  }
}

function tooLarge(what: string): Stop {
  return { code: 'too-large', reason: `${sentence(what)}: split the function or choose fewer arms.`, fatal: false };
}

function refused(explanation: string | undefined): Stop {
  return {
    code: 'refused',
    reason: `The model refused to write this test${explanation === undefined ? '.' : `: ${explanation}`}`,
    fatal: false,
  };
}

function prose(content: readonly AnswerBlock[]): Stop {
  const text = textOf(content).replaceAll(/\s+/g, ' ');
  const said = text === '' ? 'nothing' : `"${text.length > 200 ? `${text.slice(0, 200)}…` : text}"`;
  return { code: 'prose', reason: `The model answered without any test. It wrote ${said}.`, fatal: false };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
