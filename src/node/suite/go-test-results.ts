/**
 * Starts `go test -json`, shows what it prints as a person would read it, and writes what became of every test while it
 * runs. Called by the command of `goTestCommand`:
 *   go-test-results.mjs --results=… --temporary=… --module=path=folder… [--file=…]… -- go test -json …
 * It exits as `go test` did: 127 when there is no Go.
 */
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { parseArgs } from 'node:util';
import { createCappedText } from '../../core/suite/frameworks/go-test/capped-text.ts';
import { findGoTests, type GoTestFile } from '../../core/suite/frameworks/go-test/find-go-tests.ts';
import { createGoEvents, type GoEvent } from '../../core/suite/frameworks/go-test/go-events.ts';
import { planGoRuns, type GoTestFolder } from '../../core/suite/frameworks/go-test/plan-go-runs.ts';
import type { GoResultLine } from '../../core/suite/frameworks/go-test/result-lines.ts';
import { runWrapped } from '../run-wrapped.ts';

/** A line of JSON is at most some 10 KB; longer ones are not Go's. */
const longestLine = 1 << 20;
const goMissing = 127;
/** Operating systems and processors that Go knows by file names. Source: internal/syslist. */
const systemName =
  /_(?:aix|android|darwin|dragonfly|freebsd|illumos|ios|js|linux|netbsd|openbsd|plan9|solaris|wasip1|windows|386|amd64|arm|arm64|loong64|mips\w*|ppc64\w*|riscv64|s390x|wasm)_test\.go$/;

const { values, positionals } = parseArgs({
  options: {
    results: { type: 'string' },
    temporary: { type: 'string' },
    module: { type: 'string', multiple: true },
    file: { type: 'string', multiple: true },
  },
  allowPositionals: true,
});
const files = new Set(values.file);
const modules = (values.module ?? []).map((module) => ({
  name: module.slice(0, module.indexOf('=')),
  folder: module.slice(module.indexOf('=') + 1),
}));
const parsed = new Map<string, ReadonlyMap<string, GoTestFile>>();
const env = { ...process.env };
if (values.temporary !== undefined) {
  mkdirSync(values.temporary, { recursive: true });
  env['GOTMPDIR'] ??= values.temporary;
}

// Options that leave tests out: then it is not known which ones should have run.
const selection = /(?:^|\s)--?(?:test\.)?(?:run|skip|list|failfast)\b/;
const expectsAll = !positionals.some((argument) => selection.test(argument)) && !selection.test(env['GOFLAGS'] ?? '');
let results: number | undefined;
const errors = createCappedText(16_000);
process.exitCode = await runAll();

async function runAll(): Promise<number> {
  let code = 0;
  for (const args of commandLines()) {
    const ended = await runOnce(args);
    if (ended === goMissing) return ended;
    code = Math.max(code, ended);
  }
  write({ kind: 'exit', code, errors: errors.text() });
  if (results !== undefined) closeSync(results);
  return code;
}

/** The command as it was given; for single files one or several that select their tests. */
function commandLines(): readonly (readonly string[])[] {
  if (files.size === 0) return [positionals];
  const folders = [...new Set([...files].map((file) => dirname(file)))].map((folder): GoTestFolder => {
    const place = relative(process.cwd(), folder).replaceAll('\\', '/');
    return { pattern: place === '' ? '.' : `./${place}`, files: testFilesOf(folder) };
  });
  return planGoRuns(folders, files).map(({ patterns, run }, index) => {
    const others = new Set(folders.map(({ pattern }) => pattern).filter((pattern) => !patterns.includes(pattern)));
    const kept = positionals.filter((argument) => !others.has(argument));
    return kept.flatMap((argument) => {
      if (argument === '-json') return [argument, `-run=${run}`];
      const report = /^-coverprofile=(.*)$/.exec(argument)?.[1];
      return [report === undefined ? argument : `-coverprofile=${join(dirname(report), `coverage-${index}.out`)}`];
    });
  });
}

async function runOnce(args: readonly string[]): Promise<number> {
  const [file = 'go', ...rest] = args;
  const report = rest.find((argument) => argument.startsWith('-coverprofile='))?.slice('-coverprofile='.length);
  if (report !== undefined) mkdirSync(dirname(report), { recursive: true });
  let shown = '';
  const print = (text: string): void => {
    shown += text;
  };
  const take = createGoEvents({ describePackage, write, print });
  const decoder = new StringDecoder('utf8');
  const ended = await runWrapped({
    file,
    args: rest,
    env,
    silent: true,
    onOutput: readLines((lines) => {
      for (const line of lines) {
        const event = eventOf(line);
        if (event === undefined) print(`${line}\n`);
        else take(event);
      }
      // One write for all of them.
      process.stdout.write(shown);
      shown = '';
    }),
    onErrors: (chunk) => errors.append(decoder.write(chunk)),
  });
  if (typeof ended === 'number') return ended;
  process.stderr.write(`${file} could not be started: ${ended.missing}\n`);
  return goMissing;
}

/** Hands on the whole lines of each chunk together. */
function readLines(take: (lines: readonly string[]) => void): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return (chunk) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = (lines.pop() ?? '').slice(-longestLine);
    if (lines.length > 0) take(lines);
  };
}

function eventOf(line: string): GoEvent | undefined {
  try {
    const value = JSON.parse(line) as Partial<GoEvent> | null;
    return typeof value?.Action === 'string' ? (value as GoEvent) : undefined;
  } catch {
    return undefined; // printed by something else: it is shown as it stands
  }
}

function describePackage(name: string): Extract<GoResultLine, { readonly kind: 'package' }> {
  const module = modules
    .filter((one) => name === one.name || name.startsWith(`${one.name}/`))
    .reduce<(typeof modules)[number] | undefined>(
      (best, one) => (best === undefined || one.name.length > best.name.length ? one : best),
      undefined,
    );
  if (module === undefined) return { kind: 'package', package: name, folder: '', files: [], expected: [] };
  const folder = join(module.folder, name.slice(module.name.length));
  const all = [...testFilesOf(folder)];
  const counted = all.filter(([path, file]) => expectsAll && !file.constrained && (files.size === 0 || files.has(path)));
  return {
    kind: 'package',
    package: name,
    folder,
    files: all.map(([path, { functions, logs }]) => ({ path, functions, logs })),
    expected: counted.flatMap(([, file]) => file.functions.map((one) => one.name).filter((one) => /^(?:Test|Fuzz)/.test(one))),
  };
}

/** Read once, so that what is said of a run is what stood there when it began. */
function testFilesOf(folder: string): ReadonlyMap<string, GoTestFile> {
  const known = parsed.get(folder);
  if (known !== undefined) return known;
  const found = new Map<string, GoTestFile>();
  for (const name of namesIn(folder)) {
    if (!name.endsWith('_test.go') || /^[_.]/.test(name)) continue;
    const path = join(folder, name);
    const file = findGoTests(readFileSync(path, 'utf8'));
    // `x_windows_test.go` and the like are built on some systems only.
    found.set(path, { ...file, constrained: file.constrained || systemName.test(name) });
  }
  parsed.set(folder, found);
  return found;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function write(line: GoResultLine): void {
  if (values.results === undefined) return;
  results ??= openSync(values.results, 'a');
  writeSync(results, `${JSON.stringify(line)}\n`);
}
