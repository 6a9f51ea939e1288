import assert from 'node:assert/strict';
import { renderSuite } from '../../../src/cli/reporters/render-suite.ts';
import type { SuiteReport } from '../../../src/core/suite/suite-report.ts';

const green: SuiteReport = {
  framework: 'jest',
  name: 'Jest 30.2.0',
  root: '/w/api',
  label: 'whole suite',
  status: 'completed',
  tests: [
    { file: '/w/api/a.test.ts', title: 'adds', status: 'passed', durationMs: 4 },
    { file: '/w/api/a.test.ts', title: 'later', status: 'todo', durationMs: 0 },
  ],
  errors: [],
  diagnoses: [],
  durationMs: 1234,
};

describe('a run of a suite on the command line', () => {
  it('is one line when it is green, with what was measured below', () => {
    assert.equal(renderSuite(green, '/w'), '✓ Jest 30.2.0 (api), whole suite: 1 passed, 1 todo (1.2 s)');
    const none = { covered: 0, total: 0 };
    const measured = [
      { file: '/w/a.ts', branches: { covered: 3, total: 5 }, lines: { covered: 9, total: 10 }, blocks: none },
      { file: '/w/b.ts', branches: { covered: 1, total: 1 }, lines: { covered: 1, total: 2 }, blocks: none },
    ];
    assert.equal(
      renderSuite({ ...green, root: '/w', measured }, '/w'),
      '✓ Jest 30.2.0, whole suite: 1 passed, 1 todo (1.2 s)\n\n4 of 6 arms taken, 10 of 12 lines run in 2 files',
    );
  });

  it('names every failure with its place, the comparison and the message', () => {
    const failed: SuiteReport = {
      ...green,
      tests: [
        {
          file: '/w/api/a.test.ts',
          line: 3,
          failedAt: { file: '/w/api/a.test.ts', line: 5 },
          group: 'price',
          title: 'rounds',
          status: 'failed',
          durationMs: 1,
          message: 'the price is wrong',
          expected: '7',
          actual: '5',
        },
      ],
      errors: ['b.test.ts: no such module'],
    };
    assert.equal(
      renderSuite(failed, '/w'),
      [
        '✗ Jest 30.2.0 (api), whole suite: 1 failed, 1 error outside tests (1.2 s)',
        '',
        '  ✗ price > rounds  api/a.test.ts:5',
        '      expected 7',
        '      but got  5',
        '      the price is wrong',
        '',
        '  ✗ outside the tests',
        '      b.test.ts: no such module',
      ].join('\n'),
    );
  });

  it('says why there are no results', () => {
    const problem = { code: 'suite/runner-missing', message: 'There is no jest.', hint: 'Run npm i.' };
    assert.equal(
      renderSuite({ ...green, status: 'failed-to-start', tests: [], problem }, '/w'),
      '✗ Jest 30.2.0 (api), whole suite: There is no jest.\n  → Run npm i.',
    );
    assert.equal(
      renderSuite({ ...green, status: 'timed-out', tests: [], durationMs: 300_000 }, '/w'),
      '✗ Jest 30.2.0 (api), whole suite: did not end within 300.0 s, so it was stopped',
    );
  });
});
