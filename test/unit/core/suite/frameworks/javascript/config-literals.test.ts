import assert from 'node:assert/strict';
import ts from 'typescript';
import { computed, readConfigLiterals } from '../../../../../../src/core/suite/frameworks/javascript/config-literals.ts';

describe('literals of a configuration', () => {
  const table: readonly (readonly [name: string, text: string])[] = [
    ['a.js', 'module.exports = { a: 1, b: ["x"] };'],
    ['a.mjs', 'export default { a: 1, b: ["x"] };'],
    ['a.ts', 'const config = { a: 1, b: ["x"] } satisfies Config;\nexport default config as Config;'],
    ['a.ts', 'export default defineConfig(async () => ({ a: 1, b: ["x"] }));'],
    ['a.ts', 'export default defineConfig(({ mode }) => { const x = 1; return { a: 1, b: ["x"] }; });'],
    ['a.js', 'const base = { a: 2, b: ["x"] };\nmodule.exports = { ...base, a: 1 };'],
    ['a.ts', 'export default mergeConfig(viteConfig, defineConfig({ a: 1, b: ["x"] }));'],
    ['a.js', 'function config() { return { a: 1, b: names }; }\nconst names = ["x"];\nmodule.exports = config();'],
    ['a.json', '{ "a": 1, /* as tsc does */ "b": ["x"], }'],
  ];
  for (const [name, text] of table) {
    it(`are read from ${text}`, () => {
      assert.deepEqual(readConfigLiterals(ts, name, text), { a: 1, b: ['x'] });
    });
  }

  it('leave out what is computed, and say so', () => {
    assert.deepEqual(
      readConfigLiterals(ts, 'a.js', 'module.exports = { a: f(), b: ["x", ...more], c: [1, g()], d: /\\.ts$/, e: !1, h() {} };'),
      {
        a: computed,
        b: computed,
        c: computed,
        d: '\\.ts$',
        e: computed,
        h: computed,
      },
    );
  });

  it('end where a configuration is its own part, is torn or is none', () => {
    assert.deepEqual(Object.keys(readConfigLiterals(ts, 'a.js', 'const a = { a };\nmodule.exports = { ...a };')), ['a']);
    assert.deepEqual(readConfigLiterals(ts, 'a.js', 'const a = b; const b = a; module.exports = a'), {});
    assert.deepEqual(readConfigLiterals(ts, 'a.js', 'module.exports = {'), {});
    assert.deepEqual(readConfigLiterals(ts, 'a.js', ''), {});
  });
});
