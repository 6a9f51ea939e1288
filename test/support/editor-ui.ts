import type { Locator, Page } from 'playwright-core';
import { goToLine } from './quick-input.ts';
import { until } from './vscode-page.ts';

const editor = '.part.editor .editor-group-container.active .monaco-editor';

/** The number of a line in the margin, scrolled into view. 1-based. In a diff editor: of the side where the cursor is. */
async function lineNumber(page: Page, line: number): Promise<Locator> {
  const number = page.locator(`${editor} .margin-view-overlays .line-numbers`).filter({ hasText: new RegExp(`^${String(line)}$`) });
  if ((await number.count()) === 0) await goToLine(page, line);
  await number.first().waitFor();
  return number.first();
}

/** What stands in the same row as a line number: the elements below `within` that match `selector`. */
async function onLine(page: Page, line: number, selector: string): Promise<Locator | undefined> {
  const row = await (await lineNumber(page, line)).boundingBox();
  if (row === null) return undefined;
  const middle = row.y + row.height / 2;
  for (const candidate of await page.locator(`${editor} ${selector}`).all()) {
    const box = await candidate.boundingBox();
    if (box !== null && box.y <= middle && middle < box.y + box.height) return candidate;
  }
  return undefined;
}

/** The run icon in the gutter of a line; waits for it. */
export async function gutterIcon(page: Page, line: number): Promise<Locator> {
  const icon = await until(
    `a run icon in the gutter of line ${String(line)}`,
    () => onLine(page, line, '.testing-run-glyph'),
    (found) => found !== undefined,
  );
  if (icon === undefined) throw new Error(`No run icon at line ${String(line)}`);
  return icon;
}

/** Left click on the run icon in the gutter. */
export async function clickGutter(page: Page, line: number): Promise<void> {
  await (await gutterIcon(page, line)).click();
}

/** Lines (of those on screen) that have a run icon in the gutter. */
export async function linesWithGutterIcon(page: Page): Promise<readonly number[]> {
  return page
    .locator(editor)
    .first()
    .evaluate((node) => {
      const numbers = [...node.querySelectorAll('.margin-view-overlays .line-numbers')];
      const tops = new Map(numbers.map((number) => [Math.round(number.getBoundingClientRect().top), Number(number.textContent)]));
      const icons = [...node.querySelectorAll('.testing-run-glyph')];
      return icons.map((icon) => tops.get(Math.round(icon.getBoundingClientRect().top)) ?? 0).sort((a, b) => a - b);
    });
}

/** What decorations write after (or before) the text of a line, as one string; empty when nothing is there now. */
export async function labelsAtLine(page: Page, line: number): Promise<string> {
  const text = await onLine(page, line, '.view-lines .view-line');
  if (text === undefined) return '';
  return text.evaluate((node) => {
    // Runs in the browser, whose types are not those of this project.
    const browser = globalThis as unknown as { getComputedStyle(of: unknown, pseudo: string): { readonly content: string } };
    const found: string[] = [];
    for (const element of node.querySelectorAll('*')) {
      for (const pseudo of ['::before', '::after']) {
        const { content } = browser.getComputedStyle(element, pseudo);
        if (content.startsWith('"')) found.push((JSON.parse(content) as string).replaceAll('\u00A0', ' ').trim());
      }
    }
    return found.filter((text) => text !== '').join(' ');
  });
}

/** Waits until decorations at a line read as `expected` says. */
export async function waitForLabel(page: Page, line: number, expected: RegExp): Promise<string> {
  return until(
    `label ${String(expected)} at line ${String(line)}`,
    () => labelsAtLine(page, line),
    (text) => expected.test(text),
  );
}

/** Right click on a line's number; returns the entries of the menu that opens. */
export async function openLineMenu(page: Page, line: number): Promise<Locator> {
  await (await lineNumber(page, line)).click({ button: 'right' });
  const menu = page.locator('.context-view .monaco-menu').last();
  await menu.waitFor();
  return menu;
}

/** Clicks an entry of an open menu. */
export async function clickMenu(menu: Locator, entry: string | RegExp): Promise<void> {
  await menu.locator('.action-item').filter({ hasText: entry }).first().click();
}

/** Puts the cursor on a line and opens the light bulb's list; returns its titles. */
export async function openLightBulb(page: Page, line: number, column: number): Promise<Locator> {
  await goToLine(page, line, column);
  const bulb = page.locator(`${editor} .lightBulbWidget, ${editor} [class*="codicon-gutter-lightbulb"]`).first();
  await bulb.waitFor();
  await bulb.click();
  const list = page.locator('.action-widget');
  await list.locator('.monaco-list-row').first().waitFor();
  return list;
}

/** Shows the hover at the cursor and returns it; wait for the text that you want. */
export async function openHover(page: Page, line: number, column: number): Promise<Locator> {
  await goToLine(page, line, column);
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+I');
  const hover = page.locator('.monaco-hover:not(.hidden) .monaco-hover-content').first();
  await hover.waitFor();
  return hover;
}

/** Names of the open editors, the active one first. */
export async function tabs(page: Page): Promise<readonly string[]> {
  const all = await page.locator('.part.editor .tabs-container .tab').evaluateAll((nodes) =>
    nodes.map((node) => ({
      name: node.querySelector('.monaco-icon-label')?.getAttribute('aria-label') ?? '',
      file: node.getAttribute('data-resource-name') ?? '',
      active: node.classList.contains('active'),
    })),
  );
  return [...all.filter((tab) => tab.active), ...all.filter((tab) => !tab.active)].map((tab) => `${tab.file} ${tab.name}`.trim());
}

/** Visible text of the modified (right) side of a diff editor. */
export async function diffText(page: Page): Promise<string> {
  const lines = page.locator('.part.editor .monaco-diff-editor .editor.modified .view-lines .view-line');
  await lines.first().waitFor();
  return lines.evaluateAll((nodes) =>
    nodes
      .map((node) => ({ top: node.getBoundingClientRect().top, text: (node.textContent ?? '').replaceAll('\u00A0', ' ') }))
      .sort((a, b) => a.top - b.top)
      .map((line) => line.text)
      .join('\n'),
  );
}

/** Clicks a button in the title of the active editor. */
export async function clickTitleButton(page: Page, name: string): Promise<void> {
  await page.locator('.part.editor .editor-group-container.active .title .editor-actions').getByRole('button', { name }).click();
}
