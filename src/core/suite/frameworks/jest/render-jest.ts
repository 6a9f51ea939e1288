import type { TestSource } from '../../../generators/generator.ts';
import type { Project } from '../../framework.ts';
import { renderTestFile } from '../javascript/render-test-file.ts';

const names = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'jest', 'test'];

/** A whole Jest file: with globals, or with what the project imports from `@jest/globals`. */
export function renderJest(project: Project, tests: readonly TestSource[], header: readonly string[]): string {
  const from = project.globals ? undefined : '@jest/globals';
  return renderTestFile(project, tests, header, { from, known: ['@jest/globals'], names });
}
