/**
 * `npm run bench:suites [-- <framework>… ]`: what a run of ours costs beside the bare command that a developer types, in turns,
 * medians of 5. Bars: the whole suite ≤ 5 % + 300 ms more; one test file with the coverage of one source ≤ 1.3 × the bare
 * runner on that file. Frameworks that are not on this machine are named and left out.
 */
import { spawnSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openSuiteRunner, type SuiteRunner } from '../e2e/frameworks/suite-runner.ts';
import { installed } from '../support/installs.ts';

const rounds = 5;

interface Bare {
  readonly name: string;
  readonly fixture: string;
  readonly install?: { readonly name: string; readonly python?: true };
  readonly source: string;
  readonly otherSource: string;
  readonly greenFile: string;
  /** Argument vectors as a developer types them. */
  readonly whole: readonly string[];
  readonly oneFile: readonly string[];
}

const node = process.execPath;

const cases: readonly Bare[] = [
  {
    name: 'vitest',
    fixture: 'vitest',
    install: { name: 'vitest-5' },
    source: 'src/price.ts',
    otherSource: 'src/stock.ts',
    greenFile: 'tests/stock.test.ts',
    whole: [node, 'node_modules/vitest/vitest.mjs', 'run'],
    oneFile: [node, 'node_modules/vitest/vitest.mjs', 'run', 'tests/stock.test.ts'],
  },
  {
    name: 'jest',
    fixture: 'jest',
    install: { name: 'jest-30' },
    source: 'src/price.ts',
    otherSource: 'src/stock.ts',
    greenFile: 'tests/stock.test.ts',
    whole: [node, 'node_modules/jest/bin/jest.js'],
    oneFile: [node, 'node_modules/jest/bin/jest.js', 'tests/stock.test.ts'],
  },
  {
    name: 'mocha',
    fixture: 'mocha',
    install: { name: 'mocha-11' },
    source: 'src/price.js',
    otherSource: 'src/stock.js',
    greenFile: 'test/stock.test.js',
    whole: [node, 'node_modules/mocha/bin/mocha.js'],
    oneFile: [node, 'node_modules/mocha/bin/mocha.js', '--spec', 'test/stock.test.js'],
  },
  {
    name: 'node-test',
    fixture: 'node-test',
    source: 'src/price.js',
    otherSource: 'src/stock.js',
    greenFile: 'test/stock.test.js',
    whole: [node, '--test'],
    oneFile: [node, '--test', 'test/stock.test.js'],
  },
  {
    name: 'pytest',
    fixture: 'pytest',
    install: { name: 'pytest-9', python: true },
    source: 'shop/price.py',
    otherSource: 'shop/stock.py',
    greenFile: 'tests/test_stock.py',
    whole: ['python', '-m', 'pytest'],
    oneFile: ['python', '-m', 'pytest', 'tests/test_stock.py'],
  },
  {
    name: 'unittest',
    fixture: 'unittest',
    install: { name: 'unittest', python: true },
    source: 'shop/price.py',
    otherSource: 'shop/stock.py',
    greenFile: 'tests/test_stock.py',
    whole: ['python', '-m', 'unittest', 'discover'],
    oneFile: ['python', '-m', 'unittest', 'tests/test_stock.py'],
  },
  {
    name: 'go-test',
    fixture: 'go-test',
    source: 'price/price.go',
    otherSource: 'stock/stock.go',
    greenFile: 'stock/stock_test.go',
    whole: ['go', 'test', '-count=1', './...'],
    oneFile: ['go', 'test', '-count=1', './stock'],
  },
  {
    name: 'cargo-test',
    fixture: 'cargo-test',
    source: 'src/price.rs',
    otherSource: 'src/stock.rs',
    greenFile: 'tests/stock.rs',
    whole: ['cargo', 'test', '--no-fail-fast'],
    oneFile: ['cargo', 'test', '--test', 'stock'],
  },
  {
    name: 'junit-maven',
    fixture: 'junit-maven',
    source: 'src/main/java/shop/Price.java',
    otherSource: 'src/main/java/shop/Stock.java',
    greenFile: 'src/test/java/shop/StockTest.java',
    whole: ['mvn', '-B', '-ntp', '-q', 'test'],
    oneFile: ['mvn', '-B', '-ntp', '-q', 'test', '-Dtest=StockTest'],
  },
  {
    name: 'junit-gradle',
    fixture: 'junit-gradle',
    source: 'src/main/java/shop/Price.java',
    otherSource: 'src/main/java/shop/Stock.java',
    greenFile: 'src/test/java/shop/StockTest.java',
    whole: ['gradle', '--no-daemon', 'test', '--continue'],
    oneFile: ['gradle', '--no-daemon', 'test', '--tests', 'shop.StockTest'],
  },
];

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function timed(work: () => Promise<void> | void): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function bareRun([file = '', ...args]: readonly string[], cwd: string): void {
  const run = spawnSync(file, args, { cwd, stdio: 'ignore', env: { ...process.env, CI: '1' } });
  if (run.error !== undefined) throw run.error;
}

async function prepare(one: Bare): Promise<{ readonly runner: SuiteRunner; readonly python: string | undefined } | string> {
  const [program = ''] = one.whole;
  if (one.install === undefined && program !== node && spawnSync(program, ['--version']).error !== undefined)
    return `there is no ${program}`;
  const install = one.install === undefined ? undefined : await installed(one.install.name);
  if (install !== undefined && 'missing' in install) return install.missing;
  const python = one.install?.python === true && install !== undefined ? join(install.folder, 'venv/bin/python') : undefined;
  const runner = await openSuiteRunner(one.fixture, { node, ...(python === undefined ? {} : { python }) });
  if (install !== undefined && python === undefined) await symlink(join(install.folder, 'node_modules'), join(runner.root, 'node_modules'));
  return { runner, python };
}

async function compare(one: Bare): Promise<string> {
  const prepared = await prepare(one);
  if (typeof prepared === 'string') return `${one.name.padEnd(14)} left out: ${prepared}`;
  const { runner, python } = prepared;
  const argv = (given: readonly string[]): readonly string[] => (python === undefined ? given : [python, ...given.slice(1)]);
  try {
    const suite = await runner.detect(one.source);
    const file = join(runner.root, one.greenFile);
    const ways = {
      bareWhole: () => bareRun(argv(one.whole), runner.root),
      ourWhole: async () => void (await runner.run(suite, {})),
      bareFile: () => bareRun(argv(one.oneFile), runner.root),
      ourFile: async () => void (await runner.run(suite, { files: [file], coverage: [join(runner.root, one.otherSource)] })),
    };
    const samples = new Map<string, number[]>();
    // The first round fills caches of compilers and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, way] of Object.entries(ways)) {
        const ms = await timed(way);
        if (round > 0) samples.set(name, [...(samples.get(name) ?? []), ms]);
      }
    }
    const of = (name: keyof typeof ways): number => median(samples.get(name) ?? []);
    const allowed = of('bareWhole') * 1.05 + 300;
    const ratio = of('ourFile') / of('bareFile');
    return [
      one.name.padEnd(14),
      `whole ${of('bareWhole').toFixed(0)} → ${of('ourWhole').toFixed(0)} ms`.padEnd(28),
      (of('ourWhole') <= allowed ? 'within' : 'OVER').padEnd(8),
      `one file ${of('bareFile').toFixed(0)} → ${of('ourFile').toFixed(0)} ms with coverage`.padEnd(42),
      `${ratio.toFixed(2)} × ${suite.project.coverageProvider === undefined ? '(no coverage tool here)' : ratio <= 1.3 ? 'within' : 'OVER'}`,
    ].join(' ');
  } finally {
    await runner.dispose();
  }
}

const wanted = process.argv.slice(2);
console.log('bare command → the same by us; bars: whole ≤ +5 % + 300 ms, one file with coverage ≤ 1.3 × bare');
for (const one of cases) if (wanted.length === 0 || wanted.includes(one.name)) console.log(await compare(one));
