import assert from 'node:assert/strict';
import { createHumanReporter, renderListing } from '../../../src/cli/reporters/human-reporter.ts';
import { emptyOutcome } from '../../../src/core/campaign/cover-outcome.ts';
import type { RunEvent } from '../../../src/core/run-event.ts';
import { noCost } from '../../../src/core/generators/generator.ts';

function record(events: readonly RunEvent[], width: number | undefined): string {
  let text = '';
  const output = { write: (part: string) => void (text += part), width };
  const reporter = createHumanReporter(output, output);
  for (const event of events) reporter.event(event);
  return text;
}

const run: readonly RunEvent[] = [
  { kind: 'started', file: 'src/price.ts', targets: [{ arm: 'if@12:2/1', line: 12, label: 'else never taken' }] },
  { kind: 'suite-started', label: 'baseline', command: ['node', 'vitest.mjs'] },
  { kind: 'suite-finished', label: 'baseline', status: 'completed', passed: 14, failed: 0, durationMs: 1234 },
  { kind: 'generating', generator: 'explorer', targets: 1 },
  { kind: 'progress', message: 'searching', done: 6, total: 12 },
  { kind: 'generated', generator: 'explorer', candidates: 1, unsolved: 0, cost: noCost, durationMs: 410 },
  { kind: 'verdict', candidate: 'c1', title: 'returns 0 when qty <= 0', accepted: true, reason: '' },
  { kind: 'verdict', candidate: 'c2', title: 'returns 1', accepted: false, reason: 'does not take the arm' },
  { kind: 'suite-finished', label: 'whole suite', status: 'timed-out', passed: 0, failed: 0, durationMs: 9 },
];

describe('text for people', () => {
  it('tells a run in lines', () => {
    assert.equal(
      record(run, undefined),
      [
        'Covering 1 dark arm of src/price.ts',
        '     12  else never taken',
        '• baseline: 14 passed (1.2 s)',
        '• explorer: 1 candidate, 0 not found (0.4 s)',
        '  ✓ returns 0 when qty <= 0',
        '  ✗ returns 1: does not take the arm',
        '• whole suite: timed out',
        '',
      ].join('\n'),
    );
  });

  it('says of when a baseline is that was not measured again', () => {
    const measuredAt = new Date(2026, 0, 15, 12, 3, 44).getTime();
    const text = record([{ kind: 'baseline-reused', measuredAt, passed: 14 }], undefined);
    assert.equal(text, '• baseline: reused the run of 12:03, nothing has changed since\n');
  });

  it('names what stays dark by its line, and says once what all reasons end in', () => {
    let text = '';
    const output = { write: (part: string) => void (text += part), width: undefined };
    const reporter = createHumanReporter(output, output);
    const targets = [3, 5].map((line) => ({ arm: `if@${line}:2/1`, line, label: 'else never taken' }));
    reporter.event({ kind: 'started', file: 'src/price.ts', targets });
    text = '';
    const unsolved = targets.map(({ arm, line }) => ({ arm, code: 'no-key', reason: `No way to line ${line}. There is no key.` }));
    reporter.outcome({ ...emptyOutcome('cancelled'), status: 'nothing-found', asked: 2, unsolved });
    assert.equal(
      text,
      [
        '0 of 2 arms covered.',
        '  still dark: line 3, else never taken: No way to line 3.',
        '  still dark: line 5, else never taken: No way to line 5.',
        '  There is no key.',
        '',
      ].join('\n'),
    );
  });

  it('moves a bar on a terminal and clears it before the next line', () => {
    const text = record(run.slice(3, 6), 80);
    assert.ok(text.includes('\r\u001b[2K████████████░░░░░░░░░░░░ 6/12 searching\r\u001b[2K• explorer'), JSON.stringify(text));
  });

  it('never lets the bar run over the edge', () => {
    const text = record([{ kind: 'progress', message: 'x'.repeat(200) }], 40);
    assert.equal(text.replace('\r\u001b[2K', '').length, 39);
  });

  it('lists arms by function with their condition', () => {
    assert.equal(
      renderListing({
        root: '/shop',
        reports: [],
        explanation: undefined,
        files: [
          {
            file: 'src/price.ts',
            covered: 3,
            total: 5,
            stale: undefined,
            arms: [
              {
                line: 12,
                column: 3,
                key: 'k',
                label: 'else never taken',
                state: 'not-taken',
                certainty: 'exact',
                function: 'priceOf',
                condition: 'qty > 100',
              },
              {
                line: 20,
                column: 10,
                key: 'k',
                label: 'right of ?? never evaluated',
                state: 'never-evaluated',
                certainty: 'exact',
                function: 'priceOf',
                condition: undefined,
              },
            ],
          },
          { file: 'src/full.ts', covered: 4, total: 4, stale: undefined, arms: [] },
        ],
      }),
      [
        'src/price.ts  2 of 5 dark',
        '  priceOf',
        '       12:3  else never taken                   qty > 100',
        '      20:10  right of ?? never evaluated',
        '',
        '2 dark of 9 arms in 2 files; 77.8 % covered',
      ].join('\n'),
    );
  });
});
