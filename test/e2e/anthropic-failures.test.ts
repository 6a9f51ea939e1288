import assert from 'node:assert/strict';
import { AppError } from '../../src/core/errors.ts';
import { answerWithError, answerWithLookUps, answerWithTests, type ScriptedTurn } from '../support/messages-api-server.ts';
import { generate } from '../support/messages-api/generation-setting.ts';
import { shippingRequest, shippingTests, target } from '../support/messages-api/shipping-request.ts';
import { serving } from '../support/messages-api/serving.ts';

const good = answerWithTests(shippingTests, [
  { test: 'asks 32 for a light parcel to a far country', arms: ['A1'] },
  { test: 'asks 99 for a heavy parcel to a far country', arms: ['A2'] },
]);

function appError(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    assert.ok(error.hint);
    return true;
  };
}

describe('anthropic generator: failures over HTTP', () => {
  const serve = serving();

  it('asks once for another key when the key is turned down, and goes on with it', async () => {
    const { url, requests } = await serve(answerWithError(401, 'invalid x-api-key'), good);
    const asked: boolean[] = [];
    let kept = 'sk-ant-first';
    const { result } = await generate({
      url,
      apiKey: (refused) => {
        asked.push(refused);
        if (refused) kept = 'sk-ant-second';
        return Promise.resolve(kept);
      },
    });
    assert.equal(result.candidates.length, 2);
    assert.equal(asked.filter(Boolean).length, 1);
    const keys = requests.map(({ headers }) => headers['x-api-key'] ?? headers['authorization']);
    assert.match(keys[0] ?? '', /sk-ant-first/);
    assert.match(keys[1] ?? '', /sk-ant-second/);
  });

  it('ends with what to do when the second key is turned down too, or when there is none', async () => {
    const twice = await serve(answerWithError(401, 'invalid x-api-key'), answerWithError(401, 'invalid x-api-key'));
    await assert.rejects(
      generate({ url: twice.url }),
      appError('anthropic/unauthorized', /does not accept the API key: invalid x-api-key/),
    );
    assert.equal(twice.requests.length, 2);
    const none = await serve(answerWithError(401, 'invalid x-api-key'));
    const apiKey = (refused: boolean): Promise<string | undefined> => Promise.resolve(refused ? undefined : 'sk-ant-first');
    await assert.rejects(generate({ url: none.url, apiKey }), appError('anthropic/unauthorized', /invalid x-api-key/));
    assert.equal(none.requests.length, 1);
  });

  it('leaves arms unsolved without a key, and sends nothing', async () => {
    const { url, requests } = await serve(good);
    const { result } = await generate({ url, apiKey: () => Promise.resolve(undefined) });
    assert.deepEqual(result.unsolved[0], {
      arm: 'if@7:2/0',
      code: 'no-key',
      reason: 'There is no Anthropic API key. Set one to let a model write tests for this arm.',
    });
    assert.equal(requests.length, 0);
  });

  for (const [status, code, message] of [
    [402, 'anthropic/billing', /credit balance/],
    [403, 'anthropic/forbidden', /may not use claude-sonnet-5-5: .*credit balance/],
    [404, 'anthropic/unknown-model', /no model claude-sonnet-5-5/],
  ] as const) {
    it(`ends at once with what to do on status ${status}`, async () => {
      const { url, requests } = await serve(answerWithError(status, 'Your credit balance is too low'));
      await assert.rejects(generate({ url }), appError(code, message));
      assert.equal(requests.length, 1);
    });
  }

  it('keeps the tests that it has when the key is turned down later', async () => {
    const targets = Array.from({ length: 10 }, (_, index) =>
      target(7, `if@7:2/${index}`, { label: `arm ${index}`, condition: 'zone > 3' }),
    );
    const { url } = await serve(good, answerWithError(403, 'Key disabled'));
    const { result } = await generate({ url, request: { ...shippingRequest, targets } });
    assert.equal(result.candidates.length, 2);
    assert.match(result.unsolved.at(-1)?.reason ?? '', /may not use claude-sonnet-5-5: Key disabled Use a key/);
  });

  it('does not repeat a bad request', async () => {
    const { url, requests } = await serve(answerWithError(400, 'messages: too many'));
    const { result } = await generate({ url });
    assert.equal(requests.length, 1);
    assert.deepEqual(result.unsolved[0]?.reason, 'The request was turned down (messages: too many).');
  });

  it('waits as long as a 429 says, with jitter, and says so', async () => {
    const { url } = await serve(answerWithError(429, 'slow down', { 'retry-after': '8' }), good);
    const { result, slept, said } = await generate({ url });
    assert.equal(result.candidates.length, 2);
    assert.deepEqual(slept, [9000]);
    assert.ok(said.includes('the rate limit of the API key is reached; trying again in 9 s'));
  });

  it('does not wait for minutes', async () => {
    const { url, requests } = await serve(answerWithError(429, 'slow down', { 'retry-after': '900' }));
    const { result, slept } = await generate({ url });
    assert.deepEqual([requests.length, slept.length, result.unsolved[0]?.code], [1, 0, 'rate-limited']);
  });

  it('backs off while the model is overloaded, then leaves the arms for later without asking for the next batch', async () => {
    const overloaded = answerWithError(529, 'Overloaded');
    const targets = Array.from({ length: 10 }, (_, index) =>
      target(7, `if@7:2/${index}`, { label: `arm ${index}`, condition: 'zone > 3' }),
    );
    const { url, requests } = await serve(...Array.from({ length: 9 }, () => overloaded));
    const { result, slept } = await generate({ url, request: { ...shippingRequest, targets } });
    assert.deepEqual(slept, [750, 1500, 3000, 6000]);
    assert.equal(requests.length, 5);
    assert.equal(result.unsolved.length, 10);
    assert.deepEqual(new Set(result.unsolved.map(({ reason }) => reason)), new Set(['The model is overloaded. Try again later.']));
  });

  it('goes on after a 500 and after an error in the middle of a stream, and counts what the broken answer cost', async () => {
    const { url } = await serve(
      answerWithError(500, 'Internal server error'),
      { kind: 'error-event', type: 'overloaded_error', message: 'Overloaded' },
      { ...good, usage: { input_tokens: 100, output_tokens: 10 } } as ScriptedTurn,
    );
    const { result, slept } = await generate({ url });
    assert.equal(result.candidates.length, 2);
    assert.equal(slept.length, 2);
    assert.ok(result.cost.inputTokens > 1000, `${result.cost.inputTokens} tokens`);
  });

  for (const how of ['end', 'reset'] as const) {
    it(`asks again when the stream is cut off by ${how === 'end' ? 'its end' : 'a reset'}, and does not take half an answer`, async () => {
      const broken: ScriptedTurn = { kind: 'broken', how, afterEvents: 6, content: good.kind === 'answer' ? good.content : [] };
      const once = await serve(broken, good);
      assert.equal((await generate({ url: once.url })).result.candidates.length, 2);
      const ever = await serve(broken, broken, broken);
      const { result } = await generate({ url: ever.url });
      assert.equal(ever.requests.length, 3);
      assert.match(result.unsolved[0]?.reason ?? '', /^The connection broke off in the middle of the answer\. Check the network/);
      assert.ok(result.cost.inputTokens > 0);
    });
  }

  it('says that nobody answers at the endpoint', async () => {
    const server = await serve(good);
    await server.close();
    const { result, slept } = await generate({ url: server.url });
    assert.equal(slept.length, 2);
    assert.equal(result.unsolved[0]?.code, 'unreachable');
    assert.match(result.unsolved[0]?.reason ?? '', /^The model cannot be reached \(.*ECONNREFUSED.*\)\. Check the network/);
  });

  it('gives up on a server that says nothing, but not on one that is slow or pings', async () => {
    const silent = await serve({ kind: 'hang', pings: false }, { kind: 'hang', pings: false });
    const { result } = await generate({ url: silent.url, silenceMs: 150 });
    assert.equal(silent.requests.length, 2);
    assert.deepEqual(result.unsolved[0]?.reason, 'The model did not answer in time. Try again later.');
    const slow = await serve({ ...good, delayMs: 20 } as ScriptedTurn);
    assert.equal((await generate({ url: slow.url, silenceMs: 400 })).result.candidates.length, 2);
  });

  it('stops at once when it is cancelled while the model thinks', async () => {
    const { url, requests } = await serve({ kind: 'hang', pings: true });
    const controller = new AbortController();
    const running = generate({ url, signal: controller.signal });
    while (requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    const { result } = await running;
    assert.deepEqual(
      result.unsolved.map(({ code }) => code),
      ['cancelled', 'cancelled'],
    );
  });

  it('stops when it is cancelled while it waits to try again', async () => {
    const { url, requests } = await serve(answerWithError(529, 'Overloaded'), good);
    const controller = new AbortController();
    const { result } = await generate({ url, signal: controller.signal, onSleep: () => controller.abort() });
    assert.deepEqual([requests.length, result.unsolved[0]?.code], [1, 'cancelled']);
  });

  it('sends nothing when the worst case would cost more than the limit', async () => {
    const { url, requests } = await serve(good);
    const { result } = await generate({ url, maxCostUsd: 0.01 });
    assert.equal(requests.length, 0);
    assert.deepEqual(result.cost, { inputTokens: 0, outputTokens: 0, usd: 0 });
    assert.deepEqual(result.unsolved[0], {
      arm: 'if@7:2/0',
      code: 'budget',
      reason: 'The next request to the model could cost more than is left of the limit `branchlight.anthropic.maxCostUsd`.',
    });
  });

  it('stops before the request that would exceed the limit, what the run spent before included', async () => {
    const dear = { ...answerWithLookUps('zoneOf'), usage: { input_tokens: 20_000, output_tokens: 8000 } } as ScriptedTurn;
    const { url, requests } = await serve(dear, dear, good);
    const { result } = await generate({ url, maxCostUsd: 0.16 });
    assert.equal(requests.length, 1);
    assert.equal(result.cost.usd.toFixed(3), '0.120');
    assert.equal(result.unsolved[0]?.code, 'budget');
    const spent = await serve(good);
    await generate({ url: spent.url, maxCostUsd: 0.5, request: { ...shippingRequest, spentUsd: 0.49 } });
    assert.equal(spent.requests.length, 0);
  });

  it('shortens the answer that it asks for to what is left of the limit', async () => {
    const { url, requests } = await serve(good);
    await generate({ url, maxCostUsd: 0.1 });
    const { max_tokens: tokens } = requests[0]?.body ?? {};
    assert.ok(tokens >= 4000 && tokens < 10_000, `${tokens}`);
  });
});
