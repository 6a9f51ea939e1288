import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestStatus } from '../../../src/core/suite/framework.ts';
import { installed } from '../../support/installs.ts';
import { describeFramework } from './framework-contract.ts';

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

for (const major of [7, 8, 9]) {
  describeFramework({
    label: `pytest ${major}`,
    framework: 'pytest',
    fixture: 'pytest',
    version: new RegExp(`^${major}\\.`),
    async install(root) {
      const install = await installed(`pytest-${major}`);
      if ('missing' in install) return install.missing;
      await symlink(join(install.folder, 'venv'), join(root, '.venv'), 'junction');
      return undefined;
    },
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
    },
  });
}
