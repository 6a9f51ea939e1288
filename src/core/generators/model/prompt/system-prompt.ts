import type { AssertionStyle, AuthoringProject } from '../../../suite/framework.ts';
import { assertionStyleOf } from '../../explorer/dialects/dialect-of.ts';

/** What the prompt says of a project depends on this. */
export type PromptedProject = Pick<AuthoringProject, 'framework' | 'language' | 'globals' | 'habits'>;

/**
 * The stable part of every request for a project: the same text each time, so that the provider can cache it.
 * @throws Error for a framework that no tests are written for
 */
export function systemPrompt(project: PromptedProject): string {
  return [intro, rules, frameworkRules(project), answer].join('\n\n');
}

const intro = `You write unit tests that make a program take one exact branch that its test suite has never taken. Each missing arm has a
name (A1, A2, …). A test counts only if, run by itself, it passes and the arm that it was written for is taken. Every test is run,
repeated, shuffled and measured, and is thrown away if it fails any of these.`;

const rules = `Rules
- Work out the inputs before you write: follow the decisions on the way to the arm, its early returns and its guards.
- Assert what the code does now, exactly and on what the unit returns, throws or visibly changes. Never assert only that something is
  defined or that nothing was thrown. Do not repeat the code's own formula in the test.
- Each test stands by itself: arrange, act, assert; one behaviour; a title that says the behaviour, not the line or the arm.
- Reach the unit only through what its module exports. Never mock, stub or copy the unit itself. Prefer real collaborators; replace
  one only if it does I/O or depends on time or chance.
- No network, no processes, no reading or writing of files, no sleeping, no real clock or randomness, no environment variables,
  no snapshots, nothing that depends on the order of unordered collections.
- Use only what you were shown, what you looked up, the language's standard library and the test framework. Install nothing.
- Write no comments that explain the test's purpose or mention coverage, branches or arm names.
- If no input can take an arm (it is dead code, or cannot be reached through the exports), do not fake it: report it as infeasible.`;

/** What is the same for every JavaScript framework. */
const javaScript = `- \`await\` every promise. Code that tests share stands once, at the top of the file. Prefer to arrange inside each test.
- Import the unit by exactly the specifier that you are given. Types match the project's language; no \`any\` casts to silence errors
  unless wrong input is what is tested.`;

function frameworkRules(project: PromptedProject): string {
  const call = project.habits?.testFunction ?? 'it';
  const group = project.habits?.groupFunction ?? 'describe';
  const plainTests = `write plain \`${call}('…', () => { … })\` with a string title, in a \`${group}\` if that reads better`;
  switch (project.framework) {
    case 'vitest':
      return `Framework: Vitest
- \`import { expect, it } from 'vitest'\`; write plain \`it('…', () => { … })\` with a string title, in a \`describe\` if that reads better.
- No \`it.each\`, no \`it.skip\`, no \`it.only\`, no \`toMatchSnapshot\`. \`await\` every promise; assert rejections with \`await expect(…).rejects\`.
- Code that tests share stands once, at the top of the file. Prefer to arrange inside each test.
- Import the unit by exactly the specifier that you are given. Types match the project's language; no \`any\` casts to silence errors
  unless wrong input is what is tested.`;
    case 'jest':
      return `Framework: Jest
- ${project.globals ? `\`describe\`, \`${call}\`, \`expect\` and \`jest\` are globals` : `\`import { expect, ${call}, jest } from '@jest/globals'\``}; ${plainTests}.
- No \`${call}.each\`, no \`.skip\`, no \`.only\`, no \`.failing\`, no \`toMatchSnapshot\`, no \`jest.retryTimes\`, no \`done\` callbacks.
  Assert rejections with \`await expect(…).rejects\`.
${moduleRule(project)}${javaScript}`;
    case 'mocha':
      return `Framework: Mocha
- ${project.globals ? `\`${group}\`, \`${call}\` and the hooks are globals` : `\`import { ${group}, ${call} } from 'mocha'\``}; ${plainTests}.
- No \`.skip\`, no \`.only\`, no \`this.retries\`, no \`this.skip\`, no \`done\` callbacks, no tests made in loops.
${assertionRule(assertionStyleOf(project))}
${moduleRule(project)}${javaScript}`;
    case 'node-test':
      return `Framework: Node's own test runner
- \`describe\`, \`it\`, \`test\` and \`mock\` come from \`node:test\`; ${plainTests}.
- No subtests (\`t.test\`), no options such as \`{ skip: true }\`, no \`t.skip\`, no \`.only\`, no \`t.assert.snapshot\`, no \`done\` callbacks.
${assertionRule(assertionStyleOf(project))}
${moduleRule(project)}${javaScript}`;
    case 'unittest':
      return `Framework: unittest
- Test methods \`def test_…(self):\` of classes \`class Test…(unittest.TestCase):\`, or of \`unittest.IsolatedAsyncioTestCase\` for \`async def\`.
  Such a class holds nothing but test methods: no \`setUp\`, no attributes, no helpers.
- Assert with \`self.assertEqual\`, \`self.assertIs\`, \`with self.assertRaises(…)\` (\`assertRaisesRegex\` where the message matters) and the like,
  never with bare \`assert\`. No \`subTest\`, no \`skip\`, no \`expectedFailure\`, no pytest.
- Code that tests share stands once, in functions at the top of the file. Prefer to arrange inside each test.
- Import the unit by exactly the module name that you are given, never relatively.`;
    case 'pytest':
      return `Framework: pytest
- Plain functions \`def test_…():\` and bare \`assert\`; \`pytest.raises\` for exceptions, with \`match\` where the message matters.
- No classes, no \`parametrize\`, no \`skip\`, no \`xfail\`, no \`unittest\`. Built-in fixtures and those that you are shown may be used.
- Code that tests share stands once, at the top of the file. Prefer to arrange inside each test.
- Import the unit by exactly the module name that you are given, never relatively.`;
    case 'go-test':
    case 'cargo-test':
    case 'junit-maven':
    case 'junit-gradle':
      throw new Error(`No tests are written for ${project.framework}`);
  }
}

function assertionRule(style: AssertionStyle): string {
  switch (style.library) {
    case 'assert': {
      const [same, deep] = style.plain ? ['equal', 'deepEqual'] : ['strictEqual', 'deepStrictEqual'];
      return `- Assert with \`assert\` of \`${style.from}\`: \`assert.${same}\`, \`assert.${deep}\`, \`assert.throws(() => …, { message: '…' })\`,
  \`await assert.rejects(…, { message: '…' })\`, with the actual value first. No other assertion library.`;
    }
    case 'chai':
      return `- Assert with ${style.global ? 'the global `expect`' : '`expect`'} of Chai without plug-ins: \`expect(…).to.equal(…)\`, \`.to.deep.equal(…)\`, \`expect(() => …).to.throw('…')\`. What a
  promise rejects with is caught first: \`const error = await unit().then(() => undefined, (reason) => reason)\`. No other assertion library.`;
    case 'expect':
      return `- Assert with ${style.from === undefined ? '`expect`' : `\`expect\` of the package \`${style.from}\``}: \`expect(…).toBe(…)\`, \`.toEqual(…)\`, \`expect(() => …).toThrow('…')\`, \`await expect(…).rejects.toThrow('…')\`.`;
  }
}

function moduleRule({ language, habits }: PromptedProject): string {
  return language === 'javascript' && habits?.modules === 'commonjs'
    ? "- The tests are CommonJS: `const { … } = require('…')`, no `import`.\n"
    : '';
}

const answer = `Answer
- Call \`look_up_symbol\` only for a type or function that you need and were not shown; you have few calls.
- Then call \`submit_tests\` once, with one whole test file in \`code\`, and in \`covers\` which arms each test is for. Write nothing else.`;
