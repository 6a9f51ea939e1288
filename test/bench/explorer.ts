/**
 * How much of packages that nobody here wrote the explorer covers from nothing: `node test/bench/explorer.ts [package …]`
 * after `npm run build`. Installs the packages once into `.vscode-test/explorer-bench`; seeds are fixed. `--tests` also
 * prints the tests, `--seconds=2` sets the budget per function.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exploreFile } from './explore-file.ts';

interface BenchPackage {
  readonly name: string;
  readonly version: string;
  /** Folder or file inside the package; every JavaScript and TypeScript source of it is explored. */
  readonly sources: string;
}

const packages: readonly BenchPackage[] = [
  { name: 'simple-statistics', version: '7.8.8', sources: 'src' },
  { name: 'plural', version: '1.1.0', sources: 'index.js' },
  { name: 'geo-point', version: '2.0.2', sources: 'src/geo-point.ts' },
  { name: 'complex.js', version: '2.4.2', sources: 'dist/complex.js' },
  { name: 'countries-and-timezones', version: '3.9.0', sources: 'dist/index.js' },
  { name: 'js-sdsl', version: '4.4.2', sources: 'dist/cjs/container/OtherContainer' },
];

const seed = 1;
const cache = fileURLToPath(new URL('../../.vscode-test/explorer-bench/', import.meta.url));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const seconds = Number(flags.find((flag) => flag.startsWith('--seconds='))?.slice(10) ?? 2);
const worker = flags.find((flag) => flag.startsWith('--worker='))?.slice(9);
const showTests = flags.includes('--tests');

await install();
console.log(
  `${'package'.padEnd(26)}${'arms'.padStart(6)}${'taken'.padStart(7)}${'%'.padStart(7)}${'tests'.padStart(7)}${'calls'.padStart(9)}${'calls/s'.padStart(9)}${'ms'.padStart(8)}  unsolved`,
);
for (const each of packages) if (names.length === 0 || names.includes(each.name)) await measure(each);

async function measure({ name, sources }: BenchPackage): Promise<void> {
  const projectRoot = join(cache, 'projects', name);
  await mkdir(projectRoot, { recursive: true });
  await cp(join(cache, 'node_modules', name), projectRoot, { recursive: true });
  const totals = { arms: 0, taken: 0, tests: 0, calls: 0, ms: 0 };
  const unsolved = new Map<string, number>();
  for (const file of await filesBelow(join(projectRoot, sources))) {
    const explored = await exploreFile({ file, projectRoot, seed, budgetMs: seconds * 1000, ...(worker === undefined ? {} : { worker }) });
    totals.arms += explored.arms;
    totals.taken += new Set(explored.result.candidates.flatMap((candidate) => candidate.arms)).size;
    totals.tests += explored.result.candidates.length;
    totals.calls += explored.report?.calls ?? 0;
    totals.ms += explored.durationMs;
    for (const { code } of explored.result.unsolved) unsolved.set(code, (unsolved.get(code) ?? 0) + 1);
    if (showTests) {
      console.log(`// ${file}\n${explored.testText}`);
      for (const each of explored.result.unsolved) console.log(`// ${each.arm} ${each.code}: ${each.reason}`);
    }
  }
  const percent = totals.arms === 0 ? 0 : (100 * totals.taken) / totals.arms;
  const rest = [...unsolved].sort((left, right) => right[1] - left[1]).map(([code, count]) => `${code} ${count}`);
  console.log(
    `${name.padEnd(26)}${String(totals.arms).padStart(6)}${String(totals.taken).padStart(7)}${percent.toFixed(1).padStart(7)}${String(totals.tests).padStart(7)}${String(totals.calls).padStart(9)}${String(Math.round((1000 * totals.calls) / totals.ms)).padStart(9)}${String(Math.round(totals.ms)).padStart(8)}  ${rest.join(', ')}`,
  );
}

async function filesBelow(path: string): Promise<string[]> {
  if (/\.[jt]s$/.test(path)) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name) && !/\.(d\.ts|spec\.ts|test\.js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function install(): Promise<void> {
  const missing = packages.filter((each) => !existsSync(join(cache, 'node_modules', each.name)));
  if (missing.length === 0) return;
  await mkdir(cache, { recursive: true });
  await writeFile(join(cache, 'package.json'), '{ "private": true }\n');
  const wanted = packages.map((each) => `${each.name}@${each.version}`);
  await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...wanted], {
    cwd: cache,
    shell: process.platform === 'win32',
  });
}
