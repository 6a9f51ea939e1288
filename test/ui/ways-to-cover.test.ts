import assert from 'node:assert/strict';
import { clickMenu, openHover, openLightBulb, openLineMenu, waitForLabel } from '../support/editor-ui.ts';
import { goToLine, openFile, quickPickRows, runCommand } from '../support/quick-input.ts';
import { makeSmallShop } from '../support/small-shop.ts';
import { until } from '../support/vscode-page.ts';
import { clickRowButton, expandRow, openView, treeRow, treeText } from '../support/workbench-ui.ts';
import { rejectWithoutTrace, waitForProposal } from './proposal.ts';
import { useWindow } from './window.ts';

describe('Cover this branch, and Reject leaves nothing', () => {
  const window = useWindow(makeSmallShop);
  let unchanged: Readonly<Record<string, string>>;

  before(async () => {
    unchanged = await window.project.snapshot();
    await openFile(window.page, 'src/price.ts');
    await waitForLabel(window.page, 3, /never taken/);
  });

  it('from the command palette, for the arm under the cursor', async () => {
    const { page, project } = window;
    await goToLine(page, 6, 10);
    await runCommand(page, 'Branchlight: Cover This Branch');
    assert.match(await waitForProposal(page), /price\(/);
    await rejectWithoutTrace(page, project, unchanged);
  });

  it('from the command palette, asking which when a line has several', async () => {
    const { page } = window;
    await openFile(page, 'src/price.ts');
    await goToLine(page, 10, 3);
    await runCommand(page, 'Branchlight: Cover This Branch');
    const rows = await until(
      'a pick list',
      () => quickPickRows(page),
      (rows) => rows.some((row) => /never evaluated/.test(row)),
    );
    assert.ok(rows.includes('All 2 arms'), rows.join(' | '));
    await page.keyboard.press('Escape');
  });

  it('from the menu of the line number', async () => {
    const { page, project } = window;
    const menu = await openLineMenu(page, 3);
    await clickMenu(menu, 'Cover This Branch');
    await waitForProposal(page);
    await rejectWithoutTrace(page, project, unchanged);
  });

  it('from the light bulb', async () => {
    const { page, project } = window;
    const list = await openLightBulb(page, 3, 7);
    await list
      .locator('.monaco-list-row')
      .filter({ hasText: /^Cover this branch: .* of line 3/ })
      .click();
    await waitForProposal(page);
    await rejectWithoutTrace(page, project, unchanged);
  });

  it('from the hover', async () => {
    const { page, project } = window;
    const hover = await openHover(page, 3, 7);
    const link = hover
      .locator('a')
      .filter({ hasText: /^Cover / })
      .first();
    await link.waitFor();
    assert.match(await hover.innerText(), /never taken, although the decision ran/);
    assert.match(await hover.innerText(), /The report names each arm/);
    await link.click();
    await waitForProposal(page);
    await rejectWithoutTrace(page, project, unchanged);
  });

  it('from the Branches view, where a click also shows the place', async () => {
    const { page, project } = window;
    await openView(page, 'Branchlight');
    await until(
      'the tree',
      () => treeText(page, 'Branches'),
      (text) => /label\.ts|src/.test(text),
    );
    const rows = await treeText(page, 'Branches');
    if (/^▸ src/m.test(rows)) await expandRow(page, 'Branches', 'src');
    await expandRow(page, 'Branches', 'label.ts');
    await expandRow(page, 'Branches', 'label');
    assert.match(await treeText(page, 'Branches'), /label\.ts · 1 of \d+ dark/);
    await (await treeRow(page, 'Branches', /\?\?/)).click();
    await until(
      'the cursor at the arm',
      () => page.locator('.part.statusbar [id="status.editor.selection"]').innerText(),
      (text) => text.startsWith('Ln 2,'),
    );
    await clickRowButton(page, 'Branches', /\?\?/, /Cover This Branch/);
    assert.match(await waitForProposal(page), /label\(/);
    await rejectWithoutTrace(page, project, unchanged);
  });
});
