/** `npm run test:host`: the suites below `suites`, each inside the extension host of a real VS Code. `npm run test:host -- trusted` runs one. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { serveVscode, trustSettings, type ServedVscode } from '../support/served-vscode.ts';
import { stageExtension } from '../support/stage-extension.ts';
import { readSummary, writeSummary, type Summary } from '../support/summary.ts';
import { bundleSuites, type BundledSuites } from './bundle-suites.ts';
import type { HostRun } from './host-run.ts';
import { scenarios, type Scenario } from './scenarios.ts';

interface Stage {
  readonly served: ServedVscode;
  readonly browser: Browser;
  readonly suites: BundledSuites;
  readonly extension: string;
  readonly scratch: string;
}

const longestMs = 5 * 60_000;
const mark = '⟦mocha⟧';

/** Runs one scenario to its end; a host that crashes, hangs or leaves no numbers is a failure. */
async function runScenario(scenario: Scenario, stage: Stage): Promise<Summary> {
  const prepared = await scenario.prepare();
  const summary = join(stage.scratch, `${scenario.suite}.json`);
  const plan: HostRun = { suite: scenario.suite, mark, summary };
  await writeFile(join(stage.suites.folder, 'run.json'), JSON.stringify(plan));
  await stage.served.configure({ ...trustSettings(scenario.trusted), ...scenario.settings });
  const context = await stage.browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const other: string[] = [];
  let end: (problem: string | undefined) => void = () => undefined;
  const ended = new Promise<string | undefined>((resolve) => {
    end = resolve;
  });
  const timer = setTimeout(() => end(`did not end within ${String(longestMs / 60_000)} minutes`), longestMs);
  // Before the navigation: VS Code calls them as soon as it has something to say.
  await page.exposeFunction('codeAutomationLog', (_type: string, words: readonly unknown[]) => {
    const text = words.map(String).join(' ');
    if (text.startsWith(mark)) console.log(text.slice(mark.length));
    else other.push(text);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => end(code === 0 ? undefined : `ended with exit code ${String(code)}`));
  page.once('crash', () => end('the window crashed'));
  await page.goto(stage.served.url({ workspace: prepared.workspace, extensions: [stage.extension], tests: stage.suites.entry }));
  const problem = await ended;
  clearTimeout(timer);
  const counted = readSummary(summary);
  if (problem !== undefined || counted === undefined) {
    console.log(`${scenario.suite}: ${problem ?? 'left no summary'}. What the extension host said last:\n${other.slice(-30).join('\n')}`);
  }
  await context.close();
  if (problem !== undefined || (counted?.failed ?? 1) > 0) console.log(`Branchlight's log:\n${await stage.served.extensionLog()}`);
  for (const project of prepared.projects) await project.remove();
  const sum = counted ?? { passed: 0, failed: 0, skipped: 0 };
  return problem === undefined && counted !== undefined ? sum : { ...sum, failed: Math.max(1, sum.failed) };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !scenarios.some((scenario) => scenario.suite === name));
if (unknown.length > 0)
  throw new Error(`There is no suite ${unknown.join(', ')}; there are ${scenarios.map((scenario) => scenario.suite).join(', ')}.`);

const report = (line: string): void => console.log(line);
const total = { passed: 0, failed: 0, skipped: 0 };
const scratch = await mkdtemp(join(tmpdir(), 'branchlight-host-'));
const extension = await stageExtension(report);
const suites = await bundleSuites();
const browser = await launchChromium(report);
const served = await serveVscode({ report });
try {
  for (const scenario of scenarios) {
    if (wanted.length > 0 && !wanted.includes(scenario.suite)) continue;
    const sum = await runScenario(scenario, { served, browser, suites, extension: extension.path, scratch });
    total.passed += sum.passed;
    total.failed += sum.failed;
    total.skipped += sum.skipped;
  }
} finally {
  await browser.close();
  await served.stop();
  await suites.remove();
  await extension.remove();
  await rm(scratch, { recursive: true, force: true });
}
console.log(`In the extension host: ${String(total.passed)} passed, ${String(total.failed)} failed, ${String(total.skipped)} skipped`);
writeSummary(total);
if (total.failed > 0) process.exitCode = 1;
