import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../support/cache-folder.ts';
import type { Project } from '../support/project.ts';
import { openFile, runCommand } from '../support/quick-input.ts';
import { makeSmallShop } from '../support/small-shop.ts';
import { until } from '../support/vscode-page.ts';
import { clickButton, waitForNotification } from '../support/workbench-ui.ts';
import { useWindow } from './window.ts';

const redTest = `import { describe, expect, it } from 'vitest';
import { size } from '../src/price';

describe('size', () => {
  it('is small for a few pieces', () => {
    expect(size(3)).toBe('small');
  });
  it('is huge for many', () => {
    expect(size(100)).toBe('huge');
  });
  it.skip('is not asked for none', () => {});
});
`;

async function makeRedShop(): Promise<Project> {
  const project = await makeSmallShop();
  await project.write('tests/size.test.ts', redTest);
  return project;
}

describe('Run the Suite', () => {
  const window = useWindow(makeRedShop);
  const results = () => window.page.locator('.test-output-peek-tree').innerText();

  it('says what the tests came to, and shows each in Test Results', async () => {
    const { page, project } = window;
    const before = await project.snapshot();
    await openFile(page, 'tests/size.test.ts');
    await runCommand(page, 'Branchlight: Run the Suite');
    const message = await waitForNotification(page, /Vitest 4\S*: 3 passed, 1 failed\./, 60_000);
    await clickButton(message, 'Show Results');
    const text = await until('the failed test', results, (shown) => shown.includes('is huge for many'));
    assert.match(text, /Vitest 4\S*: whole suite/);
    await page.locator('.test-output-peek-tree .monaco-list-row', { hasText: 'is huge for many' }).click();
    await until(
      'the comparison',
      () => page.locator('.test-output-peek-message-container').innerText(),
      (shown) => /large/.test(shown) && /huge/.test(shown),
    );
    await mkdir(join(cacheFolder, 'screenshots'), { recursive: true });
    await page.screenshot({ path: join(cacheFolder, 'screenshots', 'test-results.png') });
    assert.deepEqual(await project.snapshot(), before);
  });

  it('runs the tests that belong to the open file', async () => {
    const { page } = window;
    await openFile(page, 'tests/label.test.ts');
    await runCommand(page, 'Branchlight: Run the Tests of This File');
    await waitForNotification(page, /Vitest 4\S*: 1 passed\./, 60_000);
  });
});
