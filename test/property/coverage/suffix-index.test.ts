import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { indexSuffixes, segmentsOf } from '../../../src/core/coverage/suffix-index.ts';

const name = fc.constantFrom('a', 'b', 'src', 'x.ts', 'y.ts');
const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => `/${names.join('/')}`);

/** The same by comparing with every file. */
function naive(files: readonly string[], wanted: string): { readonly files: readonly string[]; readonly shared: number } {
  const names = segmentsOf(wanted);
  const shared = (file: string): number => {
    const own = segmentsOf(file);
    let count = 0;
    while (count < names.length && count < own.length && names.at(-1 - count) === own.at(-1 - count)) count += 1;
    return count;
  };
  const most = Math.max(0, ...files.map(shared));
  return { files: most === 0 ? [] : files.filter((file) => shared(file) === most).sort(), shared: most };
}

describe('the index of path endings', () => {
  it('finds the files that share the longest end, as comparing with every file does', () => {
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 12 }), path, (files, wanted) => {
        const found = indexSuffixes(files, (one) => one).longest(wanted, 100);
        assert.deepEqual({ files: found.files, shared: found.shared }, naive(files, wanted));
        assert.equal(found.count, found.files.length);
      }),
      { numRuns: 2000 },
    );
  });
});
