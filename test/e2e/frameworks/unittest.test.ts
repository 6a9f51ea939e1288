import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestStatus } from '../../../src/core/suite/framework.ts';
import { installed } from '../../support/installs.ts';
import { describeFramework } from './framework-contract.ts';

/** unittest's own summary: `FAILED (failures=1, errors=2, skipped=1, expected failures=1, unexpected successes=1)`. */
function summary(printed: string): Readonly<Partial<Record<TestStatus | 'red', number>>> {
  const ran = /^Ran (\d+) tests? in/m.exec(printed);
  const line = /^(?:FAILED|OK)(?: \((.*)\))?$/m.exec(printed);
  if (ran === null || line === null) return {};
  const count = (name: string): number => Number(new RegExp(`(?:^|, )${name}=(\\d+)`).exec(line[1] ?? '')?.[1] ?? 0);
  const red = count('failures') + count('errors') + count('unexpected successes');
  const [skipped, pending] = [count('skipped'), count('expected failures')];
  return { red, skipped, pending, passed: Number(ran[1]) - red - skipped - pending };
}

describeFramework({
  label: 'unittest',
  framework: 'unittest',
  fixture: 'unittest',
  version: /^unknown$/,
  async install(root) {
    const install = await installed('unittest');
    if ('missing' in install) return install.missing;
    await symlink(join(install.folder, 'venv'), join(root, '.venv'), 'junction');
    return undefined;
  },
  source: 'shop/price.py',
  otherSource: 'shop/stock.py',
  testFile: 'tests/test_price.py',
  greenFile: 'tests/test_stock.py',
  counts: { passed: 6, failed: 2, error: 2, skipped: 1, pending: 1 },
  summary,
  passed: { group: 'TestPrice', title: 'test_multiplies_quantity_and_price' },
  failed: { group: 'TestPrice', title: 'test_gives_a_volume_price' },
  error: { group: 'TestPrice', title: 'test_reads_the_stock' },
  skipped: { group: 'TestPrice', title: 'test_rounds_half_up' },
  parameterised: [{ group: 'TestPrice', title: 'test_prices' }],
  nested: { group: 'TestPrice.Refusals', title: 'test_refuses_zero' },
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
