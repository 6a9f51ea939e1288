import assert from 'node:assert/strict';
import type { TreeNode } from '../../../../src/protocol/messages.ts';
import { treeChildren } from '../../../../src/server/features/tree/tree-children.ts';
import { fakeFolder, measuredFile, type FakeFolder } from '../fake-engine.ts';
import { priceBranches, priceFile, priceText } from '../price-file.ts';
import { openFolders, type Opened } from './open-folders.ts';

const shop = (): FakeFolder =>
  fakeFolder({
    files: [
      measuredFile('/shop/src/all-taken.ts', '', []),
      measuredFile('/shop/src/one.ts', priceText, priceBranches.slice(0, 1)),
      priceFile('/shop/src/price.ts'),
      measuredFile('/shop/index.ts', priceText, priceBranches.slice(0, 1)),
    ],
  });

async function print({ folders, view }: Opened, filter?: string, parent?: TreeNode, indent = ''): Promise<string[]> {
  const nodes = await treeChildren(folders, view, {
    ...(filter === undefined ? {} : { filter }),
    ...(parent === undefined ? {} : { parent: parent.id }),
  });
  const lines: string[] = [];
  for (const node of nodes) {
    lines.push(`${indent}${node.kind} ${node.label} · ${node.description}`);
    if (node.kind !== 'arm') lines.push(...(await print({ folders, view } as Opened, filter, node, `${indent}  `)));
  }
  return lines;
}

describe('treeChildren', () => {
  it('offers to cover only what tests can be generated for', async () => {
    const files = [measuredFile('/shop/a.go', priceText, priceBranches), measuredFile('/shop/a.ts', priceText, priceBranches)];
    const { folders, view } = await openFolders({ '/shop': fakeFolder({ files }) });
    const nodes = await treeChildren(folders, view, {});
    assert.deepEqual(
      nodes.map((node) => [node.label, node.coverable]),
      [
        ['a.go', false],
        ['a.ts', undefined],
      ],
    );
  });

  it('goes from folders to arms, what is missing most first, without what is all taken', async () => {
    assert.deepEqual(await print(await openFolders({ '/shop': shop() })), [
      'folder src · 5 of 8 dark',
      '  file price.ts · 4 of 6 dark',
      '    function price · 3 of 4 dark',
      '      arm else never taken · if (qty > 100) {',
      "      arm left of ?? never evaluated · return fee(code ?? 'none');",
      "      arm right of ?? never evaluated · return fee(code ?? 'none');",
      '    function fee · 1 of 2 dark',
      "      arm case 'EUR' never taken · case 'EUR':",
      '  file one.ts · 1 of 2 dark',
      '    function top level · 1 of 2 dark',
      '      arm else never taken · if (qty > 100) {',
      'file index.ts · 1 of 2 dark',
      '  function top level · 1 of 2 dark',
      '    arm else never taken · if (qty > 100) {',
    ]);
  });

  it('puts workspace folders at the top when there are several', async () => {
    const opened = await openFolders({
      '/a': fakeFolder({ files: [measuredFile('/a/x.ts', priceText, priceBranches.slice(0, 1))] }),
      '/b': shopAt('/b'),
    });
    assert.deepEqual(
      (await print(opened)).filter((line) => /^ {0,2}\S/.test(line)),
      ['folder b · 4 of 6 dark', '  folder src · 4 of 6 dark', 'folder a · 1 of 2 dark', '  file x.ts · 1 of 2 dark'],
    );
  });

  it('filters by path, function and label, all words in any order and case', async () => {
    const opened = await openFolders({ '/shop': shop() });
    assert.deepEqual(await print(opened, 'EUR'), [
      'folder src · 4 of 6 dark',
      '  file price.ts · 4 of 6 dark',
      '    function fee · 1 of 2 dark',
      "      arm case 'EUR' never taken · case 'EUR':",
    ]);
    assert.deepEqual(
      (await print(opened, 'else PRICE.ts')).map((line) => line.trim().split(' · ')[0]),
      ['folder src', 'file price.ts', 'function price', 'arm else never taken'],
    );
    assert.equal((await print(opened, 'index.ts')).length, 3);
    assert.deepEqual(await print(opened, 'no such thing'), []);
  });

  it('keeps the ids of nodes over refreshes and edits', async () => {
    const before = await openFolders({ '/shop': shop() });
    const after = await openFolders({ '/shop': shop() }, { open: { '/shop/src/price.ts': `// new\n${priceText}` } });
    const ids = async (opened: Opened): Promise<string[]> => {
      const file = (await childrenOf(opened, (await childrenOf(opened))[0]))[0];
      const within = await childrenOf(opened, file);
      return [...within, ...(await childrenOf(opened, within[0]))].map((node) => node.id);
    };
    assert.deepEqual(await ids(after), await ids(before));
  });

  it('leads to where the arm stands in the text now', async () => {
    const opened = await openFolders(
      { '/shop': shop() },
      { open: { '/shop/src/price.ts': `// new\n${priceText.replace('qty > 100', 'qty >= 100')}` } },
    );
    const [directory] = await childrenOf(opened);
    const [file] = await childrenOf(opened, directory);
    const [within] = await childrenOf(opened, file);
    const [arm] = await childrenOf(opened, within);
    assert.equal(arm?.uri, 'file:///shop/src/price.ts');
    assert.equal(arm?.range?.start.line, 2);
    assert.equal(arm?.description, 'if (qty >= 100) {');
    assert.equal(arm?.stale, 'line changed since it was measured');
    assert.equal(arm?.tooltip, 'line 3: else never taken\nline changed since it was measured');
  });

  it('has nothing below ids that it did not give', async () => {
    const opened = await openFolders({ '/shop': shop() });
    for (const parent of ['', 'null', '{"kind":"file"}', '{"kind":"file","root":"/other","path":"/x"}']) {
      assert.deepEqual(await treeChildren(opened.folders, opened.view, { parent }), []);
    }
  });
});

function shopAt(root: string): FakeFolder {
  return fakeFolder({ files: [priceFile(`${root}/src/price.ts`)] });
}

function childrenOf({ folders, view }: Opened, parent?: TreeNode): Promise<readonly TreeNode[]> {
  return treeChildren(folders, view, parent === undefined ? {} : { parent: parent.id });
}
