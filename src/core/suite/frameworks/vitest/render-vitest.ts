import type { TestSource } from '../../../generators/generator.ts';
import type { Project } from '../../framework.ts';
import { renderTestFile } from '../javascript/render-test-file.ts';

const names = ['afterAll', 'afterEach', 'assert', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'suite', 'test', 'vi'];

/** A whole Vitest file. Vitest transforms `import` everywhere and cannot be required. */
export function renderVitest(project: Project, tests: readonly TestSource[], header: readonly string[]): string {
  const module = { from: project.globals ? undefined : 'vitest', known: ['vitest'], names };
  const { habits } = project;
  return renderTestFile(habits === undefined ? project : { ...project, habits: { ...habits, modules: 'esm' } }, tests, header, module);
}
