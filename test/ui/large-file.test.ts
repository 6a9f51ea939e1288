import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { labelsAtLine, waitForLabel } from '../support/editor-ui.ts';
import { hugeArms, makeHugeModule } from '../support/huge-module.ts';
import { goToLine, openFile } from '../support/quick-input.ts';
import { until } from '../support/vscode-page.ts';
import { useWindow } from './window.ts';

/** How many lines that hold an `if` are on screen, and how many of them have a label. */
function labelledLines(page: Page): Promise<{ readonly shown: number; readonly labelled: number }> {
  return page.locator('.part.editor .monaco-editor .view-line').evaluateAll((nodes) => {
    const browser = globalThis as unknown as { getComputedStyle(of: unknown, pseudo: string): { readonly content: string } };
    const lines = nodes.filter((node) => (node.textContent ?? '').includes('if'));
    const labelled = lines.filter((node) =>
      [...node.querySelectorAll('*')].some((part) => browser.getComputedStyle(part, '::after').content.startsWith('"')),
    );
    return { shown: lines.length, labelled: labelled.length };
  });
}

describe('A file with 5,000 dark arms', () => {
  const window = useWindow(() => makeHugeModule());

  it('opens, shows its marks from top to bottom, and takes typing', async () => {
    const { page } = window;
    const opened = performance.now();
    await openFile(page, 'src/huge.ts');
    await waitForLabel(page, 2, /never taken/);
    console.log(`      first label ${((performance.now() - opened) / 1000).toFixed(2)} s after opening`);
    await goToLine(page, hugeArms, 1);
    await waitForLabel(page, hugeArms, /never taken/);
    // Labels follow the screen, however it moves.
    await goToLine(page, hugeArms / 2, 1);
    for (let pages = 0; pages < 8; pages += 1) await page.keyboard.press('PageDown');
    await until(
      'labels at every marked line on screen',
      () => labelledLines(page),
      (lines) => lines.shown > 0 && lines.labelled === lines.shown,
    );
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
