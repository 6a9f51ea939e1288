import assert from 'node:assert/strict';
import { describeFailure } from '../../../src/client/describe-failure.ts';

/** An error as the connection makes it of an error response. */
function response(message: string, code: number, data?: unknown): Error {
  return Object.assign(new Error(message), { code, data });
}

describe('Failures in words', () => {
  it('say the next step where the server gives one', () => {
    const failure = describeFailure(
      response('The suite fails before anything is added', -32803, { code: 'suite/red', hint: 'Fix it first' }),
    );
    assert.equal(failure.message, 'The suite fails before anything is added. Fix it first.');
    assert.match(failure.detail, /\[suite\/red\]/);
    assert.equal(failure.isBug, false);
  });

  it('are bugs when they carry no code of ours', () => {
    const failure = describeFailure(new TypeError('x is not a function'));
    assert.equal(failure.message, 'x is not a function.');
    assert.equal(failure.isBug, true);
    assert.match(failure.detail, /TypeError/);
  });

  it('are quiet when somebody cancelled', () => {
    assert.equal(describeFailure(response('Request cancelled', -32800)).cancelled, true);
    assert.equal(describeFailure(Object.assign(new Error('Canceled'), { name: 'Canceled' })).cancelled, true);
    assert.equal(describeFailure(new Error('no')).cancelled, false);
  });

  it('say that the server is gone rather than how the connection broke', () => {
    const failure = describeFailure(response('Pending response rejected since connection got disposed', -32097));
    assert.equal(failure.message, 'The Branchlight language server stopped before it could answer.');
    assert.equal(failure.isBug, false);
  });

  it('take what is not an Error', () => {
    assert.equal(describeFailure('broken').message, 'broken.');
  });
});
