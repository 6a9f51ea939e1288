import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { diffText, tabs } from '../support/editor-ui.ts';
import type { Project } from '../support/project.ts';
import { until } from '../support/vscode-page.ts';
import { clickButton, notificationText, waitForNotification } from '../support/workbench-ui.ts';

/** Finding, proving and offering a test takes several runs of the suite. */
const provingTime = 120_000;

/** Waits until a proposal is on screen: its diff editor, and the message with its buttons. Returns the proposed text that is visible. */
export async function waitForProposal(page: Page): Promise<string> {
  await until(
    'a proposal',
    () => notificationText(page),
    (text) => /newly taken/.test(text),
    provingTime,
  );
  const [active] = await tabs(page);
  assert.match(active ?? '', /\(new\) ←/, 'the diff editor of the proposal is the active editor');
  return diffText(page);
}

/** Presses a button of the proposal's message. */
export async function decide(page: Page, decision: 'Accept' | 'Reject' | 'Regenerate'): Promise<void> {
  await clickButton(await waitForNotification(page, /newly taken/), decision);
}

/** Rejects what is on screen and checks that the project is what it was. */
export async function rejectWithoutTrace(page: Page, project: Project, before: Readonly<Record<string, string>>): Promise<void> {
  await decide(page, 'Reject');
  await leftNoTrace(page, project, before);
}

/** Checks that no proposal is on screen and that the project is what it was. */
export async function leftNoTrace(page: Page, project: Project, before: Readonly<Record<string, string>>): Promise<void> {
  await until(
    'no proposal tab',
    () => tabs(page),
    (names) => names.every((name) => !name.includes('(new)')),
  );
  assert.deepEqual(await project.snapshot(), before);
}

/** Paths of the snapshot that were not there before. */
export function newFiles(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(after).filter((path) => !Object.hasOwn(before, path));
}
