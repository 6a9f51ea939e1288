import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Suite, TestStatus } from '../../../src/core/suite/framework.ts';
import { installed } from '../../support/installs.ts';
import { processesOf } from '../../support/process-tree.ts';
import { describeFramework } from './framework-contract.ts';
import { openSuiteRunner, type SuiteRunner } from './suite-runner.ts';

/** The last line of pytest's own summary: `3 failed, 8 passed, 1 skipped, 1 xfailed, 1 error, 1 rerun in 0.50s`. */
function summary(printed: string): Readonly<Partial<Record<TestStatus | 'red', number>>> {
  const line = printed.split('\n').findLast((text) => / in [\d.]+s/.test(text)) ?? '';
  const count = (...names: readonly string[]): number =>
    names.reduce((sum, name) => sum + Number(new RegExp(`(\\d+) ${name}\\b`).exec(line)?.[1] ?? 0), 0);
  if (line === '') return {};
  return {
    red: count('failed', 'errors?'),
    passed: count('passed', 'xpassed'),
    skipped: count('skipped'),
    pending: count('xfailed'),
  };
}

/** Puts an environment into the project; a sentence when it cannot be had. */
async function link(name: string, root: string): Promise<string | undefined> {
  const install = await installed(name);
  if ('missing' in install) return install.missing;
  await symlink(join(install.folder, 'venv'), join(root, '.venv'), 'junction');
  return undefined;
}

for (const major of [7, 8, 9]) {
  describeFramework({
    label: `pytest ${major}`,
    framework: 'pytest',
    fixture: 'pytest',
    version: new RegExp(`^${major}\\.`),
    install: (root) => link(`pytest-${major}`, root),
    source: 'shop/price.py',
    otherSource: 'shop/stock.py',
    testFile: 'tests/test_price.py',
    greenFile: 'tests/test_stock.py',
    counts: { passed: 9, failed: 2, error: 2, skipped: 1, pending: 1 },
    summary,
    passed: { title: 'test_multiplies_quantity_and_price' },
    failed: { title: 'test_gives_a_volume_price' },
    error: { title: 'test_reads_the_stock' },
    skipped: { title: 'test_rounds_half_up' },
    parameterised: ['1-5', '2-10', '3-15'].map((parameters) => ({ title: `test_prices[${parameters}]` })),
    nested: { group: 'TestRefusals::TestZero', title: 'test_refuses_zero' },
    retried: { title: 'test_passes_at_the_second_attempt' },
    comparison: { expected: '7', actual: '5' },
    darkLine: 'if quantity > 100:',
    certainty: 'arc',
    extra: {
      broken: { file: 'broken.py', place: 'tests/test_broken.py', says: /tests\/test_broken\.py: ImportError.*no_such_name/s },
      endless: { file: 'endless.py', place: 'tests/test_endless.py' },
      fake: { file: 'fake.py', place: 'tests/test_fake.py' },
      flood: { file: 'flood.py', place: 'tests/test_flood.py' },
      forks: { file: 'forks.py', place: 'tests/test_forks.py' },
    },
  });
}

describe('pytest 9 with plugins, run and read', function () {
  this.timeout(120_000);
  let runner: SuiteRunner;
  let suite: Suite;
  before(async function () {
    runner = await openSuiteRunner('pytest');
    const missing = await link('pytest-9', runner.root);
    if (missing !== undefined) {
      if (process.env['CI'] !== undefined) throw new Error(missing);
      console.log(`    skipped: ${missing}`);
      this.skip();
    }
    suite = await runner.detect('shop/price.py');
  });
  after(() => runner?.dispose());

  it('names the tests that ran each line', async () => {
    const files = [join(runner.root, 'tests/test_stock.py')];
    const { outcome } = await runner.run(suite, { files, coverage: 'all' });
    assert.ok(outcome.status === 'completed');
    const stock = outcome.coverage?.get(join(runner.root, 'shop/stock.py'));
    assert.deepEqual(stock?.contexts?.get(4), ['tests/test_stock.py::test_is_in_stock', 'tests/test_stock.py::test_is_sold_out']);
    assert.equal(stock?.contexts?.has(3), false);
  });

  it('measures in one process when the user asks for several, and for pytest-cov too', async () => {
    const added = { ...suite, project: { ...suite.project, addedArguments: ['-n', '2'] } };
    const { outcome } = await runner.run(added, { files: [join(runner.root, 'tests/test_stock.py')], coverage: 'all' });
    assert.ok(outcome.status === 'completed');
    assert.deepEqual([outcome.tests.map(({ status }) => status), outcome.errors], [['passed', 'passed'], []]);
    assert.equal(outcome.coverage?.get(join(runner.root, 'shop/stock.py'))?.lines.get(4), 1);
  });

  it('tells a test that was stopped for its time from one that failed', async () => {
    await runner.add('slow.py', 'tests/test_slow.py');
    const { outcome } = await runner.run(suite, { files: [join(runner.root, 'tests/test_slow.py')] });
    assert.ok(outcome.status === 'completed');
    assert.deepEqual([outcome.tests[0]?.status, outcome.tests[0]?.message], ['error', 'Failed: Timeout (>0.5s) from pytest-timeout.']);
  });

  it('leaves no process of a test behind', async () => {
    await runner.add('child.py', 'tests/test_child.py');
    const { outcome } = await runner.run(suite, { files: [join(runner.root, 'tests/test_child.py')] });
    assert.ok(outcome.status === 'completed');
    assert.deepEqual(
      outcome.tests.map(({ status }) => status),
      ['passed'],
    );
    assert.deepEqual(processesOf(runner.root), []);
  });

  it('says what is missing in a Python without pytest', async function () {
    const install = await installed('unittest');
    if ('missing' in install) {
      console.log(`    skipped: ${install.missing}`);
      this.skip();
    }
    const interpreter = join(install.folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
    const { outcome } = await runner.run({ ...suite, project: { ...suite.project, interpreter } }, {});
    assert.ok(outcome.status === 'failed-to-start');
    assert.deepEqual([outcome.error.code, outcome.error.message], ['suite/runner-missing', `pytest is not installed for ${interpreter}.`]);
  });

  it('says what it does not understand', async () => {
    const added = { ...suite, project: { ...suite.project, addedArguments: ['--no-such-option'] } };
    const { outcome } = await runner.run(added, {});
    assert.ok(outcome.status === 'failed-to-start');
    assert.equal(outcome.error.code, 'suite/bad-configuration');
    assert.match(outcome.error.message, /unrecognized arguments: --no-such-option/);
  });
});
