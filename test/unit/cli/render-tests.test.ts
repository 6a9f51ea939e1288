import assert from 'node:assert/strict';
import { renderTests } from '../../../src/cli/reporters/render-tests.ts';
import type { SuiteTests } from '../../../src/node/project-tests.ts';

const range = { start: { line: 4, column: 0 }, end: { line: 6, column: 0 } };
const tests: SuiteTests = {
  framework: 'jest',
  name: 'Jest 30.2.0',
  root: '/w/api',
  style: {
    words: 'it',
    groups: true,
    assertions: { library: 'expect' },
    mocks: 'jest',
    modules: 'esm',
    quote: "'",
    semicolons: true,
  },
  files: [
    {
      file: '/w/api/a.test.ts',
      relations: [{ kind: 'imports', through: '/w/api/index.ts' }, { kind: 'name' }],
      tests: [
        { kind: 'group', title: 'price', groups: [], range, line: 4, modifiers: [] },
        { kind: 'test', title: 'costs %i', groups: ['price'], range, line: 5, modifiers: ['skip'], parameterised: true },
      ],
      helpers: [
        { kind: 'hook', name: 'beforeEach', file: '/w/api/a.test.ts', line: 2, scope: 'function' },
        { kind: 'module', name: 'test/shop.ts', file: '/w/api/test/shop.ts', line: 1 },
      ],
    },
  ],
};

describe('tests on the command line', () => {
  it('stand by file and group, with what they have to do with a source and what is around them', () => {
    assert.equal(
      renderTests(tests, '/w'),
      [
        'Jest 30.2.0: 1 test in 1 file; written with it, in groups, expect, jest, esm',
        '',
        'api/a.test.ts  (imports it through api/index.ts; named after it)',
        '      4  price',
        '      5    costs %i  [skip, several cases]',
        '      2  hook beforeEach  [function]',
        'api/test/shop.ts:1  module test/shop.ts',
      ].join('\n'),
    );
  });
});
