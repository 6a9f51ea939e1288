import assert from 'node:assert/strict';
import manifest from '../../../../package.json' with { type: 'json' };
import { problemMatchers } from '../../../../src/client/contributions.ts';
import { frameworkIds, type FrameworkId } from '../../../../src/core/suite/framework.ts';

interface Pattern {
  readonly regexp: string;
  readonly file?: number;
  readonly line?: number;
  readonly message?: number;
}

const contributed: readonly { readonly name: string; readonly pattern: readonly Pattern[] }[] = manifest.contributes.problemMatchers;

/** What VS Code makes of printed lines: `file:line: message` for each problem. */
function problems(framework: FrameworkId, printed: string): readonly string[] {
  const lines = printed.split('\n');
  const names = new Set(problemMatchers(framework));
  return contributed
    .filter(({ name }) => names.has(`$${name}`))
    .flatMap(({ pattern }) =>
      lines.flatMap((_, at) => {
        const found = pattern.map((one, index) => new RegExp(one.regexp).exec(lines[at + index] ?? ''));
        if (found.includes(null)) return [];
        const part = (name: 'file' | 'line' | 'message'): string =>
          pattern.map((one, index) => (one[name] === undefined ? '' : (found[index]?.[one[name]] ?? ''))).join('');
        return [`${part('file')}:${part('line')}: ${part('message').trim()}`];
      }),
    );
}

describe('what a test framework prints of a failure', () => {
  it('is read by a matcher of its own', () => {
    const names = contributed.map(({ name }) => `$${name}`);
    for (const id of frameworkIds) for (const name of problemMatchers(id)) assert.ok(names.includes(name), name);
  });

  it('leads to the place of it', () => {
    const table: readonly (readonly [FrameworkId, string, readonly string[]])[] = [
      [
        'vitest',
        'AssertionError: expected 5 to be 7\n ❯ tests/price.test.ts:14:29',
        ['tests/price.test.ts:14: ❯ tests/price.test.ts:14:29'],
      ],
      [
        'jest',
        '    at Object.toBe (tests/price.test.ts:14:20)\n    at run (node_modules/jest-circus/build/x.js:1:2)',
        ['tests/price.test.ts:14: at Object.toBe (tests/price.test.ts:14:20)'],
      ],
      [
        'mocha',
        '      at Context.<anonymous> (file:///w/test/price.test.js:9:12)\n      at process.processImmediate (node:internal/timers:485:21)',
        ['/w/test/price.test.js:9: at Context.<anonymous> (file:///w/test/price.test.js:9:12)'],
      ],
      [
        'node-test',
        '      at TestContext.<anonymous> (file:///w/a.test.js:4:10)',
        ['/w/a.test.js:4: at TestContext.<anonymous> (file:///w/a.test.js:4:10)'],
      ],
      ['pytest', 'tests/test_price.py:12: AssertionError', ['tests/test_price.py:12: AssertionError']],
      ['unittest', '  File "/w/tests/test_price.py", line 12, in test_total', ['/w/tests/test_price.py:12: test_total']],
      ['go-test', '    price_test.go:12: got 5, want 7', ['price_test.go:12: got 5, want 7']],
      [
        'cargo-test',
        "thread 'tests::volume' (123) panicked at src/lib.rs:31:9:\nassertion `left == right` failed: volume",
        ['src/lib.rs:31: assertion `left == right` failed: volume'],
      ],
      [
        'junit-maven',
        '[ERROR] /w/src/test/java/shop/PriceTest.java:[14,9] cannot find symbol',
        ['/w/src/test/java/shop/PriceTest.java:14: cannot find symbol'],
      ],
      [
        'junit-maven',
        '\tat shop.PriceTest.volume(PriceTest.java:14)\n\tat org.junit.jupiter.api.AssertEquals.fail(AssertEquals.java:9)',
        ['PriceTest.java:14: shop.PriceTest.volume'],
      ],
      [
        'junit-gradle',
        '/w/src/test/java/PriceTest.java:14: error: cannot find symbol',
        ['/w/src/test/java/PriceTest.java:14: cannot find symbol'],
      ],
    ];
    for (const [framework, printed, expected] of table) assert.deepEqual(problems(framework, printed), expected);
  });
});
