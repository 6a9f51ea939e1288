import type { Page } from 'playwright-core';
import { until } from './vscode-page.ts';

const widget = '.quick-input-widget:not([style*="display: none"])';

/** Labels of the rows of the open quick pick, without key bindings. */
export async function quickPickRows(page: Page): Promise<readonly string[]> {
  return page
    .locator(
      `${widget} .monaco-list-row .quick-input-list-row:first-child .monaco-highlighted-label, ${widget} .monaco-list-row .label-name`,
    )
    .evaluateAll((nodes) => [...new Set(nodes.map((node) => (node.textContent ?? '').trim()))]);
}

async function fillAndPick(page: Page, text: string, label: string): Promise<void> {
  const input = page.locator(`${widget} input`);
  await input.waitFor();
  await input.fill(text);
  const row = page
    .locator(`${widget} .monaco-list-row`)
    .filter({ has: page.getByText(label, { exact: true }) })
    .first();
  await row.click();
}

/** Command palette: runs the command with exactly this title (`Category: Title`). */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.locator('.monaco-workbench').click({ position: { x: 2, y: 2 }, trial: true });
  await page.keyboard.press('F1');
  await fillAndPick(page, `>${title}`, title);
}

/** Chooses a row of the quick pick that is open. */
export async function pick(page: Page, label: string | RegExp): Promise<void> {
  await page.locator(`${widget} .monaco-list-row`).filter({ hasText: label }).first().click();
}

/** Types into the input box that is open and confirms. */
export async function answer(page: Page, text: string): Promise<void> {
  const input = page.locator(`${widget} input`);
  await input.waitFor();
  await input.fill(text);
  await input.press('Enter');
}

/** Go to file: opens it and waits for its editor. `path` is relative to the folder. */
export async function openFile(page: Page, path: string): Promise<void> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  await page.keyboard.press('Control+P');
  await fillAndPick(page, path, name);
  await page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).waitFor();
  await page.locator('.part.editor .monaco-editor .view-line').first().waitFor();
}

/** Go to line: puts the cursor at `line`, `column` (1-based) and scrolls there. */
export async function goToLine(page: Page, line: number, column: number = 1): Promise<void> {
  await page.keyboard.press('Control+G');
  const input = page.locator(`${widget} input`);
  await input.fill(`:${String(line)}:${String(column)}`);
  await input.press('Enter');
  await until(
    `the cursor at line ${String(line)}`,
    () => page.locator('.part.statusbar [id="status.editor.selection"]').innerText(),
    (text) => text.includes(`Ln ${String(line)}, Col ${String(column)}`),
  );
}

/** The input box that is open. */
export interface Question {
  readonly title: string;
  readonly text: string;
  /** What is typed does not show. */
  readonly hidden: boolean;
}

/** Waits for an input box that reads as `expected` says. */
export async function waitForQuestion(page: Page, expected: RegExp, timeout?: number): Promise<Question> {
  const text = async (part: string): Promise<string> => (await page.locator(`${widget} ${part}`).allInnerTexts()).join(' ').trim();
  await until(
    `a question ${String(expected)}`,
    () => text('.quick-input-message'),
    (message) => expected.test(message),
    timeout,
  );
  return {
    title: await text('.quick-input-title'),
    text: await text('.quick-input-message'),
    hidden: (await page.locator(`${widget} input`).getAttribute('type')) === 'password',
  };
}

/** Whether a quick pick or an input box is open. */
export function isAsking(page: Page): Promise<boolean> {
  return page.locator(`${widget} input`).isVisible();
}
