/** `npm run screenshots`: takes the pictures of the README in a real VS Code on the demo shop, into `media/screenshots`. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { repositoryRoot } from '../test/support/cache-folder.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { clickGutter, openHover, waitForLabel } from '../test/support/editor-ui.ts';
import { makeProject } from '../test/support/project.ts';
import { goToLine, openFile, runCommand } from '../test/support/quick-input.ts';
import { serveVscode, trustSettings } from '../test/support/served-vscode.ts';
import { stageExtension } from '../test/support/stage-extension.ts';
import { openVscode, until } from '../test/support/vscode-page.ts';
import { expandRow, notificationText, openView, treeText } from '../test/support/workbench-ui.ts';

const folder = join(repositoryRoot, 'media/screenshots');
const largestBytes = 300_000;
const say = (line: string): void => console.log(line);

/** A picture once nothing moves any more: two pictures in a row are the same. */
async function take(page: Page, name: string): Promise<void> {
  const path = join(folder, `${name}.png`);
  let last = '';
  await until(
    'a still screen',
    async () => {
      const next = (await page.screenshot({ caret: 'hide', animations: 'disabled' })).toString('base64');
      const still = next === last;
      last = next;
      return still;
    },
    (still) => still,
  );
  await page.screenshot({ path, caret: 'hide', animations: 'disabled' });
  const { size } = await stat(path);
  say(`${path}  ${String(Math.round(size / 1000))} kB`);
  if (size > largestBytes) throw new Error(`${path} is larger than ${String(largestBytes / 1000)} kB.`);
}

await mkdir(folder, { recursive: true });
const extension = await stageExtension(say);
const project = await makeProject('demo');
project.measure();
const browser = await launchChromium(say);
const settings = {
  ...trustSettings(true),
  'editor.minimap.enabled': false,
  'editor.fontFamily': "'DejaVu Sans Mono', monospace",
  'testing.automaticallyOpenTestResults': 'neverOpen',
  'diffEditor.renderSideBySide': false,
};
const served = await serveVscode({ report: say, installed: [extension.path], settings });
try {
  const page = await openVscode(browser, served, { workspace: project.root }, { width: 1200, height: 720 });
  await openFile(page, 'src/shipping.ts');
  await waitForLabel(page, 25, /never/);
  await openView(page, 'Branchlight');
  await until(
    'the tree',
    () => treeText(page, 'Branches'),
    (text) => /shipping\.ts/.test(text) || /src/.test(text),
  );
  if (/▸ src/.test(await treeText(page, 'Branches'))) await expandRow(page, 'Branches', 'src');
  await expandRow(page, 'Branches', 'shipping.ts');
  await expandRow(page, 'Branches', 'shippingCost');
  await goToLine(page, 24, 1);
  await take(page, 'editor');

  const hover = await openHover(page, 44, 7);
  await hover
    .locator('a')
    .filter({ hasText: /^Cover / })
    .first()
    .waitFor();
  await take(page, 'hover');
  await page.keyboard.press('Escape');

  await clickGutter(page, 25);
  await until(
    'a proposal',
    () => notificationText(page),
    (text) => /newly taken/.test(text),
    180_000,
  );
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  await take(page, 'proposal');
} finally {
  await browser.close();
  await served.stop();
  await project.remove();
  await extension.remove();
}
