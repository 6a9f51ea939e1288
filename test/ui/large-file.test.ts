import assert from 'node:assert/strict';
import { labelsAtLine, waitForLabel } from '../support/editor-ui.ts';
import { makeProject, type Project } from '../support/project.ts';
import { goToLine, openFile } from '../support/quick-input.ts';
import { until } from '../support/vscode-page.ts';
import { useWindow } from './window.ts';

const arms = 5000;

/** One module with 5,000 `if`s that never hold, and its real report: Vitest would need no other test than an import. */
async function makeHugeModule(): Promise<Project> {
  const project = await makeProject();
  const lines = Array.from({ length: arms }, (_, index) => `  if (n === ${String(index)}) return ${String(index)} * 2;`);
  await project.write('package.json', '{ "name": "huge", "type": "module", "devDependencies": { "vitest": "^4.1.0" } }\n');
  await project.write('src/huge.ts', `export function huge(n: number): number {\n${lines.join('\n')}\n  return -1;\n}\n`);
  await project.write(
    'tests/huge.test.ts',
    "import { expect, test } from 'vitest';\nimport { huge } from '../src/huge';\ntest('misses', () => expect(huge(-5)).toBe(-1));\n",
  );
  await project.write(
    'vitest.config.ts',
    "import { defineConfig } from 'vitest/config';\nexport default defineConfig({ test: { coverage: { provider: 'istanbul', include: ['src/**'], reporter: ['json'] } } });\n",
  );
  project.measure();
  return project;
}

describe('A file with 5,000 dark arms', () => {
  const window = useWindow(makeHugeModule);

  it('opens, shows its marks from top to bottom, and takes typing', async () => {
    const { page } = window;
    const opened = performance.now();
    await openFile(page, 'src/huge.ts');
    await waitForLabel(page, 2, /never taken/);
    console.log(`      first label ${((performance.now() - opened) / 1000).toFixed(2)} s after opening`);
    await goToLine(page, arms, 1);
    await waitForLabel(page, arms, /never taken/);
    await goToLine(page, 1, 1);
    const typed = performance.now();
    await page.keyboard.type('/* typed */ ');
    await until(
      'the typed text',
      () => page.locator('.part.editor .view-line').first().innerText(),
      (text) => /typed/.test(text),
    );
    console.log(`      12 letters ${((performance.now() - typed) / 1000).toFixed(2)} s`);
    assert.match(await labelsAtLine(page, 2), /never taken/);
    await page.keyboard.press('Control+Z');
  });
});
