import assert from 'node:assert/strict';
import { marksChanged, type Mark } from '../../../src/protocol/messages.ts';
import { editorInit, startInMemory, type LspClient } from '../../support/lsp-harness.ts';
import { fakeFolder, fakeHost, type FakeFolder } from './fake-engine.ts';
import { priceBranches, priceFile, priceText } from './price-file.ts';

const path = '/shop/src/price.ts';
const uri = `file://${path}`;
const exact = priceBranches.slice(0, 1);
const counted = priceBranches.slice(1).map((branch) => ({ ...branch, certainty: 'count' as const }));
const reported = { ...priceFile(path), source: undefined, coverage: { ...priceFile(path).coverage, branches: [...exact, ...counted] } };
const all = ['2 else', '5 left of ??', '5 right of ??', "10 case 'EUR'"];

const names = (marks: readonly Mark[]): string[] =>
  marks.map(({ line, label }) => `${line + 1} ${label.replace(/ never (taken|evaluated)$/, '')}`);

describe('The first look at a document', () => {
  let client: LspClient | undefined;
  afterEach(() => client?.stop());

  async function open(folder: FakeFolder): Promise<LspClient> {
    const host = fakeHost({ '/shop': folder }, { readText: () => Promise.resolve(priceText) });
    client = await startInMemory(host, { folders: [{ uri: 'file:///shop', name: 'shop' }], init: editorInit });
    await client.open(uri, priceText);
    return client;
  }

  it('shows what the reports state exactly while the source is still being parsed', async () => {
    let parsed: () => void = () => undefined;
    const parsing = new Promise<void>((resolve) => (parsed = resolve));
    const editor = await open(fakeFolder({ files: [priceFile(path)], reported: [reported], parsing }));
    assert.deepEqual(names((await editor.next(marksChanged)).marks), all.slice(0, 1));
    parsed();
    assert.deepEqual(names((await editor.next(marksChanged)).marks), all);
  });

  it('shows nothing of reports that only count', async () => {
    const onlyCounted = { ...reported, coverage: { ...reported.coverage, branches: counted } };
    const editor = await open(fakeFolder({ files: [priceFile(path)], reported: [onlyCounted] }));
    assert.deepEqual(names((await editor.next(marksChanged)).marks), all);
  });
});
