/**
 * `npm run test:desktop`: the suites of `test/host` in a desktop VS Code, which `@vscode/test-electron` downloads into the
 * cache folder. On Linux without a display: `xvfb-run -a npm run test:desktop`.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests, TestRunFailedError } from '@vscode/test-electron';
import { bundleSuites } from '../host/bundle-suites.ts';
import type { HostRun } from '../host/host-run.ts';
import { scenarios, type Scenario } from '../host/scenarios.ts';
import { cacheFolder } from '../support/cache-folder.ts';
import { stageExtension } from '../support/stage-extension.ts';
import { readSummary, writeSummary, type Summary } from '../support/summary.ts';

const extension = await stageExtension((line) => console.log(line));
const suites = await bundleSuites();
const scratch = await mkdtemp(join(tmpdir(), 'branchlight-desktop-'));
const executable = await downloadAndUnzipVSCode({ cachePath: cacheFolder });

/** One start of the desktop VS Code with a profile of its own. A run that leaves no numbers counts as one failure. */
async function runScenario(scenario: Scenario): Promise<Summary> {
  const prepared = await scenario.prepare();
  const profile = join(scratch, scenario.suite);
  const summary = join(scratch, `${scenario.suite}.json`);
  const plan: HostRun = { suite: scenario.suite, mark: '', summary };
  await writeFile(join(suites.folder, 'run.json'), JSON.stringify(plan));
  await mkdir(join(profile, 'User'), { recursive: true });
  await writeFile(join(profile, 'User/settings.json'), JSON.stringify(scenario.settings ?? {}));
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: extension.path,
      extensionTestsPath: suites.entry,
      extensionTestsEnv: { ANTHROPIC_API_KEY: undefined },
      launchArgs: [prepared.workspace, `--user-data-dir=${profile}`, '--disable-extensions', '--disable-telemetry'],
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
    console.log(`${scenario.suite}: VS Code ended with ${String(error.code ?? error.signal)}`);
  }
  for (const project of prepared.projects) await project.remove();
  return readSummary(summary) ?? { passed: 0, failed: 1, skipped: 0 };
}

const total = { passed: 0, failed: 0, skipped: 0 };
try {
  for (const scenario of scenarios) {
    if (!scenario.trusted) {
      console.log(`${scenario.suite}: skipped, @vscode/test-electron always starts VS Code with trust given (--disable-workspace-trust).`);
      total.skipped += 1;
      continue;
    }
    const sum = await runScenario(scenario);
    total.passed += sum.passed;
    total.failed += sum.failed;
    total.skipped += sum.skipped;
  }
} finally {
  await suites.remove();
  await extension.remove();
  await rm(scratch, { recursive: true, force: true });
}
console.log(`In the desktop VS Code: ${String(total.passed)} passed, ${String(total.failed)} failed, ${String(total.skipped)} skipped`);
writeSummary(total);
if (total.failed > 0) process.exitCode = 1;
