import assert from 'node:assert/strict';
import grammar from '../../../syntaxes/receipt.tmLanguage.json' with { type: 'json' };
import { renderReceipt } from '../../../src/core/verify/render-receipt.ts';
import { renderListing } from '../../../src/cli/reporters/human-reporter.ts';
import type { GateId, Receipt } from '../../../src/core/verify/verdict.ts';

/** The rule that colours a line, found as an editor finds it: the first of the list that matches. The patterns use only what JavaScript's RegExp shares with Oniguruma. */
function ruleOf(line: string): string {
  const rules = grammar.repository as Readonly<Record<string, { readonly match?: string }>>;
  for (const { include } of grammar.patterns) {
    const name = include.slice(1);
    const match = rules[name]?.match;
    if (match !== undefined && new RegExp(match, 'u').test(line)) return name;
  }
  return '(plain)';
}

const gates: readonly GateId[] = ['well-formed', 'honest', 'green-alone', 'takes-the-arm', 'stable', 'whole-suite'];

const receipt: Receipt = {
  sourceFile: 'src/a.ts',
  testFile: 'tests/a.test.ts',
  arms: [{ key: 'if@3:2/1', label: 'else never taken', line: 3, before: 'not-taken', after: 1, test: 'says "no"' }],
  tests: [
    {
      title: 'says "no"',
      generator: 'explorer',
      gates: [
        ...gates.map((gate) => ({ gate, passed: true as const, evidence: 'as it should (be)', durationMs: 1500 })),
        { gate: 'stable', passed: false, reason: 'red once', durationMs: 10 },
      ],
      notes: ['found in 12 executions'],
    },
  ],
  runs: 1,
  suite: { passed: 2, failed: 0, skipped: 0 },
  before: { covered: 1, total: 4 },
  after: { covered: 2, total: 4 },
  durationMs: 10,
  cost: { inputTokens: 1, outputTokens: 1, usd: 0.01 },
};

describe('the grammar of Branchlight evidence', () => {
  it('knows every line of the evidence document', () => {
    const lines = renderReceipt(receipt)
      .split('\n')
      .filter((line) => line !== '')
      .map(ruleOf);
    assert.equal(
      lines.join(' '),
      'title title field field field field field field section arm change section test gate gate gate gate gate gate gate note',
    );
  });

  it('knows the files and arms of `branchlight list`', () => {
    const arm = { column: 3, key: 'k', function: 'total', state: 'not-taken' as const, certainty: 'exact' as const };
    const lines = renderListing({
      root: '/shop',
      reports: [],
      explanation: undefined,
      files: [
        {
          file: 'src/cart.ts',
          covered: 2,
          total: 4,
          stale: undefined,
          arms: [
            { ...arm, line: 12, label: 'else never taken', condition: undefined },
            { ...arm, line: 140, label: 'right of ?? never evaluated', condition: "currency ?? 'EUR'" },
          ],
        },
      ],
    })
      .split('\n')
      .map(ruleOf);
    assert.equal(lines[0], 'listed-file');
    assert.deepEqual(
      lines.filter((rule) => rule === 'listed-arm'),
      ['listed-arm', 'listed-arm'],
    );
  });
});
