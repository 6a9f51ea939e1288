import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanOutput } from '../../../src/core/suite/clean-output.ts';
import { installed } from '../../support/installs.ts';
import { describeFramework } from './framework-contract.ts';
import { openSuiteRunner } from './suite-runner.ts';

/** Links an install's packages into a copied project; a sentence when they could not be installed. */
function linking(name: string): (root: string) => Promise<string | undefined> {
  return async (root) => {
    const install = await installed(name);
    if ('missing' in install) return install.missing;
    await symlink(join(install.folder, 'node_modules'), join(root, 'node_modules'), 'junction');
    return undefined;
  };
}

/** `Tests:       2 failed, 1 skipped, 1 todo, 9 passed, 13 total` */
function summaryOf(printed: string): Readonly<Record<string, number>> {
  const line = /^Tests: +(.*)$/m.exec(cleanOutput(printed))?.[1] ?? '';
  const counts: Record<string, number> = {};
  for (const [, count, name = ''] of line.matchAll(/(\d+) (failed|skipped|todo|passed)/g))
    counts[name === 'failed' ? 'red' : name] = Number(count);
  return counts;
}

for (const major of ['28', '29', '30']) {
  describeFramework({
    label: `Jest ${major}`,
    framework: 'jest',
    fixture: 'jest',
    version: new RegExp(`^${major}\\.`),
    install: linking(`jest-${major}`),
    source: 'src/price.ts',
    otherSource: 'src/stock.ts',
    testFile: 'tests/price.test.ts',
    greenFile: 'tests/stock.test.ts',
    counts: { passed: 9, failed: 1, error: 1, skipped: 1, todo: 1 },
    summary: summaryOf,
    passed: { title: 'multiplies quantity and price' },
    failed: { title: 'gives a volume price' },
    error: { title: 'reads the stock' },
    skipped: { title: 'rounds half up' },
    parameterised: [{ title: 'costs 1 times 10' }, { title: 'costs 2 times 10' }, { title: 'costs 3 times 5' }],
    nested: { group: 'an order of nothing', title: 'is refused' },
    retried: { group: 'a flaky till', title: 'answers the second time' },
    comparison: { expected: '7', actual: '5' },
    darkLine: 'if (quantity > 100) {',
    certainty: 'exact',
    extra: {
      broken: { file: 'broken.test.ts', place: 'tests/broken.test.ts', says: /Cannot find module '\.\.\/src\/nowhere'/ },
      endless: { file: 'endless.test.ts', place: 'tests/endless.test.ts' },
      fake: { file: 'fake-results.test.ts', place: 'tests/fake-results.test.ts' },
      flood: { file: 'flood.test.ts', place: 'tests/flood.test.ts' },
      forks: { file: 'forks.test.ts', place: 'tests/forks.test.ts' },
    },
  });
}

describe('Jest, confined', function () {
  this.timeout(120_000);

  it('runs tests in the process that is guarded, measures them and says what was refused', async function () {
    const runner = await openSuiteRunner('jest');
    try {
      const missing = await linking('jest-30')(runner.root);
      if (missing !== undefined) {
        if (process.env['CI'] !== undefined) throw new Error(missing);
        console.log(`      skipped: ${missing}`);
        this.skip();
      }
      const place = join(runner.root, 'tests', 'starts.test.ts');
      const starts = "it('starts a program', () => {\n  require('child_process').execSync('ls');\n});\n";
      await writeFile(place, starts);
      const suite = await runner.detect('src/stock.ts');
      const wanted = join(runner.root, 'src/stock.ts');
      const files = [place, join(runner.root, 'tests/stock.test.ts')];
      const { outcome } = await runner.run(suite, { files, coverage: [wanted], confinement: 'confined', shuffleSeed: 1 });
      assert.ok(outcome.status === 'completed', JSON.stringify(outcome));
      assert.deepEqual(outcome.refused, ['start programs: execSync("ls")']);
      assert.deepEqual(outcome.tests.map((test) => test.status).toSorted(), ['error', 'passed', 'passed']);
      assert.deepEqual([...(outcome.coverage?.keys() ?? [])], [wanted]);
    } finally {
      await runner.dispose();
    }
  });
});
