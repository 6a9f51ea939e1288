import assert from 'node:assert/strict';
import { readOwner } from '../../../src/node/owner.ts';

const read = (text: string): ReturnType<typeof readOwner> => readOwner(() => Promise.resolve(text));

describe('owner of what a process left', () => {
  it('is told by its id and the time that it started', async () => {
    assert.deepEqual(await read('{"pid":7,"started":"boot:1"}'), { pid: 7, started: 'boot:1' });
    assert.deepEqual(await read('{"pid":7}'), { pid: 7, started: '' });
  });

  it('is nobody when the note is torn, gone or another one', async () => {
    for (const text of ['', '{"pid":7', 'null', '[]', '{"pid":"7"}']) assert.equal(await read(text), undefined, text);
    assert.equal(await readOwner(() => Promise.reject(new Error('gone'))), undefined);
  });
});
