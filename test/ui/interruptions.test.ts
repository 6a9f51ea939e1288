import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { clickGutter, waitForLabel } from '../support/editor-ui.ts';
import { descendants, signalProcess } from '../support/process-tree.ts';
import { openFile } from '../support/quick-input.ts';
import type { ServedVscode } from '../support/served-vscode.ts';
import { makeSmallShop } from '../support/small-shop.ts';
import { closeVscode, openVscode, until } from '../support/vscode-page.ts';
import { clickButton, notificationText, waitForNotification } from '../support/workbench-ui.ts';
import { newFiles } from './proposal.ts';
import { stageOf } from './stage.ts';
import { useWindow } from './window.ts';

/** A suite that runs long enough to be interrupted at any moment of it. */
async function makeSlowShop() {
  const shop = await makeSmallShop();
  const slow = "\ntest('waits for a courier', async () => {\n  await new Promise((resolve) => setTimeout(resolve, 4000));\n});\n";
  await shop.write('tests/price.test.ts', (await shop.read('tests/price.test.ts')) + slow);
  return shop;
}

async function startCovering(page: Page): Promise<void> {
  await openFile(page, 'src/price.ts');
  await waitForLabel(page, 3, /never taken/);
  await clickGutter(page, 3);
  await until(
    'progress',
    () => notificationText(page),
    (text) => /Covering/.test(text),
  );
}

/** Processes below VS Code that run the project's suite or the explorer. */
function workers(served: ServedVscode): readonly string[] {
  return descendants(served.pid)
    .map((entry) => entry.command)
    .filter((command) => /vitest|explorer-worker/.test(command));
}

async function untilWorking(served: ServedVscode): Promise<void> {
  await until(
    'a run of the suite',
    () => Promise.resolve(workers(served)),
    (all) => all.length > 0,
  );
}

/** Presses Cancel and waits until the progress is gone; returns the seconds that it took. */
async function cancel(page: Page): Promise<string> {
  const progress = await waitForNotification(page, /Covering/);
  const pressed = performance.now();
  await clickButton(progress, 'Cancel');
  await until(
    'no progress',
    () => notificationText(page),
    (text) => !/Covering/.test(text),
  );
  return ((performance.now() - pressed) / 1000).toFixed(2);
}

describe('Cancel', () => {
  const window = useWindow(makeSlowShop);

  async function untilClear(served: ServedVscode, before: Readonly<Record<string, string>>): Promise<void> {
    await until(
      'no process of the run',
      () => Promise.resolve(workers(served)),
      (all) => all.length === 0,
    );
    await until(
      'the tree as before',
      () => window.project.snapshot(),
      (now) => JSON.stringify(now) === JSON.stringify(before),
    );
    assert.doesNotMatch(await notificationText(window.page), /newly taken/);
  }

  it('ends the run within a second and leaves nothing', async function () {
    const { page, project } = window;
    const { served } = stageOf(this);
    const before = await project.snapshot();
    await startCovering(page);
    await untilWorking(served);
    console.log(`      cancelled ${await cancel(page)} s after the click`);
    const cancelled = performance.now();
    await untilClear(served, before);
    console.log(`      nothing of it left ${((performance.now() - cancelled) / 1000).toFixed(2)} s after that`);
  });

  it('lets the next run follow at once', async function () {
    const { page, project } = window;
    const { served } = stageOf(this);
    const before = await project.snapshot();
    await startCovering(page);
    await untilWorking(served);
    await cancel(page);
    await clickGutter(page, 3);
    await waitForNotification(page, /Covering/);
    await until(
      'a run of the suite that outlives the clearing of the former',
      () => notificationText(page),
      (text) => /baseline|searching|proving/i.test(text),
    );
    await untilWorking(served);
    await cancel(page);
    await untilClear(served, before);
  });
});

describe('kill -9 during verification', () => {
  const window = useWindow(makeSlowShop);

  it('leaves nothing once VS Code was started again', async function () {
    const { page, project } = window;
    const { served, browser } = stageOf(this);
    const before = await project.snapshot();
    await startCovering(page);
    const trial = await until(
      'a trial file in the tree',
      async () => newFiles(before, await project.snapshot()),
      (paths) => paths.some((path) => path.endsWith('.test.ts')),
      120_000,
    );
    const victims = descendants(served.pid).filter(({ command }) => /server\.cjs|vitest|explorer-worker|type=extensionHost/.test(command));
    assert.ok(
      victims.some(({ command }) => command.includes('server.cjs')),
      'the language server runs',
    );
    for (const { pid } of victims) signalProcess(pid, 'SIGKILL');
    await closeVscode(page);
    assert.ok(
      trial.every((path) => project.exists(path)),
      'the trial file outlived the kill, or this test proves nothing',
    );
    const again = await openVscode(browser, served, { workspace: project.root });
    try {
      await until(
        'the tree as before',
        () => project.snapshot(),
        (now) => JSON.stringify(now) === JSON.stringify(before),
      );
    } finally {
      await closeVscode(again);
    }
  });
});
