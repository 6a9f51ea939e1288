import assert from 'node:assert/strict';
import { nextDarkArm, type NextDarkArmParams } from '../../../../src/server/features/next-dark-arm.ts';
import { fakeFolder, measuredFile } from '../fake-engine.ts';
import { priceFile } from '../price-file.ts';
import { openFolders } from './open-folders.ts';

async function go(params: NextDarkArmParams): Promise<string> {
  const { folders, view } = await openFolders({
    '/a': fakeFolder({ files: [measuredFile('/a/all-taken.ts', '', []), priceFile('/a/price.ts')] }),
    '/b': fakeFolder({ files: [priceFile('/b/price.ts')] }),
  });
  const found = await nextDarkArm(folders, view, params);
  return found === null ? 'none' : `${found.path}:${found.range.start.line + 1} ${found.label}`;
}

const position = (line: number, character: number) => ({ line: line - 1, character });

describe('nextDarkArm', () => {
  it('begins at the first of all without a place, at the last going back', async () => {
    assert.equal(await go({ direction: 'next' }), '/a/price.ts:2 else never taken');
    assert.equal(await go({ direction: 'previous' }), "/b/price.ts:10 case 'EUR' never taken");
  });

  it('goes on from the cursor, and not to where it stands', async () => {
    assert.equal(await go({ path: '/a/price.ts', position: position(1, 0), direction: 'next' }), '/a/price.ts:2 else never taken');
    assert.equal(
      await go({ path: '/a/price.ts', position: position(2, 2), direction: 'next' }),
      '/a/price.ts:5 left of ?? never evaluated',
    );
    assert.equal(
      await go({ path: '/a/price.ts', position: position(5, 13), direction: 'next' }),
      '/a/price.ts:5 right of ?? never evaluated',
    );
    assert.equal(await go({ path: '/a/price.ts', position: position(5, 13), direction: 'previous' }), '/a/price.ts:2 else never taken');
  });

  it('goes over to the next file and round at the end', async () => {
    assert.equal(await go({ path: '/a/price.ts', position: position(12, 0), direction: 'next' }), '/b/price.ts:2 else never taken');
    assert.equal(await go({ path: '/b/price.ts', position: position(12, 0), direction: 'next' }), '/a/price.ts:2 else never taken');
    assert.equal(
      await go({ path: '/a/price.ts', position: position(1, 0), direction: 'previous' }),
      "/b/price.ts:10 case 'EUR' never taken",
    );
  });

  it('starts at the beginning from a file that no report knows', async () => {
    assert.equal(await go({ path: '/a/other.ts', position: position(3, 0), direction: 'next' }), '/a/price.ts:2 else never taken');
  });

  it('goes round in the only file', async () => {
    const { folders, view } = await openFolders({ '/a': fakeFolder({ files: [priceFile('/a/price.ts')] }) });
    const found = await nextDarkArm(folders, view, { path: '/a/price.ts', position: position(15, 0), direction: 'next' });
    assert.equal(found?.range.start.line, 1);
  });

  it('finds nothing when nothing is dark', async () => {
    const { folders, view } = await openFolders({ '/a': fakeFolder() });
    assert.equal(await nextDarkArm(folders, view, { direction: 'next' }), null);
  });
});
