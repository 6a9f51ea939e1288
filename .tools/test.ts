/**
 * `npm test`: every check and suite one after the other, also after a failure, then one line with the sum of all.
 * `npm test -- unit e2e` runs only those. Exit code 1 when anything failed, crashed, hung or left no summary.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addUp, countOf, sumLine, type Count, type Ending } from './test-counts.ts';

interface Suite {
  readonly name: string;
  /** Arguments of npm. */
  readonly npm: readonly string[];
  /** `check`: one test that its exit code decides. `mocha`: tests are counted by the summary it leaves. */
  readonly kind: 'check' | 'mocha';
}

const reporter = ['--', '--reporter', '.tools/summary-reporter.ts'];
const suites: readonly Suite[] = [
  { name: 'lint', npm: ['run', 'lint'], kind: 'check' },
  { name: 'types', npm: ['run', 'types'], kind: 'check' },
  { name: 'format', npm: ['run', 'format'], kind: 'check' },
  { name: 'docs', npm: ['run', 'docs', '--', '--check'], kind: 'check' },
  { name: 'build', npm: ['run', 'build'], kind: 'check' },
  { name: 'unit', npm: ['run', 'test:unit', ...reporter], kind: 'mocha' },
  { name: 'e2e', npm: ['run', 'test:e2e', ...reporter], kind: 'mocha' },
  { name: 'host', npm: ['run', 'test:host'], kind: 'mocha' },
  { name: 'ui', npm: ['run', 'test:ui'], kind: 'mocha' },
];

/** A suite that is still running after this long hangs. */
const longestMs = 20 * 60_000;

function runNpm(args: readonly string[], summary: string): Promise<Ending> {
  const npm = process.env['npm_execpath'];
  const [file, before] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const child = spawn(file, [...before, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, BRANCHLIGHT_TEST_SUMMARY: summary },
    // A group of its own, so that everything below it can be ended at once.
    detached: process.platform !== 'win32',
    shell: npm === undefined && process.platform === 'win32',
  });
  return new Promise((resolve) => {
    let hung = false;
    const endAll = (signal: NodeJS.Signals): void => {
      if (child.pid === undefined) return;
      if (process.platform === 'win32') child.kill(signal);
      else process.kill(-child.pid, signal);
    };
    const timer = setTimeout(() => {
      hung = true;
      endAll('SIGKILL');
    }, longestMs);
    const interrupted = (signal: NodeJS.Signals): void => {
      endAll(signal);
      process.exitCode = 130;
      stopped = true;
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const settle = (ending: Ending): void => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      resolve(ending);
    };
    child.once('error', (error) => settle({ how: 'not-started', reason: error.message }));
    child.once('close', (code) => settle(hung ? { how: 'hung', minutes: longestMs / 60_000 } : { how: 'exited', code: code ?? 1 }));
  });
}

let stopped = false;
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}; there are ${suites.map((suite) => suite.name).join(', ')}.`);
  process.exit(2);
}

const scratch = await mkdtemp(join(tmpdir(), 'branchlight-test-'));
const results: { readonly name: string; readonly count: Count }[] = [];
for (const suite of suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  if (stopped) break;
  console.log(`\n━━ ${suite.name} (npm ${suite.npm.slice(0, 2).join(' ')})`);
  const summary = join(scratch, `${suite.name}.json`);
  const ending = await runNpm(suite.npm, summary);
  const text = await readFile(summary, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const count = countOf(suite.kind, ending, text);
  if (count.problem !== undefined) console.log(`${suite.name}: ${count.problem}`);
  results.push({ name: suite.name, count });
}
await rm(scratch, { recursive: true, force: true });

console.log('');
for (const { name, count } of results) console.log(`${name.padEnd(8)}${sumLine(count)}`);
const total = addUp(results.map(({ count }) => count));
console.log('');
console.log(sumLine(total));
if (stopped) process.exitCode = 130;
else if (total.failed > 0) process.exitCode = 1;
