import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { constants as system } from 'node:os';
import { join } from 'node:path';
import { orderVariable, type CargoEvent, type CargoOrder } from '../../core/suite/frameworks/cargo-test/cargo-events.ts';
import { parseLibtestEvent, parseLibtestLog, type LibtestEvent } from '../../core/suite/frameworks/cargo-test/libtest.ts';
import { locateRustTest } from '../../core/suite/frameworks/cargo-test/locate-rust-test.ts';
import { readCargoManifest } from '../../core/suite/frameworks/cargo-test/read-manifest.ts';
import { endOfChild } from '../end-of-child.ts';
import { readEvents, writeEvents } from './event-file.ts';
import { createLibtestConsole } from './libtest-console.ts';
import { createLongLineReader, type LongLine } from './long-line-reader.ts';
import { createSourceReader } from './source-reader.ts';

/** Of what a test printed, this much is kept at each end, in characters. */
const keptOutput = 20_000;
/** How long the other script may take to note what cargo told it, in ms. */
const artifactPatience = 10_000;

/** Runs one test binary for cargo, as its `runner`: `<binary> <arguments>`. Resolves with the exit code. */
export async function runTestBinary(order: CargoOrder, [binary = '', ...args]: readonly string[]): Promise<number> {
  if (hasOwnHarness(binary)) return runWhole(order, binary, args);
  const chosen = await chooseTests(order, binary);
  if (chosen?.length === 0) {
    writeEvents(order.results, [{ kind: 'begin', executable: binary, count: 0 }]);
    return 0;
  }
  return runLibtest(order, binary, [...args, ...(chosen === undefined ? [] : ['--exact', ...chosen])]);
}

function testEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  delete env[orderVariable];
  delete env['ELECTRON_RUN_AS_NODE'];
  return env;
}

/** Cargo names a test binary `<target>-<hash>`; the manifest says which target brings a harness of its own. */
function hasOwnHarness(binary: string): boolean {
  const folder = process.env['CARGO_MANIFEST_DIR'];
  if (folder === undefined) return false;
  const manifest = join(folder, 'Cargo.toml');
  if (statSync(manifest, { throwIfNoEntry: false }) === undefined) return false;
  const stem = (binary.split(/[\\/]/).at(-1) ?? '').replace(/(-[0-9a-f]{16})?(\.exe)?$/, '');
  return readCargoManifest(readFileSync(manifest, 'utf8')).targets.some(
    ({ harness, name, path }) =>
      !harness && (name ?? path?.replace(/^.*\/|\.rs$/g, ''))?.replaceAll('-', '_') === stem.replaceAll('-', '_'),
  );
}

async function runWhole(order: CargoOrder, binary: string, args: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(binary, args, { env: testEnvironment(), stdio: 'inherit' });
  const exitCode = await endOf(child);
  writeEvents(order.results, [{ kind: 'whole', executable: binary, exitCode, seconds: (performance.now() - started) / 1000 }]);
  return exitCode;
}

/** The names of the wanted tests; undefined: all. */
async function chooseTests(order: CargoOrder, binary: string): Promise<readonly string[] | undefined> {
  if (order.exact !== undefined) return [order.exact];
  const { files } = order;
  if (files === undefined) return undefined;
  const source = await sourceOf(order, binary);
  if (source === undefined) return undefined;
  const listed = await listTests(binary);
  const read = createSourceReader();
  const wanted = new Set(files);
  const chosen = listed.filter((name) => wanted.has(locateRustTest(source, name, read)?.file ?? ''));
  return chosen.length === listed.length ? undefined : chosen;
}

/** Cargo starts us the moment that it told what it built; the other script may still be noting it. */
async function sourceOf(order: CargoOrder, binary: string): Promise<string | undefined> {
  const until = performance.now() + artifactPatience;
  for (;;) {
    const found = readEvents(order.results).find((event) => event.kind === 'artifact' && event.executable === binary);
    if (found?.kind === 'artifact') return found.source;
    if (performance.now() > until) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function listTests(binary: string): Promise<readonly string[]> {
  const child = spawn(binary, ['--list', '--format', 'terse'], { env: testEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] });
  const names: string[] = [];
  const lines = createLongLineReader(({ text }) => {
    const name = /^(.*): test\r?$/.exec(text)?.[1];
    if (name !== undefined) names.push(name);
  });
  child.stdout.on('data', lines.push);
  await endOf(child);
  lines.end();
  return names;
}

/**
 * Results are libtest's own events. A test can print such lines, too: what counts is that libtest's log file, which no
 * test prints to, has the same result.
 */
async function runLibtest(order: CargoOrder, binary: string, args: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(order.results, 'libtest-'));
  const log = join(folder, 'log');
  const speaker = createLibtestConsole(process.stdout.isTTY);
  const running = new Map<string, number>();
  const waiting: Extract<CargoEvent, { readonly kind: 'test' }>[] = [];
  const done = new Set<string>();
  let count: number | undefined;
  let logged: ReadonlyMap<string, string> = new Map();
  let logSize = -1;

  function isTrue(event: Extract<CargoEvent, { readonly kind: 'test' }>): boolean {
    if (logged.get(event.name) === event.event) return true;
    const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
    if (size !== logSize) {
      logSize = size;
      logged = size === 0 ? new Map() : parseLibtestLog(readFileSync(log, 'utf8'));
    }
    return logged.get(event.name) === event.event;
  }

  function onEvent(event: LibtestEvent): void {
    if (event.type === 'suite') {
      if (event.event === 'started' && count === undefined) {
        count = event.test_count;
        writeEvents(order.results, [{ kind: 'begin', executable: binary, count }]);
      }
    } else if (event.event === 'started') running.set(event.name, performance.now());
    else if (event.event !== 'timeout' && !done.has(event.name)) {
      const result: Extract<CargoEvent, { readonly kind: 'test' }> = {
        kind: 'test',
        executable: binary,
        name: event.name,
        event: event.event,
        seconds: event.exec_time ?? secondsSince(running.get(event.name), event.event),
        ...(event.stdout === undefined || event.event === 'ok' ? {} : { output: bothEnds(event.stdout) }),
        ...(event.message === undefined ? {} : { message: event.message }),
      };
      // libtest writes the log first: what is not there was printed by a test.
      if (!isTrue(result)) return;
      done.add(event.name);
      running.delete(event.name);
      waiting.push(result);
    }
    process.stdout.write(speaker.words(event));
  }
  const flush = (): void => writeEvents(order.results, waiting.splice(0));

  const lines = createLongLineReader((line) => {
    const event = parseLongEvent(line);
    if (event === undefined) process.stdout.write(`${line.text}${line.tail ?? ''}\n`);
    else onEvent(event);
  });
  const unstable = ['-Z', 'unstable-options', '--format', 'json', '--report-time'];
  const child = spawn(binary, [...args, ...unstable, '--logfile', log], {
    // libtest only asks whether the variable is there; a rustc that a test starts takes `-1` as: stable features only.
    env: { RUSTC_BOOTSTRAP: '-1', ...testEnvironment() },
    stdio: ['inherit', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk: Buffer) => {
    lines.push(chunk);
    flush();
    // Where nobody reads so fast, the test has to wait.
    if (process.stdout.writableNeedDrain) {
      child.stdout.pause();
      process.stdout.once('drain', () => child.stdout.resume());
    }
  });
  let first = true;
  child.stderr.on('data', (chunk: Buffer) => {
    const text = first ? chunk.toString('latin1').replace(/^warning: `--logfile` is deprecated\r?\n/, '') : undefined;
    first = false;
    process.stderr.write(text === undefined ? chunk : Buffer.from(text, 'latin1'));
  });
  const exitCode = await endOf(child);
  lines.end();
  flush();
  rmSync(folder, { recursive: true, force: true });
  const missing = (count ?? 0) - done.size;
  // In the order in which they began: what a test pretends comes after itself.
  const unfinished = [...running.keys()].slice(0, missing);
  if (missing > 0 && unfinished.length === 0) unfinished.push(`${missing} tests`);
  writeEvents(order.results, [
    { kind: 'over', executable: binary, exitCode, running: missing > 0 || count === undefined ? unfinished : [] },
  ]);
  return exitCode;
}

/** libtest tells no time of what it does not run. */
function secondsSince(start: number | undefined, event: string): number {
  return start === undefined || event === 'ignored' ? 0 : (performance.now() - start) / 1000;
}

/** An event whose test printed very much has lost its middle. */
function parseLongEvent({ text, tail }: LongLine): LibtestEvent | undefined {
  if (tail === undefined) return parseLibtestEvent(text);
  const head = /^(\{ "type": "test", "name": .*?"event": "failed".*?), "stdout": "/.exec(text.slice(0, 10_000))?.[1];
  if (head === undefined) return undefined;
  const event = parseLibtestEvent(`${head} }`);
  if (event?.type !== 'test' || event.event !== 'failed') return undefined;
  // The cut may stand in the middle of an escape: the first line goes.
  const end = tail
    .slice(-keptOutput * 4)
    .replace(/^.*?\\n/, '')
    .replace(/"(?:, "message": ".*")? \}\s*$/, '');
  return { ...event, stdout: unescapeJson(end) };
}

function unescapeJson(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text; // as it stands: still what a person can read
  }
}

function bothEnds(text: string): string {
  return text.length <= keptOutput * 2 ? text : `${text.slice(0, keptOutput)}\n…\n${text.slice(-keptOutput)}`;
}

async function endOf(child: ChildProcess): Promise<number> {
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, forward);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    child.kill('SIGKILL');
    process.exit(1);
  }, 500);
  try {
    const { code, signal } = await endOfChild(child);
    return code ?? 128 + (signal === null ? 0 : system.signals[signal]);
  } finally {
    clearInterval(watch);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, forward);
  }
}
