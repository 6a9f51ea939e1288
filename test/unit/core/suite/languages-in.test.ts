import assert from 'node:assert/strict';
import { languagesIn } from '../../../../src/core/suite/languages-in.ts';
import { createInMemoryFileSystem } from '../../../support/in-memory-file-system.ts';

describe('languages in a folder', () => {
  const table: readonly (readonly [what: string, files: readonly string[], paths: readonly string[]])[] = [
    ['a package of npm', ['/w/package.json'], ['/w/any.ts']],
    ['a Python project', ['/w/pyproject.toml'], ['/w/any.py']],
    ['loose Python files', ['/w/tool.py'], ['/w/any.py']],
    ['both', ['/w/package.json', '/w/setup.cfg'], ['/w/any.ts', '/w/any.py']],
    ['neither, so both are asked', ['/w/README.md', '/w/deep/package.json'], ['/w/any.ts', '/w/any.py']],
  ];
  for (const [what, files, paths] of table) {
    it(what, async () => {
      const disk = createInMemoryFileSystem(Object.fromEntries(files.map((file) => [file, ''])));
      assert.deepEqual(await languagesIn('/w', disk), paths);
    });
  }
});
