import assert from 'node:assert/strict';
import type { Proposal } from '../../../../src/core/verify/verdict.ts';
import { evidenceLines, evidenceSummary, proposalTitle, summaryLine } from '../../../../src/client/proposals/evidence.ts';

const text = `import { expect, test } from 'vitest';
import { price } from '../../src/price';

test('says it\\'s free below zero', () => {
  expect(price(-1, false)).toBe(0);
});
test('members pay less', () => {
  expect(price(100, true)).toBe(90);
});
`;

const proposal: Proposal = {
  id: 'p1',
  testFile: '/shop/tests/generated/price.test.ts',
  text,
  sourceFile: '/shop/src/price.ts',
  receipt: {
    sourceFile: 'src/price.ts',
    testFile: 'tests/generated/price.test.ts',
    arms: [
      { key: 'if@3:2/0', label: 'then', line: 3, before: 'not-taken', after: 1, test: "says it's free below zero" },
      { key: 'cond@6:9/0', label: 'first side of ?:', line: 6, before: 'never-evaluated', after: 2, test: 'members pay less' },
    ],
    tests: [
      {
        title: "says it's free below zero",
        generator: 'explorer',
        gates: [
          { gate: 'well-formed', passed: true, evidence: 'parses', durationMs: 1 },
          { gate: 'green-alone', passed: true, evidence: 'alone green', durationMs: 800 },
          { gate: 'stable', passed: true, evidence: '3 shuffled runs', durationMs: 2400 },
        ],
        notes: ['returned 0 for (-1, false)'],
      },
      { title: 'members pay less', generator: 'anthropic', gates: [], notes: [] },
    ],
    runs: 6,
    suite: { passed: 24, failed: 0, skipped: 1 },
    before: { covered: 4, total: 9 },
    after: { covered: 6, total: 9 },
    durationMs: 6100,
    cost: { inputTokens: 10, outputTokens: 20, usd: 0.004 },
  },
};

describe('Evidence of a proposal', () => {
  it('stands at its test, on the blank line above where there is one', () => {
    assert.deepEqual(evidenceLines(proposal), [
      {
        line: 3,
        roomAt: 2,
        title: "says it's free below zero",
        text: 'then (line 3): 0 → 1 · alone green · 3 shuffled runs · explorer',
      },
      { line: 6, roomAt: 6, title: 'members pay less', text: 'first side of ?: (line 6): 0 → 2 · anthropic' },
    ]);
  });

  it('is summed up in one line', () => {
    assert.equal(
      evidenceSummary(proposal.receipt),
      '2 arms newly taken · suite 24 passed · 6 runs · 6.1 s · explorer, anthropic · under $0.01',
    );
    assert.equal(summaryLine(text), 9);
    assert.equal(summaryLine('no newline at the end'), 0);
  });

  it('names in the title what the file takes', () => {
    assert.equal(proposalTitle(proposal), 'price.test.ts (new) ← 2 arms of price.ts');
    const one = { ...proposal, receipt: { ...proposal.receipt, arms: proposal.receipt.arms.slice(0, 1) } };
    assert.equal(proposalTitle(one), 'price.test.ts (new) ← “then” of line 3');
  });
});
