import assert from 'node:assert/strict';
import { readSubmission } from '../../../../../src/core/generators/model/read-submission.ts';

describe('submit_tests call', () => {
  it('is read as far as it has the right form', () => {
    assert.deepEqual(
      readSubmission({ code: "it('a')", covers: [{ test: 'a', arms: ['A1', 2] }, { test: 3 }, null], infeasible: 'none', other: true }),
      { code: "it('a')", covers: [{ test: 'a', arms: ['A1'] }], infeasible: [] },
    );
  });

  it('takes a fence off the code', () => {
    assert.equal(readSubmission({ code: '```ts\nit(1)\n```\n' })?.code, 'it(1)');
  });

  it('is nothing without code, unless an arm is infeasible', () => {
    for (const input of [undefined, null, 'code', [], {}, { code: ' ' }, { code: 1 }]) assert.equal(readSubmission(input), undefined);
    assert.deepEqual(readSubmission({ code: '', infeasible: [{ arm: 'A1' }] })?.infeasible, [{ arm: 'A1', reason: '' }]);
  });
});
