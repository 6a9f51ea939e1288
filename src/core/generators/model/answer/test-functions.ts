import type { FrameworkId } from '../../../suite/framework.ts';

/** The functions that tests of a JavaScript framework call. */
export interface TestFunctions {
  /** The module that they come from. */
  readonly from: string;
  /** Imported by whoever renders the test file, as far as the project imports them. */
  readonly rendered: ReadonlySet<string>;
  /** What else a test may use of it. */
  readonly others: readonly string[];
}

/** Modules that test functions are imported from, whichever framework it is. */
export const testModules: ReadonlySet<string> = new Set(['vitest', '@jest/globals', 'node:test', 'mocha']);

/** Those of a framework. Source: the documentation of each. */
export function testFunctionsOf(framework: FrameworkId): TestFunctions {
  switch (framework) {
    case 'jest':
      return {
        from: '@jest/globals',
        rendered: new Set(['describe', 'expect', 'it', 'test']),
        others: ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'jest'],
      };
    case 'mocha':
      return {
        from: 'mocha',
        rendered: new Set(['context', 'describe', 'it', 'specify', 'suite', 'test']),
        others: ['after', 'afterEach', 'before', 'beforeEach', 'setup', 'suiteSetup', 'suiteTeardown', 'teardown'],
      };
    case 'node-test':
      return {
        from: 'node:test',
        rendered: new Set(['describe', 'it', 'suite', 'test']),
        others: ['after', 'afterEach', 'before', 'beforeEach', 'mock'],
      };
    case 'vitest':
    case 'pytest':
    case 'unittest':
    case 'go-test':
    case 'cargo-test':
    case 'junit-maven':
    case 'junit-gradle':
      return {
        from: 'vitest',
        rendered: new Set(['describe', 'expect', 'it', 'suite', 'test']),
        others: ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'vi'],
      };
  }
}
