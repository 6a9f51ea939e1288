import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { clickTitleButton, diffText, waitForLabel } from '../support/editor-ui.ts';
import { answerWithError, answerWithTests, startMessagesServer, type MessagesServer } from '../support/messages-api-server.ts';
import { answer, goToLine, isAsking, openFile, runCommand, waitForQuestion } from '../support/quick-input.ts';
import { makeSmallShop } from '../support/small-shop.ts';
import { until } from '../support/vscode-page.ts';
import { findBehindBell, waitForNotification } from '../support/workbench-ui.ts';
import { leftNoTrace, rejectWithoutTrace, waitForProposal } from './proposal.ts';
import { stageOf } from './stage.ts';
import { quickProof, useWindow } from './window.ts';

const refusedKey = 'sk-ant-api03-refused-7f3c1b';
const goodKey = 'sk-ant-api03-accepted-9d2e4a';
const long = 60_000;

/** Line 2 is found by search; line 10 asks for a text with a certain seal, which search does not find. */
const coupon = `export function discount(cents: number, code: string): number {
  if (cents < 0) {
    return 0;
  }
  let seal = 7;
  for (const letter of code) {
    seal = Math.imul(seal ^ letter.charCodeAt(0), 16777619) >>> 0;
  }
  // Whoever knows the word pays half.
  if (seal === 2280612638) {
    return cents / 2;
  }
  return cents;
}
`;

const couponTest = `import { expect, test } from 'vitest';
import { discount } from '../src/coupon';

test('guests pay the full price', () => {
  expect(discount(100, 'none')).toBe(100);
});
`;

const inTest = (title: string, body: string): string =>
  `import { expect, test } from 'vitest';\nimport { discount } from '../../src/coupon';\n\ntest('${title}', () => {\n  ${body}\n});\n`;

const script = [
  answerWithError(401, 'invalid x-api-key'),
  answerWithTests(inTest('halves with the word', "expect(discount(100, 'SPRING')).toBe(50);"), [
    { test: 'halves with the word', arms: ['A1'] },
  ]),
  answerWithTests(
    `${inTest('owes nothing below zero', "expect(discount(-7, 'x')).toBe(0);")}
test('halves forty', () => {
  expect(discount(40, 'SPRING')).toBe(20);
});
`,
    [
      { test: 'owes nothing below zero', arms: ['A1'] },
      { test: 'halves forty', arms: ['A2'] },
    ],
  ),
];

async function coverFunction(page: Page): Promise<void> {
  await openFile(page, 'src/coupon.ts');
  await goToLine(page, 2, 3);
  await runCommand(page, 'Branchlight: Cover All Dark Branches in This Function');
}

async function coverSeal(page: Page): Promise<void> {
  await openFile(page, 'src/coupon.ts');
  await goToLine(page, 10, 3);
  await runCommand(page, 'Branchlight: Cover This Branch');
}

/** Text of every file below a folder, with its path. */
async function textsBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) texts.set(join(entry.parentPath, entry.name), await readFile(join(entry.parentPath, entry.name), 'latin1'));
  }
  return texts;
}

describe('The Anthropic key', () => {
  let server: MessagesServer;
  const window = useWindow(
    async () => {
      server = await startMessagesServer(script);
      const shop = await makeSmallShop();
      await shop.write('src/coupon.ts', coupon);
      await shop.write('tests/coupon.test.ts', couponTest);
      // Where an endpoint is named, VS Code reads the machine's and the workspace's settings, not the user's.
      await shop.write('.vscode/settings.json', JSON.stringify({ 'branchlight.anthropic.baseUrl': server.url }));
      shop.measure();
      return shop;
    },
    {
      settings: {
        ...quickProof,
        'branchlight.generators': ['explorer', 'anthropic'],
        'branchlight.explorer.budgetSeconds': 0.5,
      },
    },
  );
  let unchanged: Readonly<Record<string, string>>;

  before(async () => {
    unchanged = await window.project.snapshot();
    await openFile(window.page, 'src/coupon.ts');
    await waitForLabel(window.page, 10, /never taken/);
  });
  after(() => server.close());

  it('is asked for in a hidden field, and anew when it is refused; without one, what search has found is offered', async () => {
    const { page, project } = window;
    await coverFunction(page);
    const question = await waitForQuestion(page, /A model can be asked for arms that search does not reach/, long);
    assert.equal(question.title, 'Branchlight: Anthropic API key');
    assert.match(question.text, /It is kept in VS Code's secret storage/);
    assert.equal(question.hidden, true);
    await answer(page, refusedKey);
    assert.equal((await waitForQuestion(page, /Anthropic refused the key\. Enter another one\./, long)).hidden, true);
    await page.keyboard.press('Escape');
    const proposed = await waitForProposal(page);
    assert.match(proposed, /discount\(-/);
    assert.doesNotMatch(proposed, /SPRING/);
    await waitForNotification(page, /takes 1 of 2 arms .*Anthropic does not accept the API key: invalid x-api-key\. Set a valid key/);
    await rejectWithoutTrace(page, project, unchanged);
  });

  it('is set from the message, and the model finds what search did not', async () => {
    const { page } = window;
    await findBehindBell(page, /does not accept the API key/, 'Set Anthropic Key');
    await waitForQuestion(page, /secret storage/);
    await answer(page, goodKey);
    await coverFunction(page);
    const proposed = await waitForProposal(page);
    assert.match(proposed, /'SPRING'/);
    assert.deepEqual(
      server.requests.map(({ headers }) => headers['x-api-key'] ?? headers['authorization']?.replace('Bearer ', '')),
      [refusedKey, goodKey],
    );
    assert.equal(await isAsking(page), false);
  });

  it('lets Regenerate ask for another test', async () => {
    const { page, project } = window;
    await clickTitleButton(page, 'Regenerate Proposed Test');
    await waitForNotification(page, /Looking for another test/);
    await until(
      'another test',
      () => diffText(page),
      (text) => /halves forty/.test(text) && !/'halves with the word'/.test(text),
      long,
    );
    assert.match(server.requests[2]?.bodyText ?? '', /another test than this one is wanted/);
    assert.deepEqual(await project.snapshot(), unchanged);
  });

  it('is in no setting, log, receipt or file of the project', async function () {
    const { page, project } = window;
    await clickTitleButton(page, 'Show Evidence of Proposed Test');
    await until(
      'the evidence',
      () => page.locator('.part.editor .view-lines').last().innerText(),
      (text) => /anthropic/.test(text),
    );
    const shown = await page.locator('body').innerText();
    const { served } = stageOf(this);
    const texts = new Map([
      ...(await textsBelow(served.home)),
      ...(await textsBelow(project.root)),
      ['screen', shown],
      ['server', served.log()],
    ]);
    assert.ok([...texts.keys()].some((path) => path.endsWith('settings.json')));
    assert.match(await served.extensionLog(), /anthropic/);
    for (const key of [refusedKey, goodKey]) {
      assert.deepEqual(
        [...texts].filter(([, text]) => text.includes(key)).map(([path]) => path),
        [],
      );
    }
    await clickTitleButton(page, 'Reject Proposed Test');
    await leftNoTrace(page, project, unchanged);
  });

  it('is asked for again once it was deleted, and not twice when that was declined', async () => {
    const { page, project } = window;
    const requests = server.requests.length;
    await runCommand(page, 'Branchlight: Delete Anthropic API Key');
    await waitForNotification(page, /The Anthropic key was removed from the secret storage/);
    await coverSeal(page);
    await waitForQuestion(page, /A model can be asked for arms/, long);
    await page.keyboard.press('Escape');
    const said = await waitForNotification(page, /No test was found that takes this arm .*There is no Anthropic API key/, long);
    assert.ok(await said.getByRole('button', { name: 'Set Anthropic Key' }).isVisible());
    await said.getByRole('button', { name: /Clear Notification/ }).click();
    await coverSeal(page);
    await waitForNotification(page, /There is no Anthropic API key/, long);
    assert.equal(await isAsking(page), false);
    assert.equal(server.requests.length, requests);
    await leftNoTrace(page, project, unchanged);
  });
});
