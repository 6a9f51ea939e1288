import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { labelsAtLine, linesWithGutterIcon, waitForLabel } from '../support/editor-ui.ts';
import { goToLine, openFile, runCommand } from '../support/quick-input.ts';
import { makeSmallShop } from '../support/small-shop.ts';
import { until } from '../support/vscode-page.ts';
import {
  clickDialog,
  clickRowButton,
  expandRow,
  notificationText,
  openView,
  waitForDialog,
  waitForNotification,
} from '../support/workbench-ui.ts';
import { rejectWithoutTrace, waitForProposal } from './proposal.ts';
import { quickProof, useWindow } from './window.ts';

const unsaved = /src\/price\.ts has unsaved changes\.\s*Tests run what is on disk, so it has to be saved first\./;

/** Types over text at a place of the active editor. */
async function overwrite(page: Page, line: number, column: number, length: number, text: string): Promise<void> {
  await goToLine(page, line, column);
  for (let index = 0; index < length; index += 1) await page.keyboard.press('Delete');
  await page.keyboard.type(text);
}

describe('A line that was edited since it was measured', () => {
  const window = useWindow(makeSmallShop, { settings: quickProof });
  const coverFromTree = () => clickRowButton(window.page, 'Branches', /^if never taken$/, /Cover This Branch/);

  it('keeps its label, but offers no click in the gutter', async () => {
    const { page } = window;
    await openFile(page, 'src/price.ts');
    await waitForLabel(page, 3, /never taken/);
    await openView(page, 'Branchlight');
    await expandRow(page, 'Branches', 'src');
    await expandRow(page, 'Branches', 'price.ts');
    await expandRow(page, 'Branches', 'price');
    await overwrite(page, 3, 15, 1, '1');
    await until(
      'no run icon at line 3',
      () => linesWithGutterIcon(page),
      (lines) => !lines.includes(3) && lines.includes(6),
    );
    assert.match(await labelsAtLine(page, 3), /never taken/);
  });

  it('asks one question before it is covered unsaved, and Cancel leaves all as it is', async () => {
    const { page, project } = window;
    const before = await project.snapshot();
    await coverFromTree();
    await clickDialog(await waitForDialog(page, unsaved), 'Cancel');
    assert.equal(await notificationText(page), '');
    assert.match((await page.locator('.tabs-container .tab.active').getAttribute('class')) ?? '', /dirty/);
    assert.deepEqual(await project.snapshot(), before);
  });

  it('is saved on yes, measured again, and covered as it is now', async () => {
    const { page, project } = window;
    await coverFromTree();
    await clickDialog(await waitForDialog(page, unsaved), 'Save and Cover');
    await until(
      'the reason for measuring again',
      () => notificationText(page),
      (text) => /line changed since the report of .+, so it is measured again first…/.test(text),
    );
    const before = await project.snapshot();
    assert.match(before['src/price.ts'] ?? '', /if \(cents < 1\)/);
    assert.match(await waitForProposal(page), /cents < 1/);
    await rejectWithoutTrace(page, project, before);
  });

  it('says so when the branch was edited away', async () => {
    const { page, project } = window;
    await openFile(page, 'src/price.ts');
    await waitForLabel(page, 3, /never taken/);
    await overwrite(page, 3, 3, 2, 'while');
    await runCommand(page, 'File: Save');
    await until(
      'the saved file',
      () => project.read('src/price.ts'),
      (text) => /while \(cents < 1\)/.test(text),
    );
    const before = await project.snapshot();
    await coverFromTree();
    await waitForNotification(page, /The branch is not in the code any more: its text was changed since it was measured\./);
    assert.deepEqual(await project.snapshot(), before);
  });
});
