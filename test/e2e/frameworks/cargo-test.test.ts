import { spawnSync } from 'node:child_process';
import { describeFramework } from './framework-contract.ts';
import { rustCoverageTools } from './rust-coverage-tools.ts';

/** cargo with what measures; what is missing, in a sentence. */
async function lacksCargo(): Promise<string | undefined> {
  if (spawnSync('cargo', ['--version']).error !== undefined) return 'Rust is not installed.';
  return rustCoverageTools();
}

describeFramework({
  label: 'cargo test',
  framework: 'cargo-test',
  fixture: 'cargo-test',
  version: /^unknown$/,
  install: lacksCargo,
  source: 'src/price.rs',
  otherSource: 'src/stock.rs',
  testFile: 'tests/price.rs',
  greenFile: 'tests/stock.rs',
  counts: { passed: 11, failed: 1, error: 1, skipped: 1 },
  summary(printed) {
    const sums = [...printed.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)];
    const sum = (at: number): number => sums.reduce((total, match) => total + Number(match[at]), 0);
    return sums.length === 0 ? {} : { passed: sum(1), red: sum(2), skipped: sum(3) };
  },
  passed: { title: 'multiplies_quantity_and_price' },
  failed: { title: 'gives_a_volume_price' },
  error: { title: 'reads_the_stock' },
  skipped: { title: 'rounds_half_up' },
  parameterised: ['one', 'two', 'three'].map((title) => ({ group: 'adds_up', title })),
  nested: { group: 'refusals::of_debts', title: 'refuses_less_than_nothing' },
  comparison: { expected: '7', actual: '5' },
  darkLine: 'quantity > 100',
  certainty: 'none',
  extra: {
    broken: { file: 'broken.rs', place: 'tests/broken.rs', says: /cannot find function `level_of`[^]*tests\/broken\.rs:3/ },
    endless: { file: 'endless.rs', place: 'tests/endless.rs' },
    fake: { file: 'fake.rs', place: 'tests/fake.rs' },
    flood: { file: 'flood.rs', place: 'tests/flood.rs' },
    forks: { file: 'forks.rs', place: 'tests/forks.rs' },
  },
  leaves: /^target\//,
});
