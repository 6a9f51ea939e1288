/** For mocha's `--require`: one VS Code server and one browser for all files below `test/ui`. */
import type { Context } from 'mocha';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { serveVscode, trustSettings, type ServedVscode } from '../support/served-vscode.ts';
import { stageExtension, type StagedExtension } from '../support/stage-extension.ts';

/** What every window is opened with. */
export interface Stage {
  readonly browser: Browser;
  readonly served: ServedVscode;
  readonly extension: StagedExtension;
}

const key = 'branchlightStage';

/** The stage of this run; `context` is `this` of a hook or test. */
export function stageOf(context: Context): Stage {
  return context[key] as Stage;
}

/** A VS Code with Branchlight installed as a user has it. */
export function serveWithBranchlight(extension: StagedExtension): Promise<ServedVscode> {
  return serveVscode({ report: (line) => console.log(line), settings: trustSettings(true), installed: [extension.path] });
}

export const mochaHooks = {
  async beforeAll(this: Context): Promise<void> {
    this.timeout(600_000);
    const report = (line: string): void => console.log(line);
    const extension = await stageExtension(report);
    const browser = await launchChromium(report);
    this[key] = { extension, browser, served: await serveWithBranchlight(extension) } satisfies Stage;
  },
  async afterAll(this: Context): Promise<void> {
    const stage = this[key] as Stage | undefined;
    await stage?.browser.close();
    await stage?.served.stop();
    await stage?.extension.remove();
  },
};
