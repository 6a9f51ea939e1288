/**
 * Mocha's spec output, and, when BRANCHLIGHT_TEST_SUMMARY names a file, `{"passed":…,"failed":…,"skipped":…}` written
 * there at the end, for `.tools/test.ts`.
 */
import Mocha, { type MochaOptions, type Runner } from 'mocha';
import { writeFileSync } from 'node:fs';

export default class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner: Runner, options?: MochaOptions) {
    super(runner, options);
    const file = process.env['BRANCHLIGHT_TEST_SUMMARY'];
    if (file === undefined || file === '') return;
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
}
