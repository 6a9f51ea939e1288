/** Gradle starts slowly, so what the contract asserts of other frameworks is asserted here over as few runs as tell it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Suite, SuiteOutcome } from '../../../src/core/suite/framework.ts';
import { processesOf } from '../../support/process-tree.ts';
import { openSuiteRunner, type SuiteRunner } from './suite-runner.ts';

const priceTest = 'src/test/java/shop/PriceTest.java';

describe('JUnit 4 through Gradle, run and read', function () {
  this.timeout(300_000);
  let runner: SuiteRunner;
  let suite: Suite;

  before(async function () {
    if (spawnSync('gradle', ['--version']).error !== undefined) {
      if (process.env['CI'] !== undefined) throw new Error('Gradle is not installed.');
      console.log('    skipped: Gradle is not installed.');
      this.skip();
    }
    runner = await openSuiteRunner('junit-gradle');
    suite = await runner.detect('src/main/java/shop/Price.java');
  });
  after(() => runner?.dispose());

  it('is measured, and reports every test with its place and its reason', async () => {
    assert.deepEqual([suite.project.framework, suite.project.frameworkVersion], ['junit-gradle', '4.13.2']);
    const { outcome } = await runner.run(suite, { coverage: 'all' }, { timeoutMs: 280_000 });
    assert.deepEqual(lines(outcome), [
      'error PriceTest#readsTheStock java.lang.IllegalStateException: stock is empty',
      'failed PriceTest#givesAVolumePrice expected:<7> but was:<5>',
      'passed PriceTest#multipliesQuantityAndPrice',
      'passed PriceTest#refusesNothing',
      'passed PriceTest#takesItsTime',
      'passed StockTest#saysFew',
      'passed StockTest#saysMany',
      'skipped PriceTest#asksTheBank',
      'skipped PriceTest#roundsHalfUp',
    ]);
    assert.ok(outcome.status === 'completed');
    const failed = outcome.tests.find(({ status }) => status === 'failed');
    assert.deepEqual([failed?.expected, failed?.actual, failed?.file], ['7', '5', join(runner.root, priceTest)]);
    assert.deepEqual(failed?.failedAt, { file: join(runner.root, priceTest), line: 17 });
    assert.deepEqual(outcome.errors, []);
    const coverage = outcome.coverage?.get(join(runner.root, 'src/main/java/shop/Price.java'));
    assert.ok(
      coverage?.branches.some(({ taken, arms }) => (taken ?? 0) < arms.length),
      'the discount is dark',
    );
  });

  it('runs one test by its name', async () => {
    const only = { group: 'PriceTest', title: 'refusesNothing' };
    const { outcome } = await runner.run(suite, { files: [join(runner.root, priceTest)], only });
    assert.deepEqual(lines(outcome), ['passed PriceTest#refusesNothing']);
  });

  it('names what does not compile', async () => {
    await runner.add('BrokenTest.java', 'src/test/java/shop/BrokenTest.java');
    const { outcome } = await runner.run(suite, {});
    await runner.remove('src/test/java/shop/BrokenTest.java');
    assert.ok(outcome.status === 'completed', JSON.stringify(outcome));
    assert.match(outcome.errors.join('\n'), /BrokenTest\.java:8: cannot find symbol[^]*levelOf/);
  });

  it('is not green when a test ends its process, and leaves no process behind', async () => {
    await runner.add('ExitTest.java', 'src/test/java/shop/ExitTest.java');
    const { outcome } = await runner.run(suite, { files: [join(runner.root, 'src/test/java/shop/ExitTest.java')] });
    await runner.remove('src/test/java/shop/ExitTest.java');
    assert.ok(
      outcome.status !== 'completed' || outcome.errors.length > 0 || outcome.tests.some(({ status }) => status === 'error'),
      JSON.stringify(outcome),
    );
    assert.deepEqual(processesOf(runner.root), []);
  });
});

function lines(outcome: SuiteOutcome): readonly string[] {
  assert.ok(outcome.status === 'completed', outcome.status === 'failed-to-start' ? outcome.error.message : outcome.status);
  return outcome.tests
    .map(({ status, group, title, message }) => [status, `${group}#${title}`, message].filter(Boolean).join(' '))
    .toSorted();
}
