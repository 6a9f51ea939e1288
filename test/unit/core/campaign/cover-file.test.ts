import assert from 'node:assert/strict';
import { coverFile, type CoverInput } from '../../../../src/core/campaign/cover-file.ts';
import type { CoverOutcome } from '../../../../src/core/campaign/cover-outcome.ts';
import type { Branch, FileCoverage } from '../../../../src/core/coverage/coverage-map.ts';
import {
  noCost,
  type Candidate,
  type Counterexample,
  type GenerationRequest,
  type GenerationResult,
  type Generator,
  type Unavailable,
} from '../../../../src/core/generators/generator.ts';
import { AppError } from '../../../../src/core/errors.ts';
import type { RunEvent } from '../../../../src/core/run-event.ts';
import type { AuthoringFramework } from '../../../../src/core/suite/framework.ts';
import type { Target } from '../../../../src/core/targets/target.ts';
import type { Verification, VerifyInput } from '../../../../src/core/verify/verification.ts';

const branch: Branch = {
  kind: 'if',
  certainty: 'exact',
  line: 3,
  range: { start: { line: 3, column: 2 }, end: { line: 5, column: 3 } },
  arms: [
    { key: 'if@3:2/0', label: 'if', state: 'not-taken', count: 0 },
    { key: 'if@3:2/1', label: 'else', state: 'not-taken', count: 0 },
  ],
};
const targets: readonly Target[] = branch.arms.map((arm) => ({
  file: '/shop/src/a.ts',
  branch,
  arm,
  condition: 'n > 1',
  enclosing: undefined,
}));
const coverage: FileCoverage = { path: '/shop/src/a.ts', lines: new Map(), functions: [], branches: [branch] };
const framework = { id: 'vitest', authoring: { importSpecifier: () => '../src/a.ts' } } as unknown as AuthoringFramework;

function candidate(title: string, ...arms: string[]): Candidate {
  return { id: 'x', generator: 'explorer', arms, test: { imports: [], setup: '', title, body: '' }, notes: [] };
}

/** A generator that answers its requests one by one from `answers`. */
function scripted(id: Generator['id'], answers: readonly Partial<GenerationResult>[], unavailable?: Unavailable) {
  const requests: GenerationRequest[] = [];
  const generator: Generator = {
    id,
    unavailable: () => Promise.resolve(unavailable),
    generate(request) {
      const answer = answers[requests.length] ?? {};
      requests.push(request);
      return Promise.resolve({ candidates: [], unsolved: [], cost: noCost, ...answer });
    },
  };
  return { generator, requests };
}

/** Accepts candidates whose title does not start with `bad`. */
function verify(input: VerifyInput): Promise<Verification> {
  const verdicts = input.candidates.map((one) => {
    const accepted = !one.test.title.startsWith('bad');
    const gate = accepted
      ? { gate: 'takes-the-arm' as const, passed: true as const, evidence: 'hit', durationMs: 1 }
      : { gate: 'green-alone' as const, passed: false as const, reason: 'expected 1 to be 2', durationMs: 1 };
    return { candidate: one, accepted, gates: [gate], arms: accepted ? one.arms : [], possibleBug: false };
  });
  const accepted = [...input.kept, ...verdicts.filter((verdict) => verdict.accepted).map((verdict) => verdict.candidate)];
  return Promise.resolve({
    status: 'completed',
    verdicts,
    accepted,
    text: accepted.length === 0 ? undefined : accepted.map((one) => one.test.title).join('\n'),
    evidence: accepted.flatMap((one) =>
      one.arms.map((key) => ({ key, label: 'arm', line: 3, before: 'not-taken' as const, after: 1, test: one.test.title })),
    ),
    runs: 1,
    suite: { passed: 4, failed: 0, skipped: 0 },
    after: { coverage: new Map(), tests: [], durationMs: 0 },
  });
}

async function cover(
  generators: readonly Generator[],
  signal = new AbortController().signal,
  declined: readonly Counterexample[] = [],
): Promise<{ outcome: CoverOutcome; story: string[] }> {
  const events: RunEvent[] = [];
  const input: CoverInput = {
    project: { root: '/shop', framework: 'vitest', language: 'typescript', frameworkVersion: '4', interpreter: 'node', globals: false },
    framework,
    file: { path: '/shop/src/a.ts', coverage, source: undefined, measuredText: 'text', stale: undefined },
    baseline: { coverage: new Map([['/shop/src/a.ts', coverage]]), tests: [], durationMs: 1 },
    targets,
    testFile: '/shop/tests/generated/a.test.ts',
    generators,
    declined,
    seed: 1,
    repeats: 3,
  };
  const outcome = await coverFile(input, {
    verify,
    show: (path) => path.replace('/shop/', ''),
    clock: { now: () => 1000 },
    signal,
    emit: (event) => events.push(event),
  });
  return { outcome, story: events.map((event) => event.kind) };
}

describe('a cover run', () => {
  it('stops asking once every arm is taken', async () => {
    const explorer = scripted('explorer', [{ candidates: [candidate('both', 'if@3:2/0', 'if@3:2/1')] }]);
    const model = scripted('anthropic', []);
    const { outcome, story } = await cover([explorer.generator, model.generator]);
    assert.deepEqual(story, ['generating', 'generated', 'proposed', 'finished']);
    assert.equal(outcome.status, 'proposed');
    assert.equal(outcome.covered, 2);
    assert.deepEqual(outcome.unsolved, []);
    assert.equal(model.requests.length, 0);
    assert.equal(outcome.proposal?.receipt.testFile, 'tests/generated/a.test.ts');
  });

  it('asks the next generator only for what is left, and keeps the tests of the first', async () => {
    const explorer = scripted('explorer', [
      { candidates: [candidate('first', 'if@3:2/0')], unsolved: [{ arm: 'if@3:2/1', code: 'plateau', reason: 'Not found.' }] },
    ]);
    const model = scripted('anthropic', [{ candidates: [candidate('second', 'if@3:2/1')] }]);
    const { outcome } = await cover([explorer.generator, model.generator]);
    assert.deepEqual(
      model.requests[0]?.targets.map((target) => target.arm.key),
      ['if@3:2/1'],
    );
    assert.equal(outcome.proposal?.text, 'first\nsecond');
    assert.equal(outcome.covered, 2);
  });

  it('hands a model its failed tests back, with the reason', async () => {
    const model = scripted('anthropic', [
      { candidates: [candidate('bad one', 'if@3:2/0'), candidate('good', 'if@3:2/1')] },
      { candidates: [candidate('mended', 'if@3:2/0')] },
    ]);
    const { outcome } = await cover([model.generator]);
    assert.deepEqual(
      model.requests[1]?.counterexamples.map((one) => `${one.candidate.test.title}: ${one.gate}: ${one.reason}`),
      ['bad one: green-alone: expected 1 to be 2'],
    );
    assert.equal(outcome.proposal?.text, 'good\nmended');
    assert.deepEqual(
      outcome.proposal.receipt.tests.map((test) => test.title),
      ['good', 'mended'],
    );
  });

  it('says of every arm that stays dark why', async () => {
    const explorer = scripted('explorer', [{ candidates: [candidate('bad', 'if@3:2/0')] }]);
    const model = scripted('anthropic', [], { code: 'no-key', reason: 'There is no key.' });
    const { outcome } = await cover([explorer.generator, model.generator]);
    assert.equal(outcome.status, 'nothing-found');
    assert.deepEqual(
      outcome.unsolved.map((one) => `${one.arm} ${one.code}: ${one.reason}`),
      [
        'if@3:2/0 no-key: A test was found but not proven (green-alone): expected 1 to be 2. There is no key.',
        'if@3:2/1 no-key: There is no key.',
      ],
    );
  });

  it('counts what a model has cost against its next request', async () => {
    const model = scripted('anthropic', [
      { candidates: [candidate('bad', 'if@3:2/0')], cost: { inputTokens: 10, outputTokens: 5, usd: 0.25 } },
      { cost: { inputTokens: 1, outputTokens: 1, usd: 0.05 } },
    ]);
    const { outcome } = await cover([model.generator]);
    assert.deepEqual(
      model.requests.map((request) => request.spentUsd),
      [0, 0.25],
    );
    assert.deepEqual(outcome.cost, { inputTokens: 11, outputTokens: 6, usd: 0.3 });
  });

  it('keeps what is proven when a later generator needs something mended first', async () => {
    const explorer = scripted('explorer', [{ candidates: [candidate('first', 'if@3:2/0')] }]);
    const refused = new AppError('anthropic/unauthorized', 'Anthropic does not accept the key', { hint: 'Set a valid one.' });
    const model: Generator = { ...scripted('anthropic', []).generator, generate: () => Promise.reject(refused) };
    const { outcome } = await cover([explorer.generator, model]);
    assert.equal(outcome.proposal?.text, 'first');
    assert.deepEqual(outcome.unsolved, [
      { arm: 'if@3:2/1', code: 'anthropic/unauthorized', reason: 'Anthropic does not accept the key. Set a valid one.' },
    ]);
    await assert.rejects(cover([model]), refused);
  });

  it('hands every generator the tests that are not wanted', async () => {
    const declined = [{ candidate: candidate('old', 'if@3:2/0'), gate: 'declined', reason: 'Another one is wanted.' }];
    const explorer = scripted('explorer', []);
    const model = scripted('anthropic', [{ candidates: [candidate('bad', 'if@3:2/1')] }]);
    await cover([explorer.generator, model.generator], undefined, declined);
    const titles = [...explorer.requests, ...model.requests].map((request) =>
      request.counterexamples.map(({ candidate: { test } }) => test.title),
    );
    assert.deepEqual(titles, [['old'], ['old'], ['old', 'bad']]);
  });

  it('offers nothing after a cancel', async () => {
    const cancel = new AbortController();
    const explorer = scripted('explorer', [{ candidates: [candidate('good', 'if@3:2/0')] }]);
    const generate = explorer.generator.generate.bind(explorer.generator);
    const cancelling: Generator = { ...explorer.generator, generate: (request, context) => (cancel.abort(), generate(request, context)) };
    const { outcome, story } = await cover([cancelling], cancel.signal);
    assert.equal(outcome.status, 'cancelled');
    assert.equal(outcome.proposal, undefined);
    assert.deepEqual(story, ['generating', 'generated', 'finished']);
  });
});
