import assert from 'node:assert/strict';
import { coveredFiles, fileDetails } from '../../../../src/server/features/native-coverage.ts';
import { placeFile } from '../../../../src/server/placed-file.ts';
import { fakeFolder } from '../fake-engine.ts';
import { priceBranches, priceFile, priceText } from '../price-file.ts';
import { openFolders } from './open-folders.ts';

describe('coveredFiles', () => {
  it('lists every measured file of every folder with its totals', async () => {
    const { folders } = await openFolders({
      '/a': fakeFolder({ files: [priceFile('/a/price.ts')] }),
      '/b': fakeFolder({ files: [priceFile('/b/price.ts')] }),
    });
    assert.deepEqual(
      coveredFiles(folders).map(({ uri, branches }) => `${uri} ${branches.covered}/${branches.total}`),
      ['file:///a/price.ts 2/6', 'file:///b/price.ts 2/6'],
    );
  });
});

describe('fileDetails', () => {
  const coverage = {
    path: '/shop/src/price.ts',
    lines: new Map([
      [2, 3],
      [3, 0],
      [5, 3],
    ]),
    functions: [{ name: 'price', line: 1, endLine: 6, count: 3 }],
    branches: priceBranches,
  };
  const details = (current: string) => fileDetails(placeFile(priceFile('/shop/src/price.ts', { coverage }), priceText, current, ''));

  it('gives lines, branches with a label for every arm, and functions', () => {
    const found = details(priceText);
    assert.deepEqual(found.lines, [
      { line: 1, count: 3 },
      { line: 2, count: 0 },
      { line: 4, count: 3 },
    ]);
    assert.deepEqual(
      found.branches.map(
        ({ range, count, arms }) => `${range.start.line + 1} ${count}: ${arms.map((arm) => `${arm.label} ${arm.count}`).join(', ')}`,
      ),
      ['2 3: if 3, else 0', '5 0: left of ?? 0, right of ?? 0', "9 1204: case 'EUR' 0, default 1204"],
    );
    assert.deepEqual(found.functions, [
      { name: 'price', range: { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } }, count: 3 },
    ]);
  });

  it('moves with the text and says nothing of edited lines', () => {
    const found = details(`// new\n${priceText.replace('return 5', 'return 6')}`);
    assert.deepEqual(found.lines, [
      { line: 2, count: 3 },
      { line: 5, count: 3 },
    ]);
  });
});
