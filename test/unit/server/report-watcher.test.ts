import assert from 'node:assert/strict';
import { coverageChanged } from '../../../src/protocol/messages.ts';
import { editorCapabilities, editorInit, startInMemory, type LspClient } from '../../support/lsp-harness.ts';
import { fakeFolder, fakeHost } from './fake-engine.ts';

describe('watching files', () => {
  const folder = fakeFolder();
  let client: LspClient;
  before(async () => {
    client = await startInMemory(fakeHost({ '/shop': folder }), {
      folders: [{ uri: 'file:///shop', name: 'shop' }],
      capabilities: editorCapabilities,
      init: editorInit,
    });
    await client.next(coverageChanged);
  });
  after(() => client.stop());

  const changed = (name: string): Promise<void> =>
    client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: `file:///shop/src/${name}`, type: 2 }] });

  it('asks for the sources of every language that reports speak of', () => {
    const watched = JSON.stringify(client.registrations);
    for (const ending of ['ts', 'vue', 'py', 'go', 'rs', 'java', 'kt', 'scala', 'cs', 'cpp', 'hpp', 'm', 'swift', 'rb', 'php', 'dart'])
      assert.match(watched, new RegExp(`[{,]${ending}[,}]`), ending);
  });

  for (const name of ['shape.cpp', 'Rules.java', 'shop.go', 'Money.CS', 'arms.rb', 'app.vue']) {
    it(`${name}: a change on disk is looked at, so that stale marks are seen, and no report is read for it`, async () => {
      const before = folder.engine?.refreshes();
      assert.deepEqual(client.waiting(coverageChanged), []);
      await changed(name);
      await client.next(coverageChanged);
      assert.equal(folder.engine?.refreshes(), before);
    });
  }
});
