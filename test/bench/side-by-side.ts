/**
 * Side by side: each case of a bench works on the same file in a process of its own, in turns, so that what else happens on
 * the machine hits all of them alike. Figures are medians.
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runNpm } from '../support/npm-command.ts';
import { cacheFolder } from '../support/cache-folder.ts';

/** One way to do the work. */
export interface BenchCase {
  readonly name: string;
  readonly measure: (path: string) => Promise<Sample>;
}

interface Sample {
  readonly ms: number;
  /** Peak resident memory of the process, MiB. */
  readonly rssMb: number;
  readonly said: string;
}

export interface Result extends Sample {
  readonly name: string;
}

/** `prepare` is not timed; what `run` says of its result is shown, so that it can be compared. */
export function benchCase<Input>(
  name: string,
  prepare: (path: string) => Promise<Input> | Input,
  run: (input: Input) => Promise<string> | string,
): BenchCase {
  return {
    name,
    measure: async (path) => {
      const input = await prepare(path);
      const start = performance.now();
      const said = await run(input);
      const ms = performance.now() - start;
      return { ms, rssMb: process.resourceUsage().maxRSS / 1024, said };
    },
  };
}

/** In a process started by {@link sideBySide}: runs the one case that it was started for, and answers true. */
export async function ranAsCase(groups: Readonly<Record<string, readonly BenchCase[]>>): Promise<boolean> {
  const [flag, group = '', name, path = ''] = process.argv.slice(2);
  if (flag !== '--case') return false;
  const found = groups[group]?.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no case ${String(name)} of ${group}.`);
  process.send?.(await found.measure(path));
  return true;
}

/** Runs all cases of a group `rounds` times in turns and prints a table. A case that fails is shown with its error. */
export async function sideBySide(
  script: string,
  group: string,
  cases: readonly BenchCase[],
  path: string,
  rounds: number,
): Promise<ReadonlyMap<string, Result>> {
  const samples = new Map<string, Sample[]>();
  const failures = new Map<string, string>();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name } of cases) {
      if (failures.has(name)) continue;
      const sample = await runCase(script, group, name, path);
      if (typeof sample === 'string') failures.set(name, sample);
      else samples.set(name, [...(samples.get(name) ?? []), sample]);
    }
  }
  const mb = statSync(path).size / 1e6;
  const results = new Map<string, Result>();
  console.log(`\n${group}: ${mb.toFixed(0)} MB, median of ${String(rounds)}`);
  for (const { name } of cases) {
    const own = samples.get(name);
    if (own?.[0] === undefined) {
      console.log(`  ${name.padEnd(48)} failed: ${failures.get(name) ?? ''}`);
      continue;
    }
    const result = { name, ms: median(own.map((one) => one.ms)), rssMb: median(own.map((one) => one.rssMb)), said: own[0].said };
    results.set(name, result);
    console.log(
      `  ${name.padEnd(48)} ${result.ms.toFixed(0).padStart(7)} ms ${(mb / (result.ms / 1000)).toFixed(0).padStart(6)} MB/s ${result.rssMb.toFixed(0).padStart(6)} MB peak  ${result.said}`,
    );
  }
  return results;
}

/** One line of a bench: what was wanted, what came out. */
export function printBar(what: string, value: number, bar: string, holds: boolean): void {
  console.log(`  ${holds ? 'holds' : 'FALLS SHORT'}: ${what} ${value.toFixed(value < 10 ? 2 : 0)} (bar: ${bar})`);
}

function runCase(script: string, group: string, name: string, path: string): Promise<Sample | string> {
  const child = spawn(process.execPath, ['--max-old-space-size=8192', script, '--case', group, name, path], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  let sample: Sample | undefined;
  let tail = '';
  child.on('message', (message) => (sample = message as Sample));
  child.stderr?.on('data', (chunk: Buffer) => (tail = (tail + chunk.toString()).slice(-2000)));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve(sample ?? /^\w*Error: .*$/m.exec(tail)?.[0] ?? `exit code ${String(code)}`);
    });
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const readersFolder = join(cacheFolder, 'bench-readers');

/** Fetches what a user would pick instead, once, outside of our own dependencies. `packages` as `name@version`. */
export async function installReaders(packages: readonly string[]): Promise<void> {
  const missing = packages.filter((one) => !existsSync(join(readersFolder, 'node_modules', one.slice(0, one.lastIndexOf('@')))));
  if (missing.length === 0) return;
  await mkdir(readersFolder, { recursive: true });
  await runNpm(['install', '--no-audit', '--no-fund', '--prefix', readersFolder, ...packages], readersFolder, console.log);
}

/** Loads one of the {@link installReaders}. */
export function requireReader(name: string): unknown {
  return createRequire(join(readersFolder, 'index.cjs'))(name);
}
