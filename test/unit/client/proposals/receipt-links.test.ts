import assert from 'node:assert/strict';
import { receiptLinks } from '../../../../src/client/proposals/receipt-links.ts';
import { renderReceipt } from '../../../../src/core/verify/render-receipt.ts';

const receipt = renderReceipt({
  sourceFile: 'src/price.ts',
  testFile: 'tests/generated/price.test.ts',
  arms: [{ key: 'if@31:2/1', label: 'else never taken', line: 31, before: 'not-taken', after: 1, test: 'says "no" (twice)' }],
  tests: [
    {
      title: 'says "no" (twice)',
      generator: 'explorer',
      gates: [{ gate: 'stable', passed: true, evidence: 'green in 3 runs', durationMs: 900 }],
      notes: ['returned "no"'],
    },
  ],
  runs: 4,
  suite: { passed: 3, failed: 0, skipped: 0 },
  before: { covered: 1, total: 4 },
  after: { covered: 2, total: 4 },
  durationMs: 5000,
  cost: { inputTokens: 0, outputTokens: 0, usd: 0 },
});

describe('Links of evidence', () => {
  it('lead from files, arms and titles to what they name', () => {
    const lines = receipt.split('\n');
    assert.deepEqual(
      receiptLinks(receipt).map(({ line, from, to, leadsTo }) => [lines[line]?.slice(from, to), leadsTo]),
      [
        ['src/price.ts', { kind: 'source', line: 1 }],
        ['tests/generated/price.test.ts', { kind: 'proposal', title: undefined }],
        ['line 31', { kind: 'source', line: 31 }],
        ['says "no" (twice)', { kind: 'proposal', title: 'says "no" (twice)' }],
        ['says "no" (twice)', { kind: 'proposal', title: 'says "no" (twice)' }],
      ],
    );
  });

  it('lead nowhere in any other text', () => {
    assert.deepEqual(receiptLinks('import { x } from "./x";\nline 3: no\n\n'), []);
  });
});
