import assert from 'node:assert/strict';
import { compileGlob } from '../../../src/core/glob.ts';

const table: readonly (readonly [glob: string, fits: readonly string[], others: readonly string[]])[] = [
  ['**/*.{test,spec}.?(c|m)[jt]s?(x)', ['a.test.ts', 'src/a.spec.mjs', 'x/y/a.test.tsx'], ['src/a.ts', 'a.test.json', 'a.test.xts']],
  ['src/**/*.test.ts', ['src/a.test.ts', 'src/x/y/a.test.ts'], ['tests/a.test.ts', 'src/a.test.tsx', 'mysrc/a.test.ts']],
  ['./tests/*.ts', ['tests/a.ts', './tests/a.ts'], ['tests/x/a.ts']],
  ['tests/**', ['tests/a.ts', 'tests/x/a.ts'], ['test/a.ts']],
  ['{src,test}/**/*.{test.{ts,js},spec.ts}', ['src/a.test.js', 'test/a.spec.ts'], ['src/a.spec.js', 'src/a.test.mts']],
  ['**/!(*.e2e).test.ts', ['a.test.ts', 'src/a.b.test.ts'], ['src/a.e2e.test.ts', 'a.ts']],
  ['src/!(legacy)/**/*.test.ts', ['src/shop/a.test.ts'], ['src/legacy/a.test.ts']],
  ['!src/**', ['lib/a.ts'], ['src/a.ts']],
  ['a+(b|@(c|d))x.ts', ['abx.ts', 'abcdx.ts'], ['ax.ts', 'abc/x.ts']],
  ['[!a-c]*.ts', ['d.ts'], ['a.ts', 'b1.ts', 'x/d.ts']],
  ['[^a].ts', ['b.ts'], ['a.ts']],
  ['x[z-a].ts', [], ['xz.ts', 'xa.ts', 'xm.ts']],
  [String.raw`app/\[id\]/a.test.ts`, ['app/[id]/a.test.ts'], ['app/i/a.test.ts']],
  ['a(1).ts', ['a(1).ts', 'a1.ts'], ['a2.ts']],
  ['a{b', ['a{b'], ['ab']],
  ['a[b', ['a[b'], ['ab']],
];

describe('glob of test files', () => {
  for (const [glob, fits, others] of table) {
    it(glob, () => {
      assert.deepEqual(
        [...fits, ...others].filter((path) => compileGlob(glob, 'vitest')(path)),
        fits,
      );
    });
  }
});

describe('glob of a setting', () => {
  const cases: readonly (readonly [glob: string, path: string, matches: boolean])[] = [
    ['**/lcov.info', 'lcov.info', true],
    ['**/lcov.info', 'a/b/lcov.info', true],
    ['**/lcov.info', 'a/xlcov.info', false],
    ['**/*.lcov', 'a/.lcov', true],
    ['coverage/*.json', 'coverage/a/b.json', false],
    ['coverage/**', 'coverage/a/b.json', true],
    ['**/{lcov,cov}.{info,txt}', 'x/cov.txt', true],
    ['**/.coverage.json', '.coverage.json', true],
    ['a?c/[!x]y', 'abc/zy', true],
    ['a?c/[!x]y', 'abc/xy', false],
    ['./a+b(c).json', 'a+b(c).json', true],
    ['**/a+(c)*.json', 'x/a+(c)1.json', true],
    ['!(a)/*.json', '!(a)/b.json', true],
    ['[', '[', true],
    ['{a', '{a', true],
    ['', 'a', false],
  ];
  for (const [glob, path, expected] of cases) {
    it(`${glob} ${expected ? 'matches' : 'does not match'} ${path}`, () => assert.equal(compileGlob(glob, 'vscode')(path), expected));
  }
});
