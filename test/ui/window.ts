import type { Page } from 'playwright-core';
import type { Project } from '../support/project.ts';
import { trustSettings } from '../support/served-vscode.ts';
import { closeVscode, openVscode, screenshotOfFailure } from '../support/vscode-page.ts';
import { stageOf } from './stage.ts';

/** A window on a project; there from the first test of the suite to the last. */
export interface Window {
  readonly page: Page;
  readonly project: Project;
}

type Settings = Readonly<Record<string, unknown>>;

export interface WindowOptions {
  readonly trusted?: boolean;
  readonly settings?: Settings;
}

/** For suites that are not about the proof: a new test is repeated once instead of three times. */
export const quickProof: Settings = { 'branchlight.suite.repeats': 1 };

/** Inside `describe`: opens a VS Code on a project made for this suite and closes both at its end. A failing test leaves a screenshot. */
export function useWindow(makeProject: () => Promise<Project>, options: WindowOptions = {}): Window {
  let page: Page | undefined;
  let project: Project | undefined;
  before(async function () {
    const { browser, served } = stageOf(this);
    project = await makeProject();
    // No model is asked, so nothing waits for a key.
    await served.configure({ ...trustSettings(options.trusted ?? true), 'branchlight.generators': ['explorer'], ...options.settings });
    page = await openVscode(browser, served, { workspace: project.root });
  });
  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed' || page === undefined) return;
    console.log(`Screen: ${await screenshotOfFailure(page, test.fullTitle())}`);
    console.log(`Branchlight's log:\n${(await stageOf(this).served.extensionLog()).split('\n').slice(-40).join('\n')}`);
  });
  after(async () => {
    if (page !== undefined) await closeVscode(page);
    await project?.remove();
  });
  const opened = <Thing>(thing: Thing | undefined): Thing => {
    if (thing === undefined) throw new Error('The window is open only while tests run.');
    return thing;
  };
  return {
    get page() {
      return opened(page);
    },
    get project() {
      return opened(project);
    },
  };
}
