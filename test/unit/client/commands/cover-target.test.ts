import assert from 'node:assert/strict';
import { readCoverTarget } from '../../../../src/client/commands/cover-target.ts';

const uri = 'file:///shop/src/price.ts';
/** As VS Code passes resources. */
const resource = { scheme: 'file', path: '/shop/src/price.ts', toString: () => uri };

describe('What a cover command was called with', () => {
  it('reads the arms of hovers and code actions', () => {
    assert.deepEqual(readCoverTarget({ uri, arms: ['if@3:2/1'] }), { kind: 'arms', uri, arms: ['if@3:2/1'] });
  });

  it('reads nodes of the tree', () => {
    const range = { start: { line: 1, character: 0 }, end: { line: 6, character: 1 } };
    assert.deepEqual(readCoverTarget({ kind: 'arm', uri, arm: 'if@3:2/1', label: 'else', range }), {
      kind: 'arms',
      uri,
      arms: ['if@3:2/1'],
      label: 'else',
    });
    assert.deepEqual(readCoverTarget({ kind: 'arm', uri, arm: 'if@3:2/1', stale: 'line changed' }), {
      kind: 'arms',
      uri,
      arms: ['if@3:2/1'],
      stale: 'line changed',
    });
    assert.deepEqual(readCoverTarget({ kind: 'function', uri, label: 'price', range }), {
      kind: 'position',
      uri,
      line: 1,
      character: 0,
      label: 'price',
    });
    assert.deepEqual(readCoverTarget({ kind: 'file', uri, label: 'price.ts' }), { kind: 'file', uri });
  });

  it('reads the line-number menu, which counts from 1', () => {
    assert.deepEqual(readCoverTarget({ lineNumber: 3, uri: resource }), { kind: 'line', uri, line: 2 });
  });

  it('reads positions and resources', () => {
    assert.deepEqual(readCoverTarget({ uri, position: { line: 4, character: 2 } }), { kind: 'position', uri, line: 4, character: 2 });
    assert.deepEqual(readCoverTarget(resource), { kind: 'file', uri });
  });

  it('leaves everything else to the cursor', () => {
    for (const argument of [undefined, null, 'x', 3, {}, { arms: ['a'] }, []])
      assert.deepEqual(readCoverTarget(argument), { kind: 'cursor' });
    assert.deepEqual(readCoverTarget({ uri, arms: [3] }), { kind: 'file', uri });
  });
});
