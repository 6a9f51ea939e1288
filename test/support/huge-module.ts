import { makeProject, type Project } from './project.ts';

export const hugeArms = 5000;

/** One module with 5,000 `if`s that never hold, on the lines from 2 on, and its real report: Vitest needs no other test than a miss. */
export async function makeHugeModule(reporter: 'json' | 'lcov' = 'json'): Promise<Project> {
  const project = await makeProject();
  const lines = Array.from({ length: hugeArms }, (_, index) => `  if (n === ${String(index)}) return ${String(index)} * 2;`);
  await project.write('package.json', '{ "name": "huge", "type": "module", "devDependencies": { "vitest": "^4.1.0" } }\n');
  await project.write('src/huge.ts', `export function huge(n: number): number {\n${lines.join('\n')}\n  return -1;\n}\n`);
  await project.write(
    'tests/huge.test.ts',
    "import { expect, test } from 'vitest';\nimport { huge } from '../src/huge';\ntest('misses', () => expect(huge(-5)).toBe(-1));\n",
  );
  const coverage = `{ provider: 'istanbul', include: ['src/**'], reporter: ['${reporter}'] }`;
  await project.write(
    'vitest.config.ts',
    `import { defineConfig } from 'vitest/config';\nexport default defineConfig({ test: { coverage: ${coverage} } });\n`,
  );
  project.measure();
  return project;
}
