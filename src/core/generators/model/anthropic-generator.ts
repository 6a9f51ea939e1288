import { AppError } from '../../errors.ts';
import type { FileSystem, Logger } from '../../ports.ts';
import type { Settings } from '../../settings.ts';
import type { SourceAnalyser } from '../../source/source-model.ts';
import type { Target } from '../../targets/target.ts';
import type { Candidate, Generator, Unsolved } from '../generator.ts';
import { setupNames, type TakenNames } from './answer/setup-names.ts';
import { batchArms } from './batch-arms.ts';
import { gatherContext } from './context/gather-context.ts';
import { symbolFinder } from './context/look-up-symbol.ts';
import { converse, type ConversationResult, type Stop } from './converse.ts';
import { createCostMeter } from './cost-meter.ts';
import type { ModelClient } from './model-client.ts';
import { defaultModel, priceOf } from './prices.ts';
import { numberArms, type NumberedArm } from './prompt/describe-arm.ts';
import { systemPrompt } from './prompt/system-prompt.ts';
import { targetPrompt } from './prompt/target-prompt.ts';

export interface AnthropicGeneratorPorts {
  readonly client: ModelClient;
  readonly settings: () => Settings['anthropic'];
  readonly fileSystem: FileSystem;
  readonly analyser: SourceAnalyser;
  /** Resolves after `ms`, or at once when the signal fires; never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly logger: Logger;
}

/**
 * Asks a model of Anthropic for tests, for what search could not reach.
 *
 * What is sent: the functions around the wanted arms with the imports and declarations that they use, declarations from other
 * files of the same project, one existing test for its style, shared fixtures (`conftest.py`, test helpers), tests that were
 * rejected before with the reason, and paths relative to the project. What is never sent: files outside of the project,
 * dependencies, hidden files such as `.env`, environment variables, the coverage report, and any text that has the form of
 * a key or a password in a URL. It goes to the endpoint of `anthropic.baseUrl` and nowhere else.
 *
 * Money: every token that the API reports is counted; no request is sent whose worst case would exceed
 * `anthropic.maxCostUsd` together with what the run has spent before. A model without a known price is counted with the
 * dearest published one.
 *
 * @throws AppError `anthropic/unauthorized`, `anthropic/forbidden`, `anthropic/billing`, `anthropic/unknown-model`
 */
export function createAnthropicGenerator(ports: AnthropicGeneratorPorts): Generator {
  let serial = 0;
  // By test file: the rounds of one run write for the same file.
  const shared = new Map<string, TakenNames>();
  return {
    id: 'anthropic',
    async unavailable() {
      return (await ports.client.hasKey())
        ? undefined
        : { code: 'no-key', reason: 'There is no Anthropic API key: set one to let a model write tests for what search cannot reach.' };
    },
    async generate(request, { signal, emit }) {
      const settings = ports.settings();
      const model = settings.model || defaultModel;
      const { price, known } = priceOf(model);
      if (!known) ports.logger.warn(`The price of ${model} is not known: it is counted with the dearest published one.`);
      const meter = createCostMeter(price, settings.maxCostUsd, request.spentUsd ?? 0);
      const find = symbolFinder(request, ports.fileSystem);
      const isFirstRound = request.counterexamples.length === 0 && (request.spentUsd ?? 0) === 0;
      const taken: TakenNames = (isFirstRound ? undefined : shared.get(request.testFile)) ?? new Map<string, string>();
      shared.clear();
      shared.set(request.testFile, taken);
      const candidates: Candidate[] = [];
      const unsolved: Unsolved[] = [];
      const batches = batchArms(request.targets);
      let fatal: Stop | undefined;
      let done = 0;
      for (const targets of batches) {
        const arms = numberArms(targets);
        if (fatal === undefined) {
          const from = done;
          const context = await gatherContext(request, arms, ports.fileSystem, find);
          const prompt = targetPrompt(request, arms, { ...context, taken: [...taken.keys()] });
          const result = await keepingWhatIsMade(candidates.length, () =>
            converse(
              {
                request,
                model,
                effort: price.effort ? 'medium' : undefined,
                system: systemPrompt(request.project),
                prompt,
                find,
                taken,
              },
              ports,
              { signal, meter, say: (message) => emit({ kind: 'progress', message, done: from, total: request.targets.length }) },
            ),
          );
          const notes = [`written by ${model}`, ...(known ? [] : [`the price of ${model} is not known: cost is an upper estimate`])];
          const made = toCandidates(result, arms, notes, () => `anthropic-${(serial += 1)}`);
          candidates.push(...made);
          for (const { test } of made) {
            for (const name of await setupNames(test.setup, request.project.language)) taken.set(name, test.setup);
          }
          unsolved.push(...unsolvedOf(result, arms, made));
          if (result.status === 'stopped' && result.stop.fatal) fatal = result.stop;
        } else unsolved.push(...arms.map(({ target }) => unsolvedBy(fatal, target)));
        done += targets.length;
      }
      return { candidates, unsolved, cost: meter.total() };
    },
  };
}

/** What a person must fix is thrown while there is nothing to lose; with candidates at hand it becomes the reason why there are no more. */
async function keepingWhatIsMade(made: number, ask: () => Promise<ConversationResult>): Promise<ConversationResult> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AppError) || made === 0) throw error;
    return {
      status: 'stopped',
      stop: { code: 'request-refused', reason: [error.message, error.hint].filter(Boolean).join(' '), fatal: true },
    };
  }
}

function toCandidates(
  result: ConversationResult,
  arms: readonly NumberedArm[],
  notes: readonly string[],
  nextId: () => string,
): Candidate[] {
  if (result.status === 'stopped') return [];
  const everything = arms.map(({ target }) => target.arm.key);
  return result.tests.map((test) => {
    const claimed = result.submission.covers.filter((entry) => entry.test === test.title).flatMap((entry) => entry.arms);
    const keys = arms.filter(({ id }) => claimed.includes(id)).map(({ target }) => target.arm.key);
    return {
      id: nextId(),
      generator: 'anthropic' as const,
      // A test that is not said to be for anything is tried on everything that was asked.
      arms: keys.length > 0 ? keys : everything,
      test,
      notes: [...notes, ...(result.repaired ? ['its file was repaired once before it could be read'] : [])],
    };
  });
}

function unsolvedOf(result: ConversationResult, arms: readonly NumberedArm[], candidates: readonly Candidate[]): Unsolved[] {
  const tried = new Set(candidates.flatMap((candidate) => candidate.arms));
  return arms.flatMap(({ id, target }) => {
    if (tried.has(target.arm.key)) return [];
    if (result.status === 'stopped') return [unsolvedBy(result.stop, target)];
    const infeasible = result.submission.infeasible.find((entry) => entry.arm === id);
    if (infeasible === undefined) return [{ arm: target.arm.key, code: 'no-test', reason: 'The model wrote no test for this arm.' }];
    return [{ arm: target.arm.key, code: 'infeasible', reason: `The model holds that no input can take this arm: ${infeasible.reason}` }];
  });
}

function unsolvedBy(stop: Stop | undefined, target: Target): Unsolved {
  return { arm: target.arm.key, code: stop?.code ?? 'cancelled', reason: stop?.reason ?? 'Cancelled.' };
}
