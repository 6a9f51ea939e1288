import assert from 'node:assert/strict';
import { matchGlob } from '../../../../src/core/suite/match-glob.ts';

const table: readonly (readonly [glob: string, fits: readonly string[], others: readonly string[]])[] = [
  ['**/*.{test,spec}.?(c|m)[jt]s?(x)', ['a.test.ts', 'src/a.spec.mjs', 'x/y/a.test.tsx'], ['src/a.ts', 'a.test.json', 'a.test.xts']],
  ['src/**/*.test.ts', ['src/a.test.ts', 'src/x/y/a.test.ts'], ['tests/a.test.ts', 'src/a.test.tsx', 'mysrc/a.test.ts']],
  ['./tests/*.ts', ['tests/a.ts', './tests/a.ts'], ['tests/x/a.ts']],
  ['tests/**', ['tests/a.ts', 'tests/x/a.ts'], ['test/a.ts']],
  ['{src,test}/**/*.{test.{ts,js},spec.ts}', ['src/a.test.js', 'test/a.spec.ts'], ['src/a.spec.js', 'src/a.test.mts']],
  ['a+(b|@(c|d))?.ts', ['abx.ts', 'abcdx.ts'], ['ax.ts', 'abc/.ts']],
  ['[!a-c]*.ts', ['d.ts'], ['a.ts', 'b1.ts', '/x.ts']],
  ['[^a].ts', ['b.ts'], ['a.ts']],
  ['x[z-a].ts', [], ['xz.ts', 'xa.ts', 'xm.ts']],
  [String.raw`app/\[id\]/a.test.ts`, ['app/[id]/a.test.ts'], ['app/i/a.test.ts']],
  ['a(1).ts', ['a(1).ts'], ['a1.ts']],
  ['a{b', ['a{b'], ['ab']],
  ['a[b', ['a[b'], ['ab']],
];

describe('glob of test files', () => {
  for (const [glob, fits, others] of table) {
    it(glob, () => {
      assert.deepEqual(
        [...fits, ...others].filter((path) => matchGlob(glob, path)),
        fits,
      );
    });
  }
});
