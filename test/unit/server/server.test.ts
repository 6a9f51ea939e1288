import assert from 'node:assert/strict';
import { CancellationTokenSource, type CodeAction, type Hover } from 'vscode-languageserver/node';
import {
  acceptProposal,
  apiKey,
  armsAt,
  cover,
  coverageChanged,
  explainCoverage,
  fileDetails,
  marksChanged,
  refreshReports,
  rejectProposal,
  runEvent,
  runTests,
  statusChanged,
  treeChildren,
  trustGranted,
  type InitOptions,
  type Mark,
  type NotificationName,
} from '../../../src/protocol/messages.ts';
import { AppError } from '../../../src/core/errors.ts';
import { renderReceipt } from '../../../src/core/verify/render-receipt.ts';
import { editorCapabilities, editorInit, startInMemory, type ClientOptions, type LspClient } from '../../support/lsp-harness.ts';
import { emptyOutcome, fakeFolder, fakeHost, sampleProposal, type FakeFolder } from './fake-engine.ts';
import { priceBranches, priceFile, priceText } from './price-file.ts';
import type { ServerHost } from '../../../src/server/server-host.ts';

const folders = [{ uri: 'file:///shop', name: 'shop' }];
const uri = 'file:///shop/src/price.ts';
const published: NotificationName<{ uri: string; diagnostics: { message: string }[] }> = { method: 'textDocument/publishDiagnostics' };
const asked: NotificationName<{ message: string }> = { method: 'window/showMessage' };

function drawn(marks: readonly Mark[]): string[] {
  return marks.map((mark) => `${mark.line + 1} ${mark.label} [${mark.state}]${mark.stale === undefined ? '' : ` (${mark.stale})`}`);
}

const priceMarks = [
  '2 else never taken [not-taken]',
  '5 left of ?? never evaluated [never-evaluated]',
  '5 right of ?? never evaluated [never-evaluated]',
  "10 case 'EUR' never taken [not-taken]",
];

/** Resolves when the signal is aborted. */
function until(signal: AbortSignal): Promise<unknown> {
  return signal.aborted ? Promise.resolve() : new Promise((resolve) => signal.addEventListener('abort', resolve));
}

describe('server', () => {
  const clients: LspClient[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.stop();
  });

  async function start(
    fakes: Readonly<Record<string, FakeFolder>>,
    options: Partial<ClientOptions> = {},
    host: Partial<ServerHost> = {},
  ): Promise<LspClient> {
    const client = await startInMemory(fakeHost(fakes, host), { folders, init: editorInit, ...options });
    clients.push(client);
    return client;
  }

  async function opened(folder: FakeFolder, options: Partial<ClientOptions> = {}, host: Partial<ServerHost> = {}): Promise<LspClient> {
    const client = await start({ '/shop': folder }, options, { readText: () => Promise.resolve(priceText), ...host });
    await client.open(uri, priceText);
    await client.next(marksChanged);
    return client;
  }

  const shop = (given: Partial<FakeFolder> = {}): FakeFolder => fakeFolder({ files: [priceFile('/shop/src/price.ts')], ...given });

  it('sends the marks of an open document once its folder was read', async () => {
    const client = await start({ '/shop': shop() });
    await client.open(uri, priceText);
    assert.deepEqual(drawn((await client.next(marksChanged, (sent) => sent.uri === uri)).marks), priceMarks);
    await client.next(coverageChanged);
    assert.equal((await client.next(statusChanged, ({ state }) => state === 'ready')).text, '2/6 arms');
  });

  it('moves marks with the text and marks edited lines stale, under the URI that the editor uses', async () => {
    const client = await opened(
      shop({ reports: [{ path: '/shop/lcov.info', format: 'lcov', formatName: 'Istanbul JSON', modified: 1, files: 1, problems: [] }] }),
    );
    await client.change(uri, 2, `// new\n${priceText.replace('qty > 100', 'qty >= 100')}`);
    assert.deepEqual(drawn((await client.next(marksChanged)).marks).slice(0, 2), [
      '3 else never taken [not-taken] (line changed since the report of 12:03)',
      '6 left of ?? never evaluated [never-evaluated]',
    ]);
    await client.request(runTests, { run: 'r1', coverage: true });
    await client.change(uri, 3, priceText.replace('qty > 100', 'qty >= 101'));
    assert.match(drawn((await client.next(marksChanged)).marks)[0] ?? '', /\(line changed since the run of 12:03\)$/);
    const odd = 'file:///shop/%73rc/price.ts';
    await client.close(uri);
    await client.open(odd, priceText);
    assert.equal((await client.next(marksChanged)).uri, odd);
  });

  it('draws anew when the reports change, and says nothing when they do not', async () => {
    const folder = shop();
    const client = await opened(folder);
    folder.changed();
    folder.files = [{ ...priceFile('/shop/src/price.ts'), coverage: { ...priceFile('').coverage, branches: priceBranches.slice(0, 1) } }];
    folder.changed();
    assert.deepEqual(drawn((await client.next(marksChanged)).marks), priceMarks.slice(0, 1));
    folder.files = [];
    folder.changed();
    assert.deepEqual((await client.next(marksChanged)).marks, []);
  });

  it('answers hover and code actions', async () => {
    const client = await opened(shop());
    const textDocument = { uri };
    const hover = await client.connection.sendRequest<Hover>('textDocument/hover', { textDocument, position: { line: 1, character: 3 } });
    assert.match(JSON.stringify(hover.contents), /else: never taken, although the decision ran.*command:branchlight\.coverBranch/);
    const place = { line: 1, character: 3 };
    const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument,
      range: { start: place, end: place },
      context: { diagnostics: [], triggerKind: 1 },
    });
    assert.equal(actions[0]?.title, 'Cover this branch: “else” of line 2');
  });

  it('answers nothing for what it does not know', async () => {
    const client = await start({ '/shop': shop() });
    for (const other of ['file:///elsewhere/a.ts', 'untitled:Untitled-1', 'file:///shop/src/other.ts']) {
      assert.deepEqual(await client.request(armsAt, { uri: other, position: { line: 1, character: 0 } }), []);
      assert.equal(await client.request(fileDetails, { uri: other }), null);
    }
    assert.match(await client.request(explainCoverage, { uri: 'file:///elsewhere/a.ts' }), /in no folder of the workspace/);
    assert.match(await client.request(explainCoverage, { uri: 'untitled:Untitled-1' }), /not a file on disk/);
    assert.match(await client.request(explainCoverage, { uri: 'file:///shop/src/other.ts' }), /No report was found/);
  });

  it('lists dark arms as diagnostics only when asked to, and takes them back', async () => {
    let diagnostics = 'off';
    const client = await opened(shop(), { settings: () => ({ diagnostics }) });
    assert.deepEqual(client.waiting(published), []);
    diagnostics = 'warning';
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    assert.equal((await client.next(published)).diagnostics.length, 4);
    await client.close(uri);
    assert.deepEqual((await client.next(published)).diagnostics, []);
  });

  it('names settings that it cannot use', async () => {
    const client = await start({ '/shop': shop() }, { settings: () => ({ diagnostics: 'loud' }) });
    const found = await client.next(statusChanged, ({ state }) => state === 'problem');
    assert.match(found.detail, /branchlight\.diagnostics: "loud" is not valid/);
  });

  it('watches reports and sources, and reads the reports again when one changes', async () => {
    const folder = shop();
    const client = await opened(folder);
    const watched = client.registrations.find(({ method }) => method === 'workspace/didChangeWatchedFiles');
    assert.ok(watched);
    const { watchers } = watched.registerOptions as { watchers: { globPattern: { baseUri: string; pattern: string } }[] };
    assert.ok(watchers.some(({ globPattern: { baseUri, pattern } }) => baseUri === 'file:///shop' && pattern === '**/*.lcov'));
    const before = folder.engine?.refreshes() ?? 0;
    folder.files = [];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'file:///shop/coverage/lcov.info', type: 2 }],
    });
    assert.deepEqual((await client.next(marksChanged)).marks, []);
    assert.equal(folder.engine?.refreshes(), before + 1);
  });

  it('watches other reports when the setting changes', async () => {
    let globs = ['**/lcov.info'];
    const client = await opened(shop(), { settings: () => ({ reports: { globs } }) });
    globs = ['out/*.json'];
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    while (!JSON.stringify(client.registrations).includes('out/*.json')) await client.request(treeChildren, {});
    while (JSON.stringify(client.registrations).includes('lcov.info')) await client.request(treeChildren, {});
    assert.equal(client.registrations.filter(({ method }) => method === 'workspace/didChangeWatchedFiles').length, 1);
  });

  it('reads the reports again on save where the client cannot watch files', async () => {
    const folder = shop();
    const client = await opened(folder, { capabilities: {}, init: editorInit });
    folder.files = [];
    await client.save(uri);
    assert.deepEqual((await client.next(marksChanged)).marks, []);
  });

  it('takes settings that are pushed by a client that cannot be asked', async () => {
    const client = await opened(shop(), { capabilities: {} });
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { branchlight: { diagnostics: 'warning' } } });
    assert.equal((await client.next(published)).diagnostics.length, 4);
  });

  it('reads the reports again on request', async () => {
    const folder = shop();
    const client = await opened(folder);
    const before = folder.engine?.refreshes() ?? 0;
    assert.equal(await client.request(refreshReports, {}), null);
    assert.equal(folder.engine?.refreshes(), before + 1);
  });

  it('has one engine for each folder, the innermost for a file, and follows the folders', async () => {
    const outer = fakeFolder({ files: [] });
    const inner = fakeFolder({ files: [priceFile('/shop/packages/a/price.ts')] });
    const client = await start({ '/shop': outer, '/shop/packages/a': inner });
    await client.open('file:///shop/packages/a/price.ts', priceText);
    const event = (added: unknown[], removed: unknown[]) =>
      client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added, removed } });
    const name = { uri: 'file:///shop/packages/a', name: 'a' };
    await event([name], []);
    assert.equal((await client.next(marksChanged)).marks.length, 4);
    assert.equal((await client.request(treeChildren, {})).map((node) => node.label).join(), 'a');
    await event([], [name]);
    assert.deepEqual((await client.next(marksChanged)).marks, []);
    assert.equal(inner.engine?.disposed(), true);
    assert.equal(outer.engine?.disposed(), false);
  });

  it('opens the one root of an editor that knows no workspace folders', async () => {
    const client = await startInMemory(fakeHost({ '/shop': shop() }), { rootUri: 'file:///shop', capabilities: {} });
    clients.push(client);
    await client.open(uri, priceText);
    assert.deepEqual(drawn((await client.next(marksChanged)).marks), priceMarks);
  });

  describe('cover', () => {
    const proposal = sampleProposal;
    const params = { run: 'r1', uri, selection: { kind: 'arms' as const, arms: ['if@2:2/1'] } };
    const proposing = (): FakeFolder =>
      shop({
        outcome: (_request, { emit }) => {
          emit({ kind: 'suite-started', label: 'baseline', command: ['vitest'] });
          emit({ kind: 'proposed', proposal });
          return Promise.resolve({ ...emptyOutcome, status: 'proposed', proposal, asked: 1, covered: 1 });
        },
      });

    it('runs, tells what happens in order, and accepts', async () => {
      const client = await opened(proposing());
      const result = await client.request(cover, params);
      assert.equal(result.proposal?.evidence, renderReceipt(proposal.receipt));
      assert.equal(result.message, 'tests/generated/price.test.ts takes 1 arm and passed every gate: review it.');
      assert.deepEqual(
        client.waiting(runEvent).map(({ run, event }) => `${run} ${event.kind}`),
        ['r1 suite-started', 'r1 proposed'],
      );
      assert.deepEqual(await client.request(acceptProposal, { proposal: 'p1' }), { uri: 'file:///shop/tests/generated/p1.test.ts' });
      await assert.rejects(client.request(rejectProposal, { proposal: 'p1' }), {
        message: 'This proposal is not waiting any more.',
        data: { code: 'proposal/unknown', hint: 'Cover the branch again.' },
      });
    });

    it('ends with the client’s cancel, as an outcome', async () => {
      const folder = shop({
        outcome: (_request, { signal }) => until(signal).then(() => ({ ...emptyOutcome, status: 'cancelled' })),
      });
      const client = await opened(folder);
      const source = new CancellationTokenSource();
      const result = client.request(cover, params, source.token);
      source.cancel();
      assert.equal((await result).message, 'Cancelled. Nothing was changed.');
    });

    it('ends with the server', async () => {
      let aborted = false;
      const folder = shop({
        outcome: (_request, { signal }) =>
          new Promise((resolve) =>
            signal.addEventListener('abort', () => {
              aborted = true;
              resolve({ ...emptyOutcome, status: 'cancelled' });
            }),
          ),
      });
      const client = await opened(folder);
      const result = client.request(cover, params);
      while (folder.engine?.asked.length !== 1) await client.request(refreshReports, {});
      await client.connection.sendRequest('shutdown');
      assert.equal((await result).status, 'cancelled');
      assert.equal(aborted, true);
    });

    it('refuses while the text is not saved', async () => {
      const client = await opened(proposing(), {}, { readText: () => Promise.resolve('other') });
      await assert.rejects(client.request(cover, params), { message: /price\.ts has changes that are not saved/ });
    });

    it('runs nothing before the workspace is trusted', async () => {
      const folder = proposing();
      const client = await opened(folder, { init: { ...editorInit, trusted: false }, settings: () => ({ node: { path: '/evil' } }) });
      await assert.rejects(client.request(cover, params), (error: { data?: unknown }) =>
        JSON.stringify(error.data).includes('workspace/untrusted'),
      );
      assert.equal(folder.engine?.options.settings().node.path, '');
      await client.notify(trustGranted, {});
      await client.request(refreshReports, {});
      assert.equal((await client.request(cover, params)).status, 'proposed');
      assert.equal(folder.engine?.options.trusted(), true);
      assert.equal(folder.engine?.options.settings().node.path, '/evil');
    });

    it('answers what a person must fix with its hint, and a bug with a plain sentence', async () => {
      const red = shop({ outcome: () => Promise.reject(new AppError('suite/red', 'Two tests fail.', { hint: 'Fix them first.' })) });
      const client = await opened(red);
      await assert.rejects(client.request(cover, params), {
        message: 'Two tests fail.',
        data: { code: 'suite/red', hint: 'Fix them first.' },
      });
      red.outcome = () => Promise.reject(new TypeError('x is undefined'));
      await assert.rejects(client.request(cover, params), {
        message: 'Branchlight failed while answering branchlight/cover. Its log has the details.',
      });
      assert.ok(client.log.some((line) => line.startsWith('error') && line.includes('x is undefined')));
    });

    it('says where a file of no folder belongs', async () => {
      const client = await opened(proposing());
      await assert.rejects(client.request(cover, { ...params, uri: 'file:///elsewhere/a.ts' }), {
        message: '/elsewhere/a.ts is in no folder of this workspace.',
      });
    });
  });

  describe('the key', () => {
    it('comes from the client when it keeps secrets', async () => {
      const folder = shop();
      const client = await opened(folder, { init: { ...editorInit, secrets: true } }, { environmentKey: () => 'from-environment' });
      client.connection.onRequest(apiKey.method, ({ refused }: { refused: boolean }) => ({ key: refused ? null : 'from-client' }));
      assert.equal(await folder.engine?.options.apiKey(false), 'from-client');
      assert.equal(await folder.engine?.options.apiKey(true), undefined);
    });

    it('comes from the environment otherwise, and not again after it was refused', async () => {
      const folder = shop();
      await opened(folder, {}, { environmentKey: () => 'from-environment' });
      assert.equal(await folder.engine?.options.apiKey(false), 'from-environment');
      assert.equal(await folder.engine?.options.apiKey(true), undefined);
    });
  });

  describe('for an editor that knows only LSP', () => {
    const proposal = sampleProposal;
    const run = (client: LspClient) =>
      client.connection.sendRequest('workspace/executeCommand', {
        command: 'branchlight.coverBranch',
        arguments: [{ uri, arms: ['if@2:2/1'] }],
      });
    const plain: Partial<ClientOptions> & { init?: InitOptions } = { init: undefined as never };

    it('offers no command links, and executes the commands itself', async () => {
      const folder = shop({ outcome: () => Promise.resolve({ ...emptyOutcome, status: 'proposed', proposal, asked: 1, covered: 1 }) });
      const client = await opened(folder, plain);
      assert.deepEqual(client.initialized.capabilities.executeCommandProvider?.commands, [
        'branchlight.coverBranch',
        'branchlight.coverFunction',
        'branchlight.coverFile',
      ]);
      const hover = await client.connection.sendRequest<Hover>('textDocument/hover', {
        textDocument: { uri },
        position: { line: 1, character: 3 },
      });
      assert.doesNotMatch(JSON.stringify(hover), /command:/);
      const questions: string[] = [];
      client.connection.onRequest(
        'window/showMessageRequest',
        ({ message, actions }: { message: string; actions: { title: string }[] }) => {
          questions.push(`${message} ${actions.map(({ title }) => title).join('/')}`);
          return { title: 'Accept' };
        },
      );
      await run(client);
      assert.deepEqual(questions, [
        'tests/generated/price.test.ts takes 1 arm and passed every gate: review it. The test and its evidence are in the log. Accept/Reject',
      ]);
      assert.equal((await client.next(asked)).message, 'Written: file:///shop/tests/generated/p1.test.ts');
      assert.ok(client.log.some((line) => line.includes('it(1)') && line.includes('line 2: else never taken')));
    });

    it('writes nothing when the question is dismissed', async () => {
      const folder = shop({ outcome: () => Promise.resolve({ ...emptyOutcome, status: 'proposed', proposal, asked: 1, covered: 1 }) });
      const client = await opened(folder, plain);
      client.connection.onRequest('window/showMessageRequest', () => null);
      await run(client);
      assert.equal((await client.next(asked)).message, 'generated/price.test.ts was not written.');
    });

    it('says so when nothing came of it', async () => {
      const client = await opened(shop(), plain);
      await run(client);
      assert.equal((await client.next(asked)).message, 'Nothing is dark here: every arm is taken by now.');
    });
  });

  it('says why an engine did not start, and answers so', async () => {
    const client = await start(
      { '/shop': shop() },
      {},
      { createEngine: () => Promise.reject(new AppError('journal/locked', 'Another window works here.')) },
    );
    assert.match((await client.next(statusChanged, ({ state }) => state === 'problem')).detail, /Another window works here/);
    await assert.rejects(client.request(cover, { run: 'r', uri, selection: { kind: 'file' } }), { message: 'Another window works here.' });
    assert.deepEqual(await client.request(treeChildren, {}), []);
    assert.equal(await client.request(refreshReports, {}), null);
  });

  it('takes the editor’s defaults when the settings cannot be had', async () => {
    const client = await start(
      { '/shop': shop() },
      {
        capabilities: { ...editorCapabilities },
        settings: () => {
          throw new Error('no settings today');
        },
      },
    );
    await client.next(statusChanged, ({ state }) => state === 'ready');
    assert.ok(client.log.some((line) => line.includes('the defaults are used')));
  });
});
