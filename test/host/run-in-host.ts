/** What VS Code calls inside the extension host (`extensionTestsPath`). Bundled as CommonJS, because that is what VS Code loads. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import type { HostRun } from './host-run.ts';

/** Runs the suite that `run.json` beside this file names; the numbers go to the file that it names. */
export async function run(): Promise<void> {
  const plan = JSON.parse(readFileSync(join(__dirname, 'run.json'), 'utf8')) as HostRun;
  const { default: Mocha } = await import('mocha');
  Mocha.reporters.Base.consoleLog = (...words: unknown[]) => {
    console.log(`${plan.mark}${format(...words)}`);
  };
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, slow: 5000, color: false, reporter: 'spec' });
  mocha.addFile(join(__dirname, 'suites', `${plan.suite}.cjs`));
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats ?? { passes: 0, failures: 0, pending: 0 };
      writeFileSync(plan.summary, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  });
}
