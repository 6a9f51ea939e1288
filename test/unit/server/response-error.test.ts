import assert from 'node:assert/strict';
import { ResponseError } from 'vscode-languageserver';
import { AppError } from '../../../src/core/errors.ts';
import type { Logger } from '../../../src/core/ports.ts';
import { answering } from '../../../src/server/response-error.ts';

function recording(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    logger: {
      debug: (message) => lines.push(`debug ${message}`),
      info: (message) => lines.push(`info ${message}`),
      warn: (message) => lines.push(`warn ${message}`),
      error: (message, error) => lines.push(`error ${message} ${error instanceof Error ? error.message : ''}`),
    },
  };
}

async function failureOf(thrown: Error, logger: Logger): Promise<ResponseError<unknown>> {
  const handler = answering('branchlight/cover', logger, () => Promise.reject(thrown));
  try {
    await handler(undefined, undefined);
  } catch (error) {
    assert.ok(error instanceof ResponseError);
    return error;
  }
  throw new Error('The handler answered.');
}

describe('answering', () => {
  it('answers what a person must fix with code and hint', async () => {
    const { logger, lines } = recording();
    const error = await failureOf(new AppError('suite/red', 'Two tests fail.', { hint: 'Fix them first.' }), logger);
    assert.equal(error.message, 'Two tests fail.');
    assert.deepEqual(error.data, { code: 'suite/red', hint: 'Fix them first.' });
    assert.deepEqual(lines, ['warn branchlight/cover: Two tests fail. (suite/red)']);
  });

  it('answers a bug with a plain sentence and logs it', async () => {
    const { logger, lines } = recording();
    const error = await failureOf(new TypeError('x is undefined'), logger);
    assert.equal(error.message, 'Branchlight failed while answering branchlight/cover. Its log has the details.');
    assert.deepEqual(lines, ['error branchlight/cover failed. x is undefined']);
  });

  it('passes an answer through', async () => {
    assert.equal(await answering('x', recording().logger, (n: number) => n + 1)(1, undefined), 2);
  });
});
