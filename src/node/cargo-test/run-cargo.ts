import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  cargoMissing,
  coverageToolsMissing,
  orderVariable,
  type CargoEvent,
  type CargoOrder,
} from '../../core/suite/frameworks/cargo-test/cargo-events.ts';
import { parseLibtestEvent } from '../../core/suite/frameworks/cargo-test/libtest.ts';
import { locateRustTest } from '../../core/suite/frameworks/cargo-test/locate-rust-test.ts';
import { readPanic } from '../../core/suite/frameworks/cargo-test/read-panic.ts';
import { runWrapped } from '../run-wrapped.ts';
import { readEvents, writeEvents } from './event-file.ts';
import { createLibtestConsole } from './libtest-console.ts';
import { createLongLineReader } from './long-line-reader.ts';
import { prepareMeasurement } from './measure-rust.ts';
import { createSourceReader } from './source-reader.ts';

/** A message of cargo's `--message-format=json`. Source: https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages */
type CargoMessage =
  | {
      readonly reason: 'compiler-artifact';
      readonly executable?: string | null;
      readonly target: { readonly name: string; readonly src_path: string };
      readonly profile: { readonly test: boolean };
    }
  | {
      readonly reason: 'compiler-message';
      readonly message: {
        readonly level: string;
        readonly message: string;
        readonly rendered: string | null;
        readonly spans: readonly { readonly file_name: string; readonly line_start: number; readonly is_primary: boolean }[];
      };
    }
  | { readonly reason: 'build-finished'; readonly success: boolean };

/** Runs `cargo test …` so that each test binary runs under {@link runTestBinary}, then the documentation tests. Resolves with the exit code. */
export async function runCargo(order: CargoOrder, script: string, [cargo = '', ...args]: readonly string[]): Promise<number> {
  mkdirSync(order.results, { recursive: true });
  const measurement = order.coverage === undefined ? undefined : prepareMeasurement(cargo, order.coverage, order.results);
  if (typeof measurement === 'string') {
    process.stderr.write(`${measurement}\n`);
    return coverageToolsMissing;
  }
  const env: Record<string, string | undefined> = { ...process.env, ...measurement?.env };
  let exitCode = 0;
  if (order.binaries) {
    const built = await runBinaries(order, script, cargo, args, env);
    if (typeof built !== 'number') return notFound(built.missing);
    exitCode = built;
  }
  const builds = readEvents(order.results).every(({ kind }) => kind !== 'compile-error');
  if (order.documentation !== undefined && builds) {
    const documented = await runDocumentation(order, order.documentation, cargo, args, env);
    if (typeof documented !== 'number') return notFound(documented.missing);
    exitCode = exitCode === 0 ? documented : exitCode;
  }
  const events = readEvents(order.results);
  measurement?.report(events.flatMap((event) => (event.kind === 'artifact' ? [event.executable] : [])));
  writeEvents(order.results, [...locate(events), { kind: 'end', exitCode }]);
  return exitCode;
}

function notFound(reason: string): number {
  process.stderr.write(`${reason}\n`);
  return cargoMissing;
}

/** What cargo tells stands on its standard output until everything is built; then the tests have it. */
async function runBinaries(
  order: CargoOrder,
  script: string,
  cargo: string,
  [command = 'test', ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number | { readonly missing: string }> {
  let building = true;
  const lines = createLongLineReader(({ text, tail }) => {
    const message = building && tail === undefined && text.startsWith('{"reason":') ? parseMessage(text) : undefined;
    if (message === undefined) process.stdout.write(`${text}${tail ?? ''}\n`);
    else if (message.reason === 'build-finished') building = false;
    else writeEvents(order.results, eventsOf(message));
  });
  const [own, forTests] = splitArguments(args);
  const format = process.stderr.isTTY ? 'json-diagnostic-rendered-ansi' : 'json';
  const ended = await runWrapped({
    file: cargo,
    args: [command, `--message-format=${format}`, '--config', runnerConfiguration(script), ...own, ...forTests],
    env: { ...env, [orderVariable]: JSON.stringify(order) },
    onOutput: (chunk) => {
      if (building) lines.push(chunk);
      else process.stdout.write(chunk);
    },
    silent: true,
  });
  lines.end();
  return ended;
}

/** Arguments for cargo, and those for the tests with the `--` before them. */
function splitArguments(args: readonly string[]): readonly [readonly string[], readonly string[]] {
  const at = args.indexOf('--');
  return at < 0 ? [args, []] : [args.slice(0, at), args.slice(at)];
}

/** Every test binary, for whatever platform, runs under this script. `env` gives Node what an editor's own needs, which cargo is not to have. */
function runnerConfiguration(script: string): string {
  const node = [process.execPath, script, '--run'];
  const isElectron = process.versions['electron'] !== undefined;
  const words = isElectron && process.platform !== 'win32' ? ['/usr/bin/env', 'ELECTRON_RUN_AS_NODE=1', ...node] : node;
  return `target.'cfg(all())'.runner=${JSON.stringify(words)}`;
}

function parseMessage(text: string): CargoMessage | undefined {
  try {
    return JSON.parse(text) as CargoMessage;
  } catch {
    return undefined; // printed by something else
  }
}

function eventsOf(message: Exclude<CargoMessage, { readonly reason: 'build-finished' }>): readonly CargoEvent[] {
  if (message.reason === 'compiler-artifact') {
    const { executable, target, profile } = message;
    return typeof executable === 'string' && profile.test
      ? [{ kind: 'artifact', executable, target: target.name, source: target.src_path }]
      : [];
  }
  if (message.reason !== 'compiler-message') return [];
  const { level, rendered, spans } = message.message;
  process.stderr.write(rendered ?? '');
  // The last one only counts the others.
  if (!level.startsWith('error') || message.message.message.startsWith('aborting due to')) return [];
  const place = spans.find(({ is_primary: primary }) => primary);
  const text = rendered ?? message.message.message;
  return [
    {
      kind: 'compile-error',
      ...(place === undefined ? {} : { file: join(process.cwd(), place.file_name), line: place.line_start }),
      message: text,
    },
  ];
}

/** Documentation tests are rustdoc's: it is libtest, too, and prints to us alone. */
async function runDocumentation(
  order: CargoOrder,
  filters: readonly string[],
  cargo: string,
  [command = 'test', ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number | { readonly missing: string }> {
  const speaker = createLibtestConsole(process.stdout.isTTY);
  const lines = createLongLineReader(({ text }) => {
    const event = parseLibtestEvent(text);
    if (event === undefined) {
      process.stdout.write(`${text}\n`);
      return;
    }
    process.stdout.write(speaker.words(event));
    if (event.type !== 'test' || event.event === 'started' || event.event === 'timeout') return;
    const { name, exec_time: seconds, stdout: output, message } = event;
    const result = { kind: 'test', name, event: event.event } as const;
    writeEvents(order.results, [
      {
        ...result,
        ...(seconds === undefined ? {} : { seconds }),
        ...(output === undefined ? {} : { output: output.slice(-20_000) }),
        ...(message === undefined ? {} : { message }),
      },
    ]);
  });
  const [own, forTests] = splitArguments(args);
  const targets = /^(--tests|--lib|--bins|--examples|--test)$/;
  const kept = own.filter((word, at) => !targets.test(word) && own[at - 1] !== '--test');
  const exact = order.exact === undefined ? [] : ['--exact'];
  const ended = await runWrapped({
    file: cargo,
    args: [
      command,
      '--doc',
      ...kept,
      '--',
      ...forTests.slice(1),
      ...filters,
      ...exact,
      '-Z',
      'unstable-options',
      '--format',
      'json',
      '--report-time',
    ],
    env: { RUSTC_BOOTSTRAP: '-1', ...env, [orderVariable]: undefined },
    onOutput: lines.push,
    silent: true,
  });
  lines.end();
  return ended;
}

/** Where each test stands, from the root of its crate down its modules. */
function locate(events: readonly CargoEvent[]): readonly CargoEvent[] {
  const sources = new Map(events.flatMap((event) => (event.kind === 'artifact' ? [[event.executable, event.source] as const] : [])));
  const read = createSourceReader();
  return events.flatMap((event): readonly CargoEvent[] => {
    if (event.kind !== 'test' || event.executable === undefined) return [];
    const source = sources.get(event.executable);
    const place = source === undefined ? undefined : locateRustTest(source, event.name, read);
    const asserted = event.event === 'failed' && panicsInAssertion(event, read);
    if (place === undefined && !asserted) return [];
    return [{ kind: 'located', executable: event.executable, name: event.name, ...place, ...(asserted ? { asserted } : {}) }];
  });
}

/** `assert!` with a message of its own panics with nothing but that message. */
function panicsInAssertion(
  { output, message }: { readonly output?: string; readonly message?: string },
  read: (file: string) => string | undefined,
): boolean {
  const { at } = readPanic(output ?? '', message);
  const line = at === undefined ? undefined : read(resolve(at.file))?.split('\n')[at.line - 1];
  return line !== undefined && /\bassert\w*!/.test(line);
}
