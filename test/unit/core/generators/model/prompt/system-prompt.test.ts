import assert from 'node:assert/strict';
import { systemPrompt, type PromptedProject } from '../../../../../../src/core/generators/model/prompt/system-prompt.ts';
import type { Habits } from '../../../../../../src/core/suite/framework.ts';

const habits: Habits = {
  testFolder: '/work/test/generated',
  testWord: 'test',
  include: [],
  importExtension: 'none',
  quote: "'",
  semicolons: true,
  sourceRoots: [],
  caches: [],
};

function prompt(project: Partial<PromptedProject>): string {
  return systemPrompt({ framework: 'mocha', language: 'javascript', globals: true, habits, ...project });
}

describe('what a model is told of a framework', () => {
  it("names the framework's own functions and what its tests assert with", () => {
    assert.match(prompt({ framework: 'vitest' }), /Framework: Vitest\n- `import \{ expect, it \} from 'vitest'`/);
    assert.match(prompt({ framework: 'jest' }), /`describe`, `it`, `expect` and `jest` are globals/);
    assert.match(prompt({ framework: 'jest', globals: false }), /`import \{ expect, it, jest \} from '@jest\/globals'`/);
    assert.match(prompt({}), /`assert` of `node:assert\/strict`: `assert\.strictEqual`/);
    assert.match(
      prompt({ habits: { ...habits, assertions: { library: 'chai', global: false, properties: false } } }),
      /`expect` of Chai without plug-ins/,
    );
    assert.match(
      prompt({ habits: { ...habits, testFunction: 'test', groupFunction: 'suite' } }),
      /`suite`, `test` and the hooks are globals/,
    );
    assert.match(prompt({ framework: 'node-test' }), /come from `node:test`/);
    assert.match(prompt({ framework: 'unittest', language: 'python' }), /class Test…\(unittest\.TestCase\)/);
    assert.match(prompt({ framework: 'pytest', language: 'python' }), /bare `assert`/);
  });

  it('says that tests are CommonJS only where they are', () => {
    assert.match(prompt({ habits: { ...habits, modules: 'commonjs' } }), /The tests are CommonJS/);
    assert.doesNotMatch(prompt({ language: 'typescript', habits: { ...habits, modules: 'commonjs' } }), /CommonJS/);
    assert.doesNotMatch(prompt({}), /CommonJS/);
  });
});
