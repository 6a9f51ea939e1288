import assert from 'node:assert/strict';
import { isInside, pathToUri, relativePath, toPosition, toWirePosition, uriToPath } from '../../../src/server/paths.ts';

describe('paths', () => {
  it('reads the URIs that editors write', () => {
    assert.equal(uriToPath('file:///shop/src/price.ts'), '/shop/src/price.ts');
    assert.equal(uriToPath('file:///shop/a%20b/%40scope/%28x%29.ts'), '/shop/a b/@scope/(x).ts');
    assert.equal(uriToPath('file:///shop/caf%C3%A9.ts'), '/shop/café.ts');
  });

  it('gives nothing for what is no file of this machine', () => {
    assert.equal(uriToPath('untitled:Untitled-1'), undefined);
    assert.equal(uriToPath('git:/shop/src/price.ts?ref'), undefined);
    assert.equal(uriToPath('file:///shop%2Fsrc/price.ts'), undefined);
  });

  it('goes there and back', () => {
    for (const path of ['/shop/src/price.ts', '/shop/a b/#1 100%/ü.ts', '/shop/(a)/[id].ts'])
      assert.equal(uriToPath(pathToUri(path)), path);
  });

  it('names paths as a person reads them', () => {
    assert.equal(relativePath('/shop', '/shop/src/price.ts'), 'src/price.ts');
    assert.equal(relativePath('/shop', '/shop'), '.');
  });

  it('does not take a longer name for a folder', () => {
    assert.equal(isInside('/shop', '/shop/src/price.ts'), true);
    assert.equal(isInside('/shop', '/shop'), true);
    assert.equal(isInside('/shop', '/shop2/src/price.ts'), false);
    assert.equal(isInside('/', '/shop'), true);
  });

  it('counts lines from 0 for the editor and from 1 for the core', () => {
    assert.deepEqual(toWirePosition({ line: 1, column: 4 }), { line: 0, character: 4 });
    assert.deepEqual(toPosition({ line: 0, character: 4 }), { line: 1, column: 4 });
  });

  it('draws what a report puts before the first line at the first', () => {
    assert.deepEqual(toWirePosition({ line: 0, column: -1 }), { line: 0, character: 0 });
  });
});
