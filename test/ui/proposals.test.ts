import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { clickGutter, clickTitleButton, diffText, tabs, waitForLabel } from '../support/editor-ui.ts';
import { openFile } from '../support/quick-input.ts';
import { makeSmallShop } from '../support/small-shop.ts';
import { until } from '../support/vscode-page.ts';
import { findBehindBell, waitForNotification } from '../support/workbench-ui.ts';
import { leftNoTrace, newFiles, waitForProposal } from './proposal.ts';
import { quickProof, useWindow } from './window.ts';

async function coverLine(page: Page, line: number): Promise<string> {
  await openFile(page, 'src/price.ts');
  await waitForLabel(page, line, /never taken/);
  await clickGutter(page, line);
  // The message of an earlier proposal may still be on screen.
  await waitForNotification(page, new RegExp(`of line ${String(line)}\\. 1 arm newly taken`), 120_000);
  return waitForProposal(page);
}

function statusBar(page: Page): Promise<string> {
  return page.locator('.part.statusbar').innerText();
}

describe('Proposals that wait', () => {
  const window = useWindow(makeSmallShop, { settings: quickProof });
  let unchanged: Readonly<Record<string, string>>;
  let first: string;

  it('stay when Regenerate finds nothing else, and it says so', async () => {
    const { page, project } = window;
    unchanged = await project.snapshot();
    first = await coverLine(page, 3);
    await clickTitleButton(page, 'Regenerate Proposed Test');
    await waitForNotification(page, /Looking for another test: “if” of price\.ts:3/);
    await waitForNotification(
      page,
      /^No other test was found for this arm\. Search comes to the same test again\. The proposed test still waits\.$/m,
    );
    assert.equal(await diffText(page), first);
    assert.match(await statusBar(page), /1 proposal waits/);
    assert.deepEqual(await project.snapshot(), unchanged);
  });

  it('have files of their own, although neither is written yet', async () => {
    const { page, project } = window;
    assert.match(await coverLine(page, 6), /price\(/);
    assert.match((await tabs(page))[0] ?? '', /price\.2\.test\.ts \(new\)/);
    assert.match(await statusBar(page), /2 proposals wait/);
    assert.deepEqual(await project.snapshot(), unchanged);
  });

  it('are accepted behind the bell, whatever editor is in front', async () => {
    const { page, project } = window;
    await openFile(page, 'src/label.ts');
    await findBehindBell(page, /takes “if” of line 3/, 'Accept');
    const created = await until(
      'the accepted file',
      async () => newFiles(unchanged, await project.snapshot()),
      (paths) => paths.length > 0,
    );
    assert.deepEqual(created, ['tests/generated/price.test.ts']);
    assert.match(await project.read('tests/generated/price.test.ts'), /returns 0 when cents < 0/);
    await until(
      'one proposal in the status bar',
      () => statusBar(page),
      (text) => /1 proposal waits/.test(text),
    );
  });

  it('are rejected by the buttons of their editor without a trace', async () => {
    const { page, project } = window;
    const before = await project.snapshot();
    await page.locator('.tabs-container .tab').filter({ hasText: 'price.2.test.ts (new)' }).click();
    await clickTitleButton(page, 'Reject Proposed Test');
    await leftNoTrace(page, project, before);
    // Its message is still there, and has nothing left to decide.
    await findBehindBell(page, /of line 6/, 'Accept');
    await findBehindBell(page, /This proposal no longer waits/);
    assert.doesNotMatch(await statusBar(page), /proposals? waits?/);
    assert.deepEqual(await project.snapshot(), before);
  });
});
