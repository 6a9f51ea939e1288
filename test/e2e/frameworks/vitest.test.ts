import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanOutput } from '../../../src/core/suite/clean-output.ts';
import { repositoryRoot } from '../../support/cache-folder.ts';
import { installed } from '../../support/installs.ts';
import { describeFramework } from './framework-contract.ts';

/** Version 4 is what this repository itself is tested with. */
async function packagesOf(major: string): Promise<string | undefined> {
  if (major === '4') return repositoryRoot;
  const install = await installed(`vitest-${major}`);
  return 'missing' in install ? undefined : install.folder;
}

/** `      Tests  2 failed | 9 passed | 1 skipped | 1 todo (13)` */
function summaryOf(printed: string): Readonly<Record<string, number>> {
  const line = /^\s*Tests {2}(.*)$/m.exec(cleanOutput(printed))?.[1] ?? '';
  const counts: Record<string, number> = {};
  for (const [, count, name = ''] of line.matchAll(/(\d+) (failed|skipped|todo|passed)/g))
    counts[name === 'failed' ? 'red' : name] = Number(count);
  return counts;
}

for (const major of ['3', '4', '5']) {
  describeFramework({
    label: `Vitest ${major}`,
    framework: 'vitest',
    fixture: 'vitest',
    version: new RegExp(`^${major}\\.`),
    async install(root) {
      const folder = await packagesOf(major);
      if (folder === undefined) return `Vitest ${major} could not be installed.`;
      await symlink(join(folder, 'node_modules'), join(root, 'node_modules'), 'junction');
      return undefined;
    },
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
      broken: { file: 'broken.test.ts', place: 'tests/broken.test.ts', says: /nowhere/ },
      endless: { file: 'endless.test.ts', place: 'tests/endless.test.ts' },
      fake: { file: 'fake-results.test.ts', place: 'tests/fake-results.test.ts' },
      flood: { file: 'flood.test.ts', place: 'tests/flood.test.ts' },
      forks: { file: 'forks.test.ts', place: 'tests/forks.test.ts' },
    },
    leaves: /^reports\//,
  });
}
