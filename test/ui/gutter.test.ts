import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../support/cache-folder.ts';
import { clickGutter, labelsAtLine, linesWithGutterIcon, tabs, waitForLabel } from '../support/editor-ui.ts';
import { openFile, runCommand } from '../support/quick-input.ts';
import { makeSmallShop } from '../support/small-shop.ts';
import { until } from '../support/vscode-page.ts';
import { notificationText, statusText } from '../support/workbench-ui.ts';
import { decide, newFiles, waitForProposal } from './proposal.ts';
import { useWindow } from './window.ts';

describe('A click in the gutter', () => {
  const window = useWindow(makeSmallShop);

  it('finds every dark arm named at its line', async () => {
    const { page } = window;
    await openFile(page, 'src/price.ts');
    await waitForLabel(page, 3, /never taken/);
    assert.match(await labelsAtLine(page, 6), /never taken/);
    assert.match(await labelsAtLine(page, 10), /never evaluated/);
    assert.equal(await labelsAtLine(page, 4), '');
    assert.deepEqual(
      await until(
        'run icons',
        () => linesWithGutterIcon(page),
        (lines) => lines.length === 3,
      ),
      [3, 6, 10],
    );
    assert.match((await statusText(page, /arms/)) ?? '', /\d+\/\d+ arms/);
  });

  it('does not generate when all tests are run', async () => {
    const { page, project } = window;
    const before = await project.snapshot();
    await runCommand(page, 'Test: Run All Tests');
    await page.getByText('Branchlight writes tests only for one line or one arm').first().waitFor();
    assert.doesNotMatch(await notificationText(page), /Covering/);
    assert.deepEqual(await project.snapshot(), before);
    await runCommand(page, 'View: Hide Panel');
  });

  it('ends in a diff with its evidence, and Accept writes a test that passes', async () => {
    const { page, project } = window;
    const before = await project.snapshot();
    await clickGutter(page, 3);
    await until(
      'progress',
      () => notificationText(page),
      (text) => /Covering .*price\.ts:3/.test(text),
    );
    const proposed = await waitForProposal(page);
    assert.match(proposed, /expect\(/);
    assert.match(proposed, /price\(/);
    assert.deepEqual(await project.snapshot(), before, 'nothing is in the tree before Accept');
    await decide(page, 'Accept');
    const created = await until(
      'the accepted file',
      async () => newFiles(before, await project.snapshot()),
      // Until it is whole, the file stands beside its place under another name.
      (paths) => paths.length === 1 && paths.every((one) => /price.*\.test\.ts$/.test(one)),
    );
    const [path = ''] = created;
    const after = await project.snapshot();
    for (const [name, text] of Object.entries(before)) assert.equal(after[name], text, `${name} is untouched`);
    const name = path.slice(path.lastIndexOf('/') + 1);
    await until(
      'the accepted file on screen',
      () => tabs(page),
      ([active]) => active?.startsWith(name) === true && !active.includes('(new)'),
    );
    const vitest = join(repositoryRoot, 'node_modules/vitest/vitest.mjs');
    const run = spawnSync(process.execPath, [vitest, 'run', '--root', project.root], { cwd: project.root, encoding: 'utf8' });
    assert.equal(run.status, 0, run.stdout + run.stderr);
  });

  it('clears the mark that is covered now', async () => {
    const { page } = window;
    await openFile(page, 'src/price.ts');
    await until(
      'no label at line 3',
      () => labelsAtLine(page, 3),
      (text) => text === '',
    );
    assert.match(await labelsAtLine(page, 6), /never taken/);
  });
});
