/**
 * `npm run bench:reports`: LCOV and Istanbul reports of 50 MB, read by Branchlight and by what a user would pick instead.
 * `npm run bench:reports -- 1000` also reads one report of each format of that many MB.
 */
import { readFileSync, statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { branchTotals, type Totals } from '../../src/core/coverage/coverage-map.ts';
import { drain } from '../../src/core/coverage/formats/indexed-report.ts';
import { loadReport } from '../../src/core/coverage/load-report.ts';
import { indexReport } from '../../src/core/coverage/read-report.ts';
import { createNodeFileSystem } from '../../src/node/file-system.ts';
import { generateReport, istanbulRecords, lcovRecords } from './generated-reports.ts';
import { benchCase, installReaders, printBar, ranAsCase, requireReader, sideBySide, type BenchCase } from './side-by-side.ts';

const script = fileURLToPath(import.meta.url);
const rounds = 5;

type Read = (input: Buffer) => string | Promise<string>;
const bench = (name: string, run: Read): BenchCase => benchCase(name, (path) => readFileSync(path), run);

const branchlight = bench('Branchlight', (bytes) => {
  const report = drain(indexReport(bytes, ''));
  return say(
    report.files.length,
    report.files.reduce<Totals>(
      (sum, { totals }) => ({ covered: sum.covered + totals.branches.covered, total: sum.total + totals.branches.total }),
      { covered: 0, total: 0 },
    ),
  );
});

const decoded = bench('Branchlight, every file decoded one by one', (bytes) => {
  const report = drain(indexReport(bytes, ''));
  let covered = 0;
  let total = 0;
  for (const file of report.files) {
    const branches = branchTotals([file.load()]);
    covered += branches.covered;
    total += branches.total;
  }
  return say(report.files.length, { covered, total });
});

function say(files: number, { covered, total }: Totals): string {
  return `${files.toLocaleString('en-US')} files, ${covered.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} arms`;
}

interface LcovFile {
  readonly branches?: { readonly details?: readonly { readonly taken: number }[] };
}

const lcovCases: readonly BenchCase[] = [
  branchlight,
  decoded,
  bench('counting the newlines', (bytes) => {
    let lines = 0;
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
    return `${lines.toLocaleString('en-US')} lines`;
  }),
  bench('lcov-parse', (bytes) => {
    const { source } = requireReader('lcov-parse') as {
      readonly source: (text: string, done: (error: unknown, files?: readonly LcovFile[]) => void) => void;
    };
    return new Promise((resolve, reject) => {
      source(bytes.toString(), (error, files) => {
        if (files === undefined) reject(error instanceof Error ? error : new Error(String(error)));
        else {
          const arms = files.flatMap((file) => file.branches?.details ?? []);
          resolve(say(files.length, { covered: arms.filter((arm) => arm.taken > 0).length, total: arms.length }));
        }
      });
    });
  }),
  bench('@friedemannsommer/lcov-parser', (bytes) => {
    const { lcovParser } = requireReader('@friedemannsommer/lcov-parser/sync') as {
      readonly lcovParser: (options: {
        readonly from: Buffer;
      }) => readonly { readonly branches: { readonly instrumented: number; readonly hit: number } }[];
    };
    const files = lcovParser({ from: bytes });
    return say(
      files.length,
      files.reduce((sum, { branches }) => ({ covered: sum.covered + branches.hit, total: sum.total + branches.instrumented }), {
        covered: 0,
        total: 0,
      }),
    );
  }),
];

const istanbulCases: readonly BenchCase[] = [
  branchlight,
  decoded,
  bench('JSON.parse of the whole file', (bytes) => {
    const report = JSON.parse(bytes.toString()) as Readonly<Record<string, { readonly b: Readonly<Record<string, readonly number[]>> }>>;
    const arms = Object.values(report).flatMap((file) => Object.values(file.b).flat());
    return say(Object.keys(report).length, { covered: arms.filter((count) => count > 0).length, total: arms.length });
  }),
];

/** The way of the server: from the disk, in turns. */
const fromDisk = benchCase(
  'Branchlight, from disk in turns of 20 ms',
  (path) => path,
  async (path) => {
    let turns = 0;
    let longest = 0;
    let began = performance.now();
    const pause = async (): Promise<void> => {
      longest = Math.max(longest, performance.now() - began);
      turns += 1;
      await setImmediate();
      began = performance.now();
    };
    const report = await loadReport(createNodeFileSystem(), path, { kind: 'file', size: statSync(path).size, modified: 0 }, () =>
      performance.now() - began < 20 ? undefined : pause(),
    );
    return `${report.files.length.toLocaleString('en-US')} files, ${String(turns)} turns, the longest ${longest.toFixed(0)} ms`;
  },
);

const groups: Readonly<Record<string, readonly BenchCase[]>> = {
  LCOV: lcovCases,
  'Istanbul JSON': istanbulCases,
  'LCOV, large': [fromDisk],
  'Istanbul JSON, large': [fromDisk],
};

async function main(): Promise<void> {
  await installReaders(['lcov-parse@1.0.0', '@friedemannsommer/lcov-parser@5.0.2']);
  const lcov = await sideBySide(script, 'LCOV', lcovCases, await generateReport('lcov-50.info', lcovRecords(), 50, ''), rounds);
  const istanbul = await sideBySide(
    script,
    'Istanbul JSON',
    istanbulCases,
    await generateReport('istanbul-50.json', istanbulRecords(), 50, '}'),
    rounds,
  );
  const ms = (results: typeof lcov, name: string): number => results.get(name)?.ms ?? Number.NaN;
  const rss = (results: typeof lcov, name: string): number => results.get(name)?.rssMb ?? Number.NaN;
  const over = (what: string, bar: number, value: number): void => printBar(what, value, `≥ ${String(bar)}`, value >= bar);
  const under = (what: string, bar: number, value: number): void => printBar(what, value, `≤ ${String(bar)}`, value <= bar);
  console.log('');
  over('LCOV, times faster than lcov-parse:', 5, ms(lcov, 'lcov-parse') / ms(lcov, 'Branchlight'));
  over('LCOV, times faster than @friedemannsommer/lcov-parser:', 8, ms(lcov, '@friedemannsommer/lcov-parser') / ms(lcov, 'Branchlight'));
  over('LCOV, share of the speed of counting newlines:', 0.1, ms(lcov, 'counting the newlines') / ms(lcov, 'Branchlight'));
  under('LCOV, peak memory over the size of the file:', 6, rss(lcov, 'Branchlight') / 50);
  over('Istanbul, times faster than JSON.parse:', 1, ms(istanbul, 'JSON.parse of the whole file') / ms(istanbul, 'Branchlight'));
  under(
    'Istanbul, share of the peak memory of JSON.parse:',
    0.5,
    rss(istanbul, 'Branchlight') / rss(istanbul, 'JSON.parse of the whole file'),
  );
  const large = Number(process.argv[2]);
  if (!(large > 0)) return;
  const lcovLarge = await sideBySide(
    script,
    'LCOV, large',
    [fromDisk],
    await generateReport(`lcov-${String(large)}.info`, lcovRecords(), large, ''),
    1,
  );
  const istanbulLarge = await sideBySide(
    script,
    'Istanbul JSON, large',
    [fromDisk],
    await generateReport(`istanbul-${String(large)}.json`, istanbulRecords(), large, '}'),
    1,
  );
  console.log('');
  under('LCOV, peak memory, MB:', 1500, rss(lcovLarge, fromDisk.name));
  under('Istanbul, peak memory, MB:', 1500, rss(istanbulLarge, fromDisk.name));
}

if (!(await ranAsCase(groups))) await main();
