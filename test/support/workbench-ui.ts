import type { Locator, Page } from 'playwright-core';
import { until } from './vscode-page.ts';

const toast = '.notifications-toasts .notification-toast';

/** Text of the notifications on screen, the newest first, one a line. */
export async function notificationText(page: Page): Promise<string> {
  return (await page.locator(`${toast} .notification-list-item-message`).allInnerTexts()).join('\n');
}

/** Waits for a notification that reads as `expected` says. */
export async function waitForNotification(page: Page, expected: RegExp, timeout?: number): Promise<Locator> {
  await until(
    `a notification ${String(expected)}`,
    () => notificationText(page),
    (text) => expected.test(text),
    timeout,
  );
  return page.locator(toast).filter({ hasText: expected }).first();
}

/** Clicks a button of a notification. */
export async function clickButton(notification: Locator, name: string): Promise<void> {
  await notification.hover();
  await notification.getByRole('button', { name, exact: true }).click();
}

/** Waits until no notification is on screen. */
export async function waitForSilence(page: Page, timeout?: number): Promise<void> {
  await until(
    'no notification',
    () => notificationText(page),
    (text) => text === '',
    timeout,
  );
}

/** Text of the status bar item whose text or tooltip matches; undefined when there is none. */
export async function statusText(page: Page, which: RegExp): Promise<string | undefined> {
  for (const item of await page.locator('.part.statusbar .statusbar-item').all()) {
    const label = `${await item.innerText()} ${(await item.locator('a').first().getAttribute('aria-label')) ?? ''}`;
    if (which.test(label)) return label.trim();
  }
  return undefined;
}

/** Opens a view container of the activity bar by its title. */
export async function openView(page: Page, title: string): Promise<void> {
  const tab = page
    .locator('.part.activitybar .action-item')
    .filter({ has: page.locator(`[aria-label^="${title}"]`) })
    .first();
  if (!((await tab.getAttribute('class')) ?? '').includes('checked')) await tab.click();
  await page.locator('.part.sidebar .pane-header, .part.sidebar .composite.title').first().waitFor();
}

const pane = (page: Page, view: string): Locator =>
  page
    .locator('.part.sidebar .pane, .part.panel .pane')
    .filter({ has: page.locator(`.pane-header[aria-label^="${view}"]`) })
    .first();

/** Rows of a tree view that are on screen, indented by depth: `▾ src · 12 of 40 dark`. */
export async function treeText(page: Page, view: string): Promise<string> {
  const rows = pane(page, view).locator('.monaco-list-row');
  return rows.evaluateAll((nodes) =>
    nodes
      .map((node) => ({ node, index: Number(node.getAttribute('data-index')) }))
      .sort((a, b) => a.index - b.index)
      .map(({ node }) => {
        const expanded = node.getAttribute('aria-expanded');
        const twistie = expanded === 'true' ? '▾ ' : expanded === 'false' ? '▸ ' : '';
        const label = node.querySelector('.label-name')?.textContent ?? '';
        const description = node.querySelector('.label-description')?.textContent ?? '';
        return `${'  '.repeat(Number(node.getAttribute('aria-level')) - 1)}${twistie}${label}${description === '' ? '' : ` · ${description}`}`;
      })
      .join('\n'),
  );
}

/** The row of a tree view with this label; waits for it. */
export async function treeRow(page: Page, view: string, label: string | RegExp): Promise<Locator> {
  const exact = typeof label === 'string' ? page.getByText(label, { exact: true }) : page.getByText(label);
  const row = pane(page, view).locator('.monaco-list-row').filter({ has: exact }).first();
  await row.waitFor();
  return row;
}

/** Unfolds a row of a tree view. */
export async function expandRow(page: Page, view: string, label: string | RegExp): Promise<void> {
  const row = await treeRow(page, view, label);
  if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
  await until(
    `${String(label)} unfolded`,
    () => row.getAttribute('aria-expanded'),
    (value) => value === 'true',
  );
}

/** Clicks an inline button of a row (they show on hover). */
export async function clickRowButton(page: Page, view: string, label: string | RegExp, button: RegExp): Promise<void> {
  const row = await treeRow(page, view, label);
  await row.hover();
  await row.getByRole('button', { name: button }).first().click();
}

/** The dialog that is in front of everything; waits until it reads as `expected` says. */
export async function waitForDialog(page: Page, expected: RegExp): Promise<Locator> {
  const dialog = page.locator('.monaco-dialog-box').filter({ hasText: expected });
  await dialog.waitFor();
  return dialog;
}

/** Clicks a button of a dialog and waits until it is gone. */
export async function clickDialog(dialog: Locator, name: string): Promise<void> {
  await dialog.getByRole('button', { name, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

const bell = '.part.statusbar [id="status.notifications"] a';

/**
 * A notification that may have gone away by itself: behind the bell in the status bar all of them wait. Clicks a button of it, if
 * one is named. Closes the list again, for nothing pops up while it is open.
 */
export async function findBehindBell(page: Page, expected: RegExp, button?: string): Promise<void> {
  const list = page.locator('.notifications-center');
  await page.locator(bell).click();
  const row = list.locator('.monaco-list-row').filter({ hasText: expected }).first();
  await row.waitFor();
  if (button !== undefined) await clickButton(row, button);
  if (await list.isVisible()) await page.locator(bell).click();
}
