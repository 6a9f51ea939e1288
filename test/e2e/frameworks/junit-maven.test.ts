import { spawnSync } from 'node:child_process';
import { describeFramework } from './framework-contract.ts';

/** Maven with a Java development kit of 11 or later; what is missing, in a sentence. */
async function lacksMaven(): Promise<string | undefined> {
  const maven = spawnSync('mvn', ['--version'], { encoding: 'utf8' });
  if (maven.error !== undefined) return 'Maven is not installed.';
  if (spawnSync('javac', ['-version']).error !== undefined) return 'No Java compiler is installed.';
  return undefined;
}

const price = 'PriceTest';

describeFramework({
  label: 'JUnit 5 through Maven',
  framework: 'junit-maven',
  fixture: 'junit-maven',
  version: /^5\.10\.2$/,
  install: lacksMaven,
  source: 'src/main/java/shop/Price.java',
  otherSource: 'src/main/java/shop/Stock.java',
  testFile: 'src/test/java/shop/PriceTest.java',
  greenFile: 'src/test/java/shop/StockTest.java',
  counts: { passed: 10, failed: 1, error: 1, skipped: 2 },
  summary(printed) {
    const [, run = 0, failed = 0, error = 0, skipped = 0] =
      [...printed.matchAll(/Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)(?:, Flakes: \d+)?\s*$/gm)]
        .at(-1)
        ?.map(Number) ?? [];
    return run === 0 ? {} : { passed: run - failed - error - skipped, failed, error, skipped };
  },
  passed: { group: price, title: 'multipliesQuantityAndPrice' },
  failed: { group: price, title: 'givesAVolumePrice' },
  error: { group: price, title: 'readsTheStock' },
  skipped: { group: price, title: 'roundsHalfUp' },
  parameterised: [1, 2, 3].map((one) => ({ group: price, title: `addsUp(int, int, int)[${one}]` })),
  nested: { group: `${price}$Refusals$OfDebts`, title: 'refusesLessThanNothing' },
  retried: { group: price, title: 'worksTheSecondTime' },
  comparison: { expected: '7', actual: '5' },
  darkLine: 'quantity > 100',
  certainty: 'count',
  extra: {
    broken: {
      file: 'BrokenTest.java',
      place: 'src/test/java/shop/BrokenTest.java',
      says: /BrokenTest\.java:8: cannot find symbol[^]*levelOf/,
    },
    endless: { file: 'EndlessTest.java', place: 'src/test/java/shop/EndlessTest.java' },
    fake: { file: 'FakeTest.java', place: 'src/test/java/shop/FakeTest.java' },
    flood: { file: 'FloodTest.java', place: 'src/test/java/shop/FloodTest.java' },
    forks: { file: 'ForkTest.java', place: 'src/test/java/shop/ForkTest.java' },
  },
  leaves: /^target\//,
});
