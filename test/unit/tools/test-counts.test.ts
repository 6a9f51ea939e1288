import assert from 'node:assert/strict';
import { addUp, countOf, sumLine } from '../../../.tools/test-counts.ts';

const green = '{"passed":4,"failed":0,"skipped":1}';

describe('the sum of all suites', () => {
  it('counts a check as one test', () => {
    assert.equal(sumLine(countOf('check', { how: 'exited', code: 0 }, undefined)), '1 passed, 0 failed');
    assert.equal(sumLine(countOf('check', { how: 'exited', code: 2 }, undefined)), '0 passed, 1 failed');
  });

  it('takes the tests of a suite from its summary', () => {
    assert.equal(sumLine(countOf('mocha', { how: 'exited', code: 0 }, green)), '4 passed, 0 failed, 1 skipped');
    assert.equal(sumLine(countOf('mocha', { how: 'exited', code: 2 }, '{"passed":4,"failed":2,"skipped":0}')), '4 passed, 2 failed');
  });

  it('never calls a suite green that crashed, hung, ran nothing or left no summary', () => {
    const endings = [
      countOf('mocha', { how: 'exited', code: 0 }, undefined),
      countOf('mocha', { how: 'exited', code: 0 }, '{"passed":4'),
      countOf('mocha', { how: 'exited', code: 0 }, '{"passed":4}'),
      countOf('mocha', { how: 'exited', code: 1 }, green),
      countOf('mocha', { how: 'exited', code: 0 }, '{"passed":0,"failed":0,"skipped":0}'),
      countOf('mocha', { how: 'hung', minutes: 20 }, green),
      countOf('check', { how: 'hung', minutes: 20 }, undefined),
      countOf('mocha', { how: 'not-started', reason: 'no npm' }, undefined),
    ];
    assert.deepEqual(
      endings.map((count) => `${sumLine(count)}: ${count.problem}`),
      [
        '0 passed, 1 failed: left no summary (exit code 0)',
        '0 passed, 1 failed: left no summary (exit code 0)',
        '0 passed, 1 failed: left no summary (exit code 0)',
        '4 passed, 1 failed, 1 skipped: exit code 1 although no test failed',
        '0 passed, 1 failed: ran no test',
        '4 passed, 1 failed, 1 skipped: ended after 20 minutes without an answer',
        '0 passed, 1 failed: ended after 20 minutes without an answer',
        '0 passed, 1 failed: could not be started: no npm',
      ],
    );
  });

  it('adds everything up', () => {
    const total = addUp([countOf('mocha', { how: 'exited', code: 0 }, green), countOf('check', { how: 'exited', code: 1 }, undefined)]);
    assert.equal(sumLine(total), '4 passed, 1 failed, 1 skipped');
  });
});
