import assert from 'node:assert/strict';
import { coverageChanged, marksChanged, statusChanged, type Mark } from '../../../src/protocol/messages.ts';
import { editorInit, startInMemory, type LspClient } from '../../support/lsp-harness.ts';
import { fakeFolder, fakeHost } from './fake-engine.ts';
import { priceFile, priceText } from './price-file.ts';

const folders = [{ uri: 'file:///shop', name: 'shop' }];
const uri = 'file:///shop/src/price.ts';

function drawn(marks: readonly Mark[]): string[] {
  return marks.map((mark) => `${mark.line + 1} ${mark.label} [${mark.state}]${mark.stale === undefined ? '' : ` (${mark.stale})`}`);
}

describe('server', () => {
  let client: LspClient | undefined;
  afterEach(async () => {
    await client?.stop();
    client = undefined;
  });

  it('sends the marks of an open document once its folder was read', async () => {
    const folder = fakeFolder({ files: [priceFile('/shop/src/price.ts')] });
    client = await startInMemory(fakeHost({ '/shop': folder }), { folders, init: editorInit });
    await client.open(uri, priceText);
    const { marks } = await client.next(marksChanged, (sent) => sent.uri === uri);
    assert.deepEqual(drawn(marks), [
      '2 else never taken [not-taken]',
      '5 left of ?? never evaluated [never-evaluated]',
      '5 right of ?? never evaluated [never-evaluated]',
      "10 case 'EUR' never taken [not-taken]",
    ]);
    await client.next(coverageChanged);
    const ready = await client.next(statusChanged, ({ state }) => state === 'ready');
    assert.equal(ready.text, '2/6 arms');
  });
});
