/**
 * `npm run demo`: the whole job on a bundled project, with no key and no network. Copies the shop to a scratch folder, runs
 * its suite, lists the dark arms, covers what the embedded generator reaches and shows the evidence.
 * Exit code 0 only if arms that were dark are covered at the end.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderListing } from '../src/cli/reporters/human-reporter.ts';
import type { Listing } from '../src/cli/reporters/reporter.ts';
import { renderReceipt } from '../src/core/verify/render-receipt.ts';
import type { Receipt } from '../src/core/verify/verdict.ts';
import { failureText, lastEvent, runBranchlight, type CliEvent, type CliRun } from './demo/branchlight.ts';
import { alignColumns, compareListings, totalOf } from './demo/tables.ts';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..');
const projects = join(repository, 'test/fixtures/projects');
const started = performance.now();
/** The whole demo stays under this. */
const longestSeconds = 118;

const onTerminal = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
const bold = (text: string): string => (onTerminal ? `\u001b[1m${text}\u001b[22m` : text);
const say = (text = ''): void => console.log(text);
const elapsed = (): number => (performance.now() - started) / 1000;
const heading = (text: string): void => say(`\n${bold(`── ${text}`)}\n`);

/** What is going on, on one line that goes away; silent when nobody is watching. */
function status(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${text.slice(0, process.stdout.columns - 1)}`);
}

function showEvent(prefix: string): (event: CliEvent) => void {
  return (event) => {
    if (event.kind === 'suite-started') status(`${prefix}: running ${String(event['label'])}`);
    else if (event.kind === 'generating') status(`${prefix}: looking for ${String(event['targets'])} arms`);
    else if (event.kind === 'progress') status(`${prefix}: ${String(event['message'])}`);
  };
}

function mustHave<T>(value: T | undefined, run: CliRun): T {
  status('');
  if (value !== undefined) return value;
  say(`This did not work: ${failureText(run)}`);
  process.exit(1);
}

function build(): void {
  const built = spawnSync(process.execPath, [join(repository, '.tools/build.ts')], { stdio: 'inherit' });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

async function copyProject(name: string, scratch: string): Promise<string> {
  const folder = join(scratch, name);
  await cp(join(projects, name), folder, { recursive: true });
  return folder;
}

async function measure(folder: string, what: string): Promise<Listing> {
  const run = await runBranchlight(repository, folder, ['list', '--measure'], showEvent(what));
  return mustHave(lastEvent<Listing & CliEvent>(run, 'listing'), run);
}

interface Covered {
  readonly file: string;
  readonly asked: number;
  readonly covered: number;
  readonly receipt: Receipt | undefined;
}

interface Outcome {
  readonly status: string;
  readonly asked: number;
  readonly covered: number;
  readonly receipt?: Receipt;
}

async function coverFile(folder: string, file: string, signal: AbortSignal): Promise<Covered> {
  const args = ['cover', file, '--accept', '--generator', 'explorer'];
  const run = await runBranchlight(repository, folder, args, showEvent(file), signal);
  status('');
  const outcome = lastEvent<Outcome & CliEvent>(run, 'outcome');
  if (outcome === undefined) {
    say(`  ${file}  ${failureText(run)}`);
    return { file, asked: 0, covered: 0, receipt: undefined };
  }
  const accepted = lastEvent(run, 'accepted') !== undefined;
  const result = accepted && outcome.receipt !== undefined ? `→ ${outcome.receipt.testFile}` : outcome.status;
  const share = `${outcome.covered} of ${outcome.asked}`;
  say(`  ${file.padEnd(22)} ${share.padStart(9)} arms  ${run.seconds.toFixed(1).padStart(5)} s  ${result}`);
  const asked = outcome.status === 'cancelled' ? 0 : outcome.asked;
  return { file, asked, covered: outcome.covered, receipt: accepted ? outcome.receipt : undefined };
}

/** Small files first: many whole results instead of a few. What is still going on when the time is up is cancelled, which leaves nothing behind. */
async function coverAll(folder: string, listing: Listing, untilSeconds: number): Promise<readonly Covered[]> {
  const results: Covered[] = [];
  const files = listing.files
    .filter((file) => file.arms.length > 0)
    .sort((a, b) => a.arms.length - b.arms.length)
    .map((file) => file.file);
  const timeUp = new AbortController();
  const timer = setTimeout(() => timeUp.abort(), Math.max(0, untilSeconds - elapsed()) * 1000);
  for (const [index, file] of files.entries()) {
    if (timeUp.signal.aborted) {
      say(`\n  The time of a demo is up. Not begun: ${files.slice(index).join(', ')}`);
      say(`  To go on: cd ${folder} && node ${join(repository, 'dist/cli.js')} cover ${files[index] ?? ''} --accept`);
      break;
    }
    results.push(await coverFile(folder, file, timeUp.signal));
  }
  clearTimeout(timer);
  return results;
}

async function showPython(scratch: string): Promise<void> {
  heading('The same shop in Python, with pytest');
  const probe = spawnSync('python3', ['-c', 'import pytest, pytest_cov'], { encoding: 'utf8' });
  if (probe.error !== undefined) return say('  Skipped: there is no python3 on this machine.');
  if (probe.status !== 0) return say('  Skipped: python3 has no pytest with pytest-cov (pip install pytest pytest-cov).');
  const folder = await copyProject('demo-python', scratch);
  const listing = await measure(folder, 'demo-python');
  say(indent(renderListing(listing)));
  say(
    '\n  The embedded generator reads TypeScript and JavaScript; for Python a model is asked, which takes a key. So nothing is covered here.',
  );
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

build();
const scratch = await mkdtemp(join(tmpdir(), 'branchlight-demo-'));
const shop = await copyProject('demo', scratch);
await symlink(join(repository, 'node_modules'), join(shop, 'node_modules'), 'junction');
say(bold("Branchlight demo: a corner shop's back office, TypeScript and Vitest"));
say(`Copied to ${shop}`);

heading('Its suite, and what it leaves dark');
const beforeMeasuring = elapsed();
const before = await measure(shop, 'demo');
// The suite is measured once more at the end, and the Python twin after it.
const reservedSeconds = 4 + 2.5 * (elapsed() - beforeMeasuring);
say(indent(renderListing(before)));

heading('Cover what the embedded generator reaches: no key, no network');
const covered = await coverAll(shop, before, longestSeconds - reservedSeconds);

heading('Branch coverage, before and after');
const after = await measure(shop, 'demo');
say(compareListings(before, after));

// The shortest receipt says all that there is to see on one screen.
const receipt = covered
  .flatMap((each) => each.receipt ?? [])
  .sort((a, b) => a.arms.length - b.arms.length)
  .at(0);
if (receipt !== undefined) {
  heading('One receipt');
  say(indent(renderReceipt(receipt)));
}

await showPython(scratch);

const gained = totalOf(after).covered - totalOf(before).covered;
const asked = covered.reduce((sum, each) => sum + each.asked, 0);
heading('In short');
say(
  alignColumns([
    ['dark arms asked for', String(asked)],
    ['of these proven and covered', String(gained)],
    ['total time', `${elapsed().toFixed(1)} s`],
  ]),
);
say(`\nThe project stays in ${scratch}; remove it when you have seen enough.`);
if (gained <= 0 || receipt === undefined) {
  say('Nothing was covered: that is a failure.');
  process.exitCode = 1;
}
