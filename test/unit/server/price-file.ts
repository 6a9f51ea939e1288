/** A measured file that many tests speak of. */
import type { Branch } from '../../../src/core/coverage/coverage-map.ts';
import type { MeasuredFile } from '../../../src/core/coverage/session.ts';
import type { SourceModel } from '../../../src/core/source/source-model.ts';
import { at, measuredFile, span } from './fake-engine.ts';

export const priceText = `export function price(qty: number, code?: string): number {
  if (qty > 100) {
    return 5;
  }
  return fee(code ?? 'none');
}

function fee(code: string): number {
  switch (code) {
    case 'EUR':
      return 1;
    default:
      return 2;
  }
}
`;

/** Line 2: `if` taken, its else not; line 5: right of ?? never evaluated; line 9: case 'EUR' not taken. */
export const priceBranches: readonly Branch[] = [
  {
    kind: 'if',
    certainty: 'exact',
    line: 2,
    range: { start: at(2, 2), end: at(4, 3) },
    arms: [
      { key: 'if@2:2/0', label: 'if', range: { start: at(2, 17), end: at(4, 3) }, state: 'hit', count: 3 },
      { key: 'if@2:2/1', label: 'else', state: 'not-taken', count: 0 },
    ],
  },
  {
    kind: 'binary-expr',
    certainty: 'exact',
    line: 5,
    range: span(5, 13, 27),
    arms: [
      { key: 'binary-expr@5:13/0', label: 'left of ??', range: span(5, 13, 17), state: 'never-evaluated', count: 0 },
      { key: 'binary-expr@5:13/1', label: 'right of ??', range: span(5, 21, 27), state: 'never-evaluated', count: 0 },
    ],
  },
  {
    kind: 'switch',
    certainty: 'exact',
    line: 9,
    range: { start: at(9, 2), end: at(14, 3) },
    arms: [
      { key: 'switch@9:2/0', label: "case 'EUR'", range: { start: at(10, 4), end: at(11, 15) }, state: 'not-taken', count: 0 },
      { key: 'switch@9:2/1', label: 'default', range: { start: at(12, 4), end: at(13, 15) }, state: 'hit', count: 1204 },
    ],
  },
];

export const priceSource: SourceModel = {
  language: 'typescript',
  functions: [
    { name: 'price', range: { start: at(1, 7), end: at(6, 1) }, exported: 'named' },
    { name: 'fee', range: { start: at(8, 0), end: at(15, 1) } },
  ],
  branches: priceBranches.map((branch) => ({
    kind: branch.kind,
    range: branch.range ?? span(branch.line, 0, 0),
    condition: branch.kind === 'if' ? 'qty > 100' : branch.kind === 'switch' ? 'code' : "code ?? 'none'",
    arms: branch.arms.map(({ key, label }) => ({ key, label })),
  })),
};

export function priceFile(path: string, given: Partial<MeasuredFile> = {}): MeasuredFile {
  return { ...measuredFile(path, priceText, priceBranches, { source: priceSource }), ...given };
}
