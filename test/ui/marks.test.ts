import assert from 'node:assert/strict';
import { labelsAtLine, waitForLabel } from '../support/editor-ui.ts';
import { goToLine, openFile, runCommand } from '../support/quick-input.ts';
import { makeSmallShop } from '../support/small-shop.ts';
import { until } from '../support/vscode-page.ts';
import { notificationText, statusText } from '../support/workbench-ui.ts';
import { useWindow } from './window.ts';

describe('Marks', () => {
  const window = useWindow(makeSmallShop);

  it('are read anew when the report changes', async () => {
    const { page, project } = window;
    await openFile(page, 'src/label.ts');
    await waitForLabel(page, 2, /right of \?\? never evaluated/);
    const text = await project.read('tests/label.test.ts');
    await project.write('tests/label.test.ts', `${text}\ntest('nobody', () => expect(label(undefined)).toBe('Ship to nobody'));\n`);
    project.measure();
    await until(
      'no label at line 2',
      () => labelsAtLine(page, 2),
      (label) => label === '',
    );
  });

  it('move with the text', async () => {
    const { page } = window;
    await openFile(page, 'src/price.ts');
    await waitForLabel(page, 3, /never taken/);
    await goToLine(page, 1, 1);
    await page.keyboard.press('Enter');
    await waitForLabel(page, 4, /never taken/);
    assert.equal(await labelsAtLine(page, 3), '');
    await page.keyboard.press('Control+Z');
    await waitForLabel(page, 3, /never taken/);
  });

  it('are visited one after the other, across files', async () => {
    const { page } = window;
    const cursor = () => page.locator('.part.statusbar [id="status.editor.selection"]').innerText();
    await openFile(page, 'src/price.ts');
    await goToLine(page, 1, 1);
    await runCommand(page, 'Branchlight: Go to Next Dark Branch');
    await until('line 3', cursor, (text) => text.startsWith('Ln 3,'));
    await runCommand(page, 'Branchlight: Go to Next Dark Branch');
    await until('line 6', cursor, (text) => text.startsWith('Ln 6,'));
    await runCommand(page, 'Branchlight: Go to Previous Dark Branch');
    await until('line 3', cursor, (text) => text.startsWith('Ln 3,'));
  });
});

describe('An untrusted workspace', () => {
  const window = useWindow(makeSmallShop, { trusted: false });

  it('shows coverage and runs nothing', async () => {
    const { page, project } = window;
    const before = await project.snapshot();
    await openFile(page, 'src/price.ts');
    await waitForLabel(page, 3, /never taken/);
    assert.match((await statusText(page, /arms/)) ?? '', /\d+\/\d+ arms/);
    await goToLine(page, 3, 7);
    await runCommand(page, 'Branchlight: Cover This Branch');
    await until(
      'a refusal',
      () => notificationText(page),
      (text) => /Trust the workspace to allow it/.test(text),
    );
    assert.deepEqual(await project.snapshot(), before);
  });
});
