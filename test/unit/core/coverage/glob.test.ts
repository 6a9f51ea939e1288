import assert from 'node:assert/strict';
import { compileGlob } from '../../../../src/core/coverage/glob.ts';

describe('glob', () => {
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
    ['[', '[', true],
    ['{a', '{a', true],
  ];
  for (const [glob, path, expected] of cases) {
    it(`${glob} ${expected ? 'matches' : 'does not match'} ${path}`, () => assert.equal(compileGlob(glob)(path), expected));
  }
});
