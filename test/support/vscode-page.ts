import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { cacheFolder } from './cache-folder.ts';
import type { Opening, ServedVscode } from './served-vscode.ts';

/** Longest that anything in the workbench may take to show up on a busy machine. */
export const patience = 30_000;

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  /** Every console line of the workbench and its extension hosts. */
  readonly log?: (line: string) => void;
}

/** Opens a VS Code window of its own (nothing is shared with other pages) and waits for its workbench. Close it with {@link closeVscode}. */
export async function openVscode(browser: Browser, served: ServedVscode, opening: Opening, options: PageOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    deviceScaleFactor: options.scale ?? 1,
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const { log } = options;
  if (log !== undefined) page.on('console', (message) => log(message.text()));
  await page.goto(served.url(opening));
  await page.locator('.monaco-workbench .part.editor').waitFor();
  await page.locator('.explorer-folders-view .monaco-list-row, .explorer-viewlet .monaco-list-row').first().waitFor();
  return page;
}

/** Closes the window as a user does; the server ends its extension host. */
export async function closeVscode(page: Page): Promise<void> {
  await page.context().close();
}

/** `.vscode-test/failures/<name>.png`: what the screen showed when a test failed. */
export async function screenshotOfFailure(page: Page, name: string): Promise<string> {
  const folder = join(cacheFolder, 'failures');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name.replaceAll(/[^\w.-]+/g, '-').slice(0, 120)}.png`);
  await page.screenshot({ path: file });
  return file;
}

/** Asks until `done` says yes. The message of the error carries what was seen last. */
export async function until<T>(what: string, ask: () => Promise<T>, done: (value: T) => boolean, timeout: number = patience): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    const value = await ask();
    if (done(value)) return value;
    if (performance.now() > end) throw new Error(`Waited ${String(timeout)} ms for ${what}; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
