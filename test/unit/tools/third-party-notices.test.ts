import assert from 'node:assert/strict';
import type { Metafile } from 'esbuild';
import { bundledFolders, isAllowed, noticesText, type ShippedPackage } from '../../../.tools/third-party-notices.ts';

const left: ShippedPackage = {
  name: 'left',
  version: '1.0.0',
  licence: 'ISC',
  origin: ['Author: Ann'],
  texts: ['Copyright Ann', 'Parts by Bo'],
};

function metafile(inputs: Readonly<Record<string, number>>): Metafile {
  const counted = Object.fromEntries(Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }]));
  return { inputs: {}, outputs: { 'dist/a.cjs': { bytes: 1, inputs: counted, imports: [], exports: [] } } };
}

describe('notices of bundled packages', () => {
  it('finds the packages of which a byte ships', () => {
    const found = bundledFolders(
      metafile({
        'src/main.ts': 9,
        'node_modules/left/a.js': 9,
        'node_modules/left/b.js': 9,
        'node_modules/shaken/index.js': 0,
        'node_modules/@scope/one/lib/index.js': 9,
        'node_modules/left/node_modules/right/index.js': 9,
      }),
    );
    assert.deepEqual(found, ['node_modules/left', 'node_modules/@scope/one', 'node_modules/left/node_modules/right']);
  });

  it('allows what any licence of an OR allows and what all of an AND allow', () => {
    for (const licence of ['MIT', '(MIT OR GPL-3.0-only)', 'MIT AND Apache-2.0', 'CC0-1.0 OR MIT']) assert.ok(isAllowed(licence), licence);
    for (const licence of [
      '',
      'GPL-3.0-only',
      'MIT AND GPL-3.0-only',
      'UNLICENSED',
      'SEE LICENSE IN x',
      '(MIT OR X) AND (ISC OR Y)',
      'MIT OR X AND Y',
    ])
      assert.ok(!isAllowed(licence), licence);
  });

  it('writes a chapter a package and version, by name, with every text', () => {
    const text = noticesText([{ ...left, version: '2.0.0' }, left, left]);
    assert.deepEqual(text.match(/^left .*$/gm), ['left 1.0.0 (ISC)', 'left 2.0.0 (ISC)']);
    assert.match(text, /^left 1\.0\.0 \(ISC\)\nAuthor: Ann\n\nCopyright Ann\n\n-+\n\nParts by Bo$/m);
  });

  it('writes the MIT License for a package that only names it', () => {
    const text = noticesText([{ ...left, licence: 'MIT', texts: [] }]);
    assert.match(text, /left 1\.0\.0 \(MIT\)\nAuthor: Ann\n\nThe package ships no text[^]*Permission is hereby granted/);
  });

  it('refuses what may not ship', () => {
    assert.throws(() => noticesText([{ ...left, licence: 'GPL-3.0-only' }]), /left 1\.0\.0 is bundled under "GPL-3\.0-only"/);
    assert.throws(() => noticesText([{ ...left, texts: [] }]), /left 1\.0\.0 .* ships no text of its licence/);
  });
});
