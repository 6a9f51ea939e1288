import type { AssertionStyle, Suite } from '../framework.ts';
import { readAssertionStyle } from '../frameworks/javascript/read-assertion-style.ts';
import { loadTypeScript } from '../load-typescript.ts';
import type { FoundTest } from './found-test.ts';
import { readJavaScriptStyle } from './javascript-style.ts';
import { mostCommon } from './most-common.ts';
import type { TestFinder } from './test-finder.ts';
import { readTreeStyle, type TreeAssertions } from './tree-style.ts';

export type MockLibrary = 'vi' | 'jest' | 'sinon' | 'node:test mock' | 'unittest.mock' | 'pytest-mock' | 'gomock' | 'mockito';

/** How the tests of a project are written. What is absent the files do not tell, or the language has no choice. */
export interface TestStyle {
  /** JavaScript: what a test is called by. */
  readonly words: 'it' | 'test' | 'specify' | undefined;
  /** Most tests stand in a group. Not counted: the class that every test of Java stands in, and the module of Rust's. */
  readonly groups: boolean;
  readonly assertions: AssertionStyle | TreeAssertions | undefined;
  readonly mocks: MockLibrary | undefined;
  /** JavaScript only. */
  readonly modules: 'esm' | 'cjs' | undefined;
  /** JavaScript and Python. */
  readonly quote: "'" | '"' | undefined;
  /** JavaScript only. */
  readonly semicolons: boolean | undefined;
}

/** A test file with its text. */
export interface TestText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/**
 * The style of a few test files. What detection read of the whole project (`Habits`) goes before what these show, and what
 * fewer of them do does not count.
 */
export async function readTestStyle(suite: Suite, texts: readonly TestText[], finder: TestFinder): Promise<TestStyle> {
  const { language, framework, habits } = suite.project;
  const tests: FoundTest[] = [];
  for (const { path, text } of texts) tests.push(...(await finder.find(path, text, framework)));
  const groups = mostlyGrouped(tests, language === 'java' || language === 'rust' ? 1 : 0);
  if (language === 'javascript' || language === 'typescript') {
    const typescript = await loadTypeScript();
    const shown = readJavaScriptStyle(typescript, texts);
    const modules = habits === undefined ? shown.modules : habits.modules === 'commonjs' ? 'cjs' : 'esm';
    return {
      words: habits?.testFunction ?? shown.words,
      groups,
      assertions:
        habits?.assertions ??
        readAssertionStyle(
          typescript,
          texts.map(({ text }) => text),
        ),
      mocks: shown.mocks,
      modules,
      quote: habits?.quote ?? shown.quote,
      semicolons: habits?.semicolons ?? shown.semicolons,
    };
  }
  const found = [];
  for (const { path, text } of texts) found.push(...(await finder.readTree(path, text, (root) => readTreeStyle(root, language))));
  return {
    words: undefined,
    groups,
    assertions: mostCommon(found.flatMap((each) => (each.is === 'assertion' ? [each.assertions] : []))),
    mocks: mostCommon(found.flatMap((each) => (each.is === 'mock' ? [each.mocks] : []))),
    modules: undefined,
    quote: mostCommon(found.flatMap((each) => (each.is === 'quote' ? [each.quote] : []))),
    semicolons: undefined,
  };
}

/** `free`: groups around a test that the language asks for. */
function mostlyGrouped(tests: readonly FoundTest[], free: number): boolean {
  const plain = tests.filter(({ kind }) => kind === 'test');
  return plain.filter(({ groups }) => groups.length > free).length * 2 > plain.length;
}
