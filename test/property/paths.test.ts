import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import * as fc from 'fast-check';
import { dirname, extension, foldersUp, isInside, joinPath, relativePath } from '../../src/core/paths.ts';

const letters = fc.constantFrom('a', 'B', 'é', ' ', '.', '-', '[', '$', 'x');
const name = fc
  .array(letters, { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''))
  // Windows itself drops spaces and dots at the end of a name; elsewhere these two are no names.
  .filter((text) => !/[. ]$/.test(text));
const step = fc.oneof({ weight: 4, arbitrary: name }, fc.constantFrom('..', '.'));
const names = fc.array(name, { maxLength: 5 });
const steps = fc.array(step, { maxLength: 5 });

const platforms = [
  { what: 'POSIX', root: '/', path: posix },
  { what: 'a drive of Windows', root: 'C:\\', path: win32 },
  { what: 'a share of Windows', root: '\\\\server\\share\\', path: win32 },
];

for (const { what, root, path } of platforms) {
  describe(`path arithmetic on ${what}`, () => {
    it("agrees with that platform's own", () => {
      fc.assert(
        fc.property(names, steps, (base, parts) => {
          const from = path.join(root, ...base);
          const joined = joinPath(from, parts.join('/'));
          assert.equal(joined, path.resolve(from, ...parts));
          assert.equal(dirname(joined), path.dirname(joined));
          assert.equal(extension(joined), path.extname(joined));
        }),
      );
    });

    it('comes back by the relative path, and knows what lies inside', () => {
      fc.assert(
        fc.property(names, names, (one, other) => {
          const from = path.join(root, ...one);
          const to = path.join(root, ...other);
          assert.equal(joinPath(from, relativePath(from, to)).toLowerCase(), path.resolve(to).toLowerCase());
          assert.equal(isInside(from, path.join(from, ...other)), true);
          const outside = path.relative(from, to).split(path.sep)[0] === '..';
          assert.equal(isInside(from, to), !outside);
        }),
      );
    });

    it('walks up from a folder to the one above, each the parent of the one before', () => {
      fc.assert(
        fc.property(names, names, (above, below) => {
          const stop = path.join(root, ...above);
          const folders = foldersUp(path.join(stop, ...below), stop);
          assert.equal(folders.length, below.length + 1);
          assert.equal(folders.at(-1), path.resolve(stop));
          for (const [at, folder] of folders.entries()) if (at > 0) assert.equal(folder, dirname(folders[at - 1] ?? ''));
        }),
      );
    });
  });
}
