/**
 * `npm run bench:session`: a workspace with a large report, as the server keeps it. How long one file's coverage takes to
 * be answered, and how long after a report has changed the open files have their new marks, beside the time that
 * `lcov-parse` takes for parsing that report alone.
 */
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createCoverageSession } from '../../src/core/coverage/create-session.ts';
import type { CoverageSession } from '../../src/core/coverage/session.ts';
import { defaultSettings } from '../../src/core/settings.ts';
import { createSourceAnalyser } from '../../src/core/source/analyser.ts';
import { createNodeFileSystem } from '../../src/node/file-system.ts';
import { sourceAssets } from '../../src/node/source-assets.ts';
import { generateReport, lcovRecords } from './generated-reports.ts';
import { installReaders, printBar, requireReader } from './side-by-side.ts';

const rounds = 5;
const openFiles = 3;

/** A workspace whose sources are those that the report names, and the report itself. */
async function makeWorkspace(
  report: string,
): Promise<{ readonly root: string; readonly report: string; readonly sources: readonly string[] }> {
  const root = await mkdtemp(join(tmpdir(), 'branchlight-bench-'));
  const text = await readFile(report, 'utf8');
  const sources = [...text.matchAll(/^SF:\/build\/(.*)$/gm)].map((match) => join(root, match[1] ?? ''));
  for (const path of sources) {
    await mkdir(dirname(path), { recursive: true });
    // Every other line decides something, so that there is something to align.
    await writeFile(path, 'export const f = (a: number) => {\n' + '  if (a > 1) a += 1;\n  a -= 1;\n'.repeat(325) + '  return a;\n};\n');
  }
  await mkdir(join(root, 'coverage'));
  const copy = join(root, 'coverage/lcov.info');
  await writeFile(copy, text);
  return { root, report: copy, sources };
}

function openSession(root: string): CoverageSession {
  const silent = (): undefined => undefined;
  return createCoverageSession({
    root,
    fileSystem: createNodeFileSystem(),
    analyser: createSourceAnalyser(sourceAssets),
    settings: () => defaultSettings,
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    now: () => Date.now(),
    pause: () => setImmediate(),
    history: { around: () => Promise.resolve([]) },
  });
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function benchOneFile(): Promise<void> {
  const { root, sources } = await makeWorkspace(await generateReport('lcov-50.info', lcovRecords(), 50, ''));
  try {
    const session = openSession(root);
    await session.refresh();
    await session.file(sources[0] ?? '');
    const loads: number[] = [];
    const whole: number[] = [];
    const asked = Array.from({ length: 999 }, (_, index) => sources[((index + 1) * 37) % sources.length] ?? '');
    for (const path of asked) {
      const start = performance.now();
      if ((await session.reported(path)) === undefined) throw new Error(`${path} is not measured.`);
      loads.push(performance.now() - start);
    }
    for (const path of asked) {
      const start = performance.now();
      await session.file(path);
      whole.push(performance.now() - start);
    }
    console.log(`\none of ${sources.length.toLocaleString('en-US')} files of a 50 MB report, 999 asked for`);
    console.log(`  decoded: median ${quantile(loads, 0.5).toFixed(2)} ms, 99 % within ${quantile(loads, 0.99).toFixed(2)} ms`);
    console.log(
      `  decoded, its source of 650 lines parsed, both aligned: median ${quantile(whole, 0.5).toFixed(2)} ms, 99 % within ${quantile(whole, 0.99).toFixed(2)} ms`,
    );
    printBar('milliseconds for one file at the 99th percentile:', quantile(loads, 0.99), '≤ 5', quantile(loads, 0.99) <= 5);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function benchChange(): Promise<void> {
  await installReaders(['lcov-parse@1.0.0']);
  const { source: parseLcov } = requireReader('lcov-parse') as {
    readonly source: (text: string, done: (error: unknown, files?: readonly unknown[]) => void) => void;
  };
  const { root, report, sources } = await makeWorkspace(await generateReport('lcov-15.info', lcovRecords(), 15, ''));
  try {
    const session = openSession(root);
    await session.refresh();
    const open = sources.slice(0, openFiles);
    for (const path of open) await session.file(path);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const later = new Date(Date.now() + round * 60_000);
      await utimes(report, later, later);
      const start = performance.now();
      await session.refresh(undefined, [report]);
      for (const path of open) if ((await session.file(path)) === undefined) throw new Error(`${path} is not measured.`);
      ours.push(performance.now() - start);
      const text = await readFile(report, 'utf8');
      const began = performance.now();
      await new Promise<void>((resolve) => {
        parseLcov(text, () => resolve());
      });
      theirs.push(performance.now() - began);
    }
    console.log(`\na changed LCOV report of 15 MB, median of ${String(rounds)}`);
    console.log(`  Branchlight, until the new marks of ${String(openFiles)} open files are known: ${quantile(ours, 0.5).toFixed(0)} ms`);
    console.log(`  lcov-parse, parsing alone: ${quantile(theirs, 0.5).toFixed(0)} ms`);
    const share = quantile(ours, 0.5) / quantile(theirs, 0.5);
    printBar('share of the time of lcov-parse:', share, '≤ 0.2', share <= 0.2);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

await benchOneFile();
await benchChange();
