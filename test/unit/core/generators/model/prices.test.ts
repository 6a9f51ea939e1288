import assert from 'node:assert/strict';
import { createCostMeter, inputTokenBound, usdOf } from '../../../../../src/core/generators/model/cost-meter.ts';
import { defaultModel, priceOf } from '../../../../../src/core/generators/model/prices.ts';

const million = { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };

function rates(model: string): string {
  const { price } = priceOf(model);
  const of = (kind: keyof typeof million): number => usdOf({ ...million, [kind]: 50_000 }, price) * 20;
  return [of('inputTokens'), of('cacheWriteTokens'), of('cacheReadTokens'), of('outputTokens')]
    .map((usd) => `$${+usd.toFixed(3)}`)
    .join(' ');
}

describe('price table', () => {
  it('has the published prices of a million tokens: input, cache write, cache read, output', () => {
    assert.equal(rates('claude-sonnet-5-5'), '$2 $2.5 $0.2 $10');
    assert.equal(rates('claude-opus-5-5'), '$4 $5 $0.2 $20');
    assert.equal(rates('claude-haiku-5-5'), '$0.1 $0.125 $0.01 $0.5');
    assert.equal(rates('claude-fable-5-1'), '$10 $12.5 $0.25 $50');
    assert.equal(rates('claude-opus-4-6'), '$5 $6.25 $0.5 $25');
    assert.equal(rates('claude-haiku-4-5'), '$1 $1.25 $0.1 $5');
  });

  it('knows the default model, and dated ids by their undated name', () => {
    assert.equal(priceOf(defaultModel).known, true);
    assert.deepEqual(priceOf('claude-haiku-4-5-20251001'), priceOf('claude-haiku-4-5'));
  });

  it('counts an unknown model with the dearest price and says that it is unknown', () => {
    assert.equal(priceOf('claude-x').known, false);
    assert.equal(rates('claude-x'), '$15 $18.75 $1.5 $75');
  });

  it('bills a whole request of a model with two bands by the length of its prompt', () => {
    const { price } = priceOf('claude-haiku-5-5');
    assert.equal(usdOf({ ...million, inputTokens: 100_000, outputTokens: 1000 }, price).toFixed(5), '0.01050');
    assert.equal(usdOf({ ...million, cacheReadTokens: 100_000, inputTokens: 1, outputTokens: 1000 }, price).toFixed(5), '0.00750');
  });
});

describe('cost meter', () => {
  const request = { model: defaultModel, system: 'x'.repeat(2000), tools: [], messages: [] };
  const { price } = priceOf(defaultModel);

  it('allows the wanted length while the worst case fits, then less, then nothing', () => {
    // 2,009 characters of JSON, two a token, and the flat share: half a cent.
    assert.equal(inputTokenBound(request), 2005);
    assert.equal(createCostMeter(price, 0.5, 0).affordableTokens(request, 16_000, 4000), 16_000);
    assert.equal(createCostMeter(price, 0.1, 0).affordableTokens(request, 16_000, 4000), 9498);
    assert.equal(createCostMeter(price, 0.04, 0).affordableTokens(request, 16_000, 4000), undefined);
    assert.equal(createCostMeter(price, 0.5, 0.46).affordableTokens(request, 16_000, 4000), undefined);
    assert.equal(createCostMeter(price, 0, 0).affordableTokens(request, 16_000, 4000), undefined);
  });

  it('adds up what was billed', () => {
    const meter = createCostMeter(price, 0.5, 0.1);
    meter.add({ inputTokens: 1000, cacheWriteTokens: 1000, cacheReadTokens: 1000, outputTokens: 1000 });
    meter.add({ inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 1000 });
    assert.deepEqual({ ...meter.total(), usd: meter.total().usd.toFixed(4) }, { inputTokens: 3000, outputTokens: 2000, usd: '0.0247' });
  });
});
