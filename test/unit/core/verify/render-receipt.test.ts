import assert from 'node:assert/strict';
import { renderReceipt } from '../../../../src/core/verify/render-receipt.ts';
import type { Receipt } from '../../../../src/core/verify/verdict.ts';

const receipt: Receipt = {
  sourceFile: 'src/discounts.ts',
  testFile: 'tests/generated/discounts.test.ts',
  arms: [
    { key: 'if@11:2/0', label: 'if taken', line: 11, before: 'not-taken', after: 1, test: 'discounts > gives staff 30 percent' },
    { key: 'cond-expr@20:4/1', label: 'right of ?:', line: 20, before: 'never-evaluated', after: 2, test: 'discounts > wholesale' },
  ],
  tests: [
    {
      title: 'gives staff 30 percent',
      generator: 'explorer',
      gates: [
        { gate: 'well-formed', passed: true, evidence: 'parses', durationMs: 12 },
        { gate: 'whole-suite', passed: true, evidence: '36 passed, no arm lost', durationMs: 2840 },
      ],
      notes: ['observed 30 in 3 of 3 executions'],
    },
  ],
  runs: 7,
  suite: { passed: 36, failed: 0, skipped: 0 },
  before: { covered: 176, total: 436 },
  after: { covered: 178, total: 436 },
  durationMs: 12_340,
  cost: { inputTokens: 0, outputTokens: 0, usd: 0 },
};

describe('renderReceipt', () => {
  it('says what was proved, by which runs, at which cost', () => {
    assert.equal(
      renderReceipt(receipt),
      `Branchlight evidence
====================

Source    src/discounts.ts
Tests     tests/generated/discounts.test.ts
Suite     36 passed, 0 failed
Branches  176/436 (40.4 %) → 178/436 (40.8 %), 2 arms gained
Runs      7 runs of the test runner in 12.3 s
Cost      none: no tokens were used

Arms taken (2)
  line 11: if taken
      not taken → taken 1×, by "discounts > gives staff 30 percent"
  line 20: right of ?:
      never evaluated → taken 2×, by "discounts > wholesale"

Tests kept (1)
  "gives staff 30 percent" (explorer)
      ✓ well-formed       parses (0.0 s)
      ✓ whole suite green 36 passed, no arm lost (2.8 s)
      · observed 30 in 3 of 3 executions
`,
    );
  });

  it('names tokens and money when a model was asked', () => {
    const text = renderReceipt({ ...receipt, cost: { inputTokens: 4210, outputTokens: 380, usd: 0.0184 } });
    assert.match(text, /^Cost {6}\$0\.0184 \(4210 tokens in, 380 out\)$/m);
  });

  it('shows a failed gate with its reason, skipped tests, and claims no gain where there is none', () => {
    const text = renderReceipt({
      ...receipt,
      suite: { passed: 35, failed: 0, skipped: 1 },
      after: receipt.before,
      tests: [
        {
          title: 't',
          generator: 'anthropic',
          gates: [{ gate: 'stable', passed: false, reason: 'red in 1 of 3 shuffled runs', durationMs: 900 }],
          notes: [],
        },
      ],
    });
    assert.match(text, /^Suite {5}35 passed, 0 failed, 1 skipped$/m);
    assert.match(text, /^Branches {2}176\/436 \(40\.4 %\) → 176\/436 \(40\.4 %\)$/m);
    assert.match(text, /^ {6}✗ stable {12}red in 1 of 3 shuffled runs \(0\.9 s\)$/m);
  });
});
