/** Node's own test runner: the version that runs these tests, and the system's where that is another one. */
import { execFileSync } from 'node:child_process';
import { describeFramework, type FrameworkCase } from './framework-contract.ts';

const group = 'linePrice';

function nodeCase(label: string, node: string): FrameworkCase {
  return {
    label,
    framework: 'node-test',
    fixture: 'node-test',
    version: /^unknown$/,
    install: () => Promise.resolve(undefined),
    settings: { node },
    source: 'src/price.js',
    otherSource: 'src/stock.js',
    testFile: 'test/price.test.js',
    greenFile: 'test/stock.test.js',
    counts: { passed: 10, failed: 1, error: 2, skipped: 1, todo: 2 },
    summary(printed) {
      const count = (word: string): number => Number(new RegExp(`^ℹ ${word} (\\d+)`, 'm').exec(printed)?.[1] ?? Number.NaN);
      return { passed: count('pass'), red: count('fail') + count('cancelled'), skipped: count('skipped'), todo: count('todo') };
    },
    passed: { group, title: 'multiplies quantity and price' },
    failed: { group, title: 'gives a volume price' },
    error: { group, title: 'reads the stock' },
    skipped: { group, title: 'rounds half up' },
    parameterised: [1, 4, 9].map((price, index) => ({ group, title: `costs ${price} for ${index + 1}` })),
    nested: { group: 'linePrice of nothing', title: 'is refused (with "quotes", $ and [brackets])' },
    comparison: { expected: '7', actual: '5' },
    darkLine: 'if (quantity > 100)',
    certainty: 'exact',
    extra: {
      broken: { file: 'broken.js', place: 'test/broken.test.js', says: /nowhere\.js/ },
      endless: { file: 'endless.js', place: 'test/endless.test.js' },
      fake: { file: 'fake.js', place: 'test/fake.test.js' },
      flood: { file: 'flood.js', place: 'test/flood.test.js' },
    },
  };
}

function versionOf(node: string): string | undefined {
  try {
    return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined; // there is none
  }
}

describeFramework(nodeCase(`Node ${process.version}`, process.execPath));

const system = ['/usr/local/bin/node', '/usr/bin/node'].find((path) => ![undefined, process.version].includes(versionOf(path)));
if (system !== undefined) describeFramework(nodeCase(`Node ${versionOf(system) ?? ''}`, system));
