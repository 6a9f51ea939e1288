/**
 * `npm run bench:reports`: LCOV and Istanbul reports of 50 MB, read by Branchlight and by what a user would pick instead.
 * `npm run bench:reports -- 1000` also reads one report of each format of that many MB.
 */
import { createWriteStream, existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { branchTotals, type Totals } from '../../src/core/coverage/coverage-map.ts';
import { drain } from '../../src/core/coverage/formats/indexed-report.ts';
import { loadReport } from '../../src/core/coverage/load-report.ts';
import { indexReport } from '../../src/core/coverage/read-report.ts';
import { createNodeFileSystem } from '../../src/node/file-system.ts';
import { cacheFolder } from '../support/cache-folder.ts';
import { benchCase, installReaders, printBar, ranAsCase, requireReader, sideBySide, type BenchCase } from './side-by-side.ts';

const script = fileURLToPath(import.meta.url);
const folder = join(cacheFolder, 'bench-reports');
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

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function* lcovRecords(): Generator<string> {
  const next = random(1);
  for (let file = 0; ; file += 1) {
    const lines = [`TN:`, `SF:/build/packages/part-${String(file % 97)}/src/module-${String(file)}.ts`];
    const size = 50 + Math.floor(next() * 600);
    let arms = 0;
    let armHits = 0;
    let hits = 0;
    let functions = 0;
    for (let line = 1; line <= size; line += 12, functions += 1) {
      lines.push(`FN:${String(line)},function${String(functions)}`, `FNDA:${String(Math.floor(next() * 9))},function${String(functions)}`);
    }
    for (let line = 1; line <= size; line += 1) {
      const count = next() < 0.7 ? Math.floor(next() * 1000) : 0;
      if (count > 0) hits += 1;
      lines.push(`DA:${String(line)},${String(count)}`);
      if (next() < 0.25) {
        for (let arm = 0; arm < 2; arm += 1) {
          const taken = count === 0 || next() < 0.4 ? 0 : Math.ceil(next() * count);
          arms += 1;
          if (taken > 0) armHits += 1;
          lines.push(`BRDA:${String(line)},${String(arms >> 1)},${String(arm)},${String(taken)}`);
        }
      }
    }
    lines.push(`LF:${String(size)}`, `LH:${String(hits)}`, `BRF:${String(arms)}`, `BRH:${String(armHits)}`, 'end_of_record', '');
    yield lines.join('\n');
  }
}

function* istanbulRecords(): Generator<string> {
  const next = random(2);
  for (let file = 0; ; file += 1) {
    const path = `/build/packages/part-${String(file % 97)}/src/module-${String(file)}.ts`;
    const data: Readonly<Record<'statementMap' | 'fnMap' | 'branchMap' | 's' | 'f' | 'b', Record<string, unknown>>> = {
      statementMap: {},
      fnMap: {},
      branchMap: {},
      s: {},
      f: {},
      b: {},
    };
    const place = (line: number, from: number, to: number): unknown => ({ start: { line, column: from }, end: { line, column: to } });
    const size = 50 + Math.floor(next() * 250);
    for (let line = 1; line <= size; line += 1) {
      const count = next() < 0.7 ? Math.floor(next() * 1000) : 0;
      const id = String(line - 1);
      data.statementMap[id] = place(line, 2, 60);
      data.s[id] = count;
      if (line % 12 === 1) {
        data.fnMap[id] = { name: `f${id}`, decl: place(line, 9, 12), loc: place(line, 20, 60), line };
        data.f[id] = count;
      }
      if (next() < 0.25) {
        const loc = place(line, 2, 40);
        data.branchMap[id] = { loc, type: 'if', locations: [loc, { start: {}, end: {} }], line };
        data.b[id] = [count, next() < 0.4 ? 0 : count];
      }
    }
    yield `${file === 0 ? '{' : ','}${JSON.stringify(path)}:${JSON.stringify({ path, ...data })}\n`;
  }
}

async function generate(name: string, records: Generator<string>, megabytes: number, end: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  if (existsSync(path)) return path;
  const out = createWriteStream(path);
  let length = 0;
  for (const record of records) {
    if (!out.write(record)) await once(out, 'drain');
    length += record.length;
    if (length >= megabytes * 1e6) break;
  }
  out.end(end);
  await once(out, 'finish');
  return path;
}

async function main(): Promise<void> {
  await installReaders(['lcov-parse@1.0.0', '@friedemannsommer/lcov-parser@5.0.2']);
  const lcov = await sideBySide(script, 'LCOV', lcovCases, await generate('lcov-50.info', lcovRecords(), 50, ''), rounds);
  const istanbul = await sideBySide(
    script,
    'Istanbul JSON',
    istanbulCases,
    await generate('istanbul-50.json', istanbulRecords(), 50, '}'),
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
    await generate(`lcov-${String(large)}.info`, lcovRecords(), large, ''),
    1,
  );
  const istanbulLarge = await sideBySide(
    script,
    'Istanbul JSON, large',
    [fromDisk],
    await generate(`istanbul-${String(large)}.json`, istanbulRecords(), large, '}'),
    1,
  );
  console.log('');
  under('LCOV, peak memory, MB:', 1500, rss(lcovLarge, fromDisk.name));
  under('Istanbul, peak memory, MB:', 1500, rss(istanbulLarge, fromDisk.name));
}

if (!(await ranAsCase(groups))) await main();
