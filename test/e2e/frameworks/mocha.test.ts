/** Mocha's three newest majors and the one before, against a real project. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { installed } from '../../support/installs.ts';
import { describeFramework, type FrameworkCase } from './framework-contract.ts';

const group = 'linePrice';

function mochaCase(major: number): FrameworkCase {
  return {
    label: `Mocha ${major}`,
    framework: 'mocha',
    fixture: 'mocha',
    version: new RegExp(`^${major}\\.`),
    async install(root) {
      const install = await installed(`mocha-${major}`);
      if ('missing' in install) return install.missing;
      await symlink(join(install.folder, 'node_modules'), join(root, 'node_modules'), 'junction');
      return undefined;
    },
    settings: { node: process.execPath },
    source: 'src/price.js',
    otherSource: 'src/stock.js',
    testFile: 'test/price.test.js',
    greenFile: 'test/stock.test.js',
    counts: { passed: 9, failed: 1, error: 1, pending: 2 },
    summary(printed) {
      const count = (word: string): number => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(printed)?.[1] ?? 0);
      return { passed: count('passing'), red: count('failing'), pending: count('pending') };
    },
    passed: { group, title: 'multiplies quantity and price' },
    failed: { group, title: 'gives a volume price' },
    error: { group, title: 'reads the stock' },
    skipped: { group, title: 'rounds half up' },
    parameterised: [1, 4, 9].map((price, index) => ({ group, title: `costs ${price} for ${index + 1}` })),
    nested: { group: 'linePrice of nothing', title: 'is refused (with "quotes", $ and [brackets])' },
    retried: { group, title: 'passes at the second attempt' },
    comparison: { expected: '7', actual: '5' },
    darkLine: 'if (quantity > 100)',
    certainty: 'exact',
    extra: {
      broken: { file: 'broken.js', place: 'test/broken.test.js', says: /broken\.test\.js could not be loaded: [^]*nowhere\.js/ },
      endless: { file: 'endless.js', place: 'test/endless.test.js' },
      fake: { file: 'fake.js', place: 'test/fake.test.js' },
      flood: { file: 'flood.js', place: 'test/flood.test.js' },
    },
  };
}

for (const major of [9, 10, 11, 12]) describeFramework(mochaCase(major));
