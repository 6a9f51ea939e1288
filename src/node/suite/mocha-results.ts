/**
 * A reporter for Mocha 9 and later that runs beside the project's own: what a person reads stays as it is, and what every
 * test came to goes to a file of ours as it happens. Mocha loads it with `require` before the first test file; it ships
 * beside the bundles and runs inside the user's Mocha.
 */
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { MochaOrder, MochaRecord, MochaTest } from '../../core/suite/frameworks/mocha/mocha-record.ts';
import { describeThrown } from '../describe-thrown.ts';

/** The part of Mocha's Runnable (tests and hooks) that is read; in parallel runs a copy of it from the worker. */
interface Runnable {
  readonly type?: string;
  readonly title: string;
  readonly file?: string;
  readonly duration?: number;
  readonly parent?: Suite;
  readonly ctx?: { readonly currentTest?: Runnable };
  currentRetry?(): number;
}

interface Suite {
  file?: string;
  readonly parent?: Suite;
  readonly suites: Suite[];
  readonly tests: Runnable[];
  fullTitle(): string;
  on(event: 'pre-require', listener: (context: unknown, file: string) => void): void;
}

interface Runner {
  on(event: string, listener: (runnable: Runnable, error?: unknown) => void): void;
}

interface Reporter {
  done?(failures: number, end: (failures: number) => void): void;
}

type ReporterClass = new (runner: Runner, options: Readonly<Record<string, unknown>>) => Reporter;

interface MochaInstance {
  files: string[];
  readonly suite: Suite;
  readonly options: { readonly file?: readonly string[] };
}

interface MochaClass {
  readonly prototype: { loadFilesAsync(this: MochaInstance, options?: unknown): Promise<unknown> };
  readonly reporters: Readonly<Record<string, ReporterClass>>;
}

const load = createRequire(__filename);
const order = JSON.parse(process.env['BRANCHLIGHT_MOCHA'] ?? '{}') as MochaOrder;
// Programs under test that run Mocha themselves are not ours.
delete process.env['BRANCHLIGHT_MOCHA'];
guardThisProcess();
const Mocha = load(order.mocha) as MochaClass;
let begunLoading = false;

write({ event: 'loaded' });
loadOnlyWhatIsWanted();
process.on('exit', () => {
  if (!begunLoading) write({ event: 'no-files' });
});

export default class BranchlightReporter {
  private readonly own: Reporter;

  constructor(runner: Runner, options: Readonly<Record<string, unknown>>) {
    begunLoading = true;
    runner.on('test', (test) => write({ event: 'begin', ...describeTest(test) }));
    runner.on('pass', (test) => write({ event: 'passed', ...describeTest(test) }));
    runner.on('pending', (test) => write({ event: 'pending', ...describeTest(test) }));
    runner.on('fail', (test, error) => write({ event: 'failed', ...describeTest(test), error: describeThrown(error) }));
    runner.on('end', () => write({ event: 'end' }));
    const Own = findOwnReporter();
    this.own = new Own(runner, options);
  }

  done(failures: number, end: (failures: number) => void): void {
    if (typeof this.own.done === 'function') this.own.done(failures, end);
    else end(failures);
  }
}

function write(record: MochaRecord): void {
  appendFileSync(order.results, `${JSON.stringify(record)}\n`);
}

/** In a confined run Mocha itself runs the tests, unless it starts another Node for them; the guard spares the first process. */
function guardThisProcess(): void {
  const guard: unknown = (process as unknown as Record<symbol, unknown>)[Symbol.for('branchlight.guard')];
  if (typeof guard === 'function') guard();
}

/** The project's own reporter: Mocha reads its configuration, as if ours had not been asked for. */
function findOwnReporter(): ReporterClass {
  const { spec } = Mocha.reporters;
  let name: unknown;
  try {
    name = ownOptions()['reporter'] ?? 'spec';
    if (typeof name !== 'string') throw new TypeError('it is not named by a text');
    const builtIn = Mocha.reporters[name];
    if (builtIn !== undefined) return builtIn;
    let path: string;
    try {
      path = createRequire(resolve('package.json')).resolve(name);
    } catch {
      path = resolve(name); // as Mocha does: a package first, then a file
    }
    return load(path) as ReporterClass;
  } catch (error) {
    process.stderr.write(`The reporter ${String(name)} could not be loaded, so Mocha's "spec" stands in for it: ${String(error)}\n`);
    if (spec === undefined) throw error;
    return spec;
  }
}

function ownOptions(): Readonly<Record<string, unknown>> {
  const from = createRequire(resolve(order.mocha, 'lib/cli/index.js'));
  for (const name of ['./options.js', './options.cjs']) {
    let path: string;
    try {
      path = from.resolve(name);
    } catch {
      continue; // the other major has it under the other name
    }
    const { loadOptions } = from(path) as { loadOptions: (this: void, args: readonly string[]) => Readonly<Record<string, unknown>> };
    return loadOptions([...order.projectArguments]);
  }
  throw new Error('this version of Mocha does not tell its options');
}

/**
 * Mocha adds the files of its configuration to those that it is told to run, ends at the first that does not load
 * without telling reporters which, and knows no order but its own.
 */
function loadOnlyWhatIsWanted(): void {
  const original = Mocha.prototype.loadFilesAsync; // oxlint-disable-line typescript/unbound-method -- called with its own `this` below
  Mocha.prototype.loadFilesAsync = async function (options?: unknown): Promise<unknown> {
    begunLoading = true;
    const first = new Set((this.options.file ?? []).map((file) => resolve(file)));
    const asked = order.files === undefined ? undefined : new Set(order.files);
    const files = this.files.filter((file) => first.has(resolve(file)) || (asked?.has(resolve(file)) ?? true));
    const random = order.shuffleSeed === undefined ? undefined : createRandom(order.shuffleSeed);
    this.files = [
      ...files.filter((file) => first.has(resolve(file))),
      ...shuffled(
        files.filter((file) => !first.has(resolve(file))),
        random,
      ),
    ];
    let current = '';
    this.suite.on('pre-require', (_context, file) => {
      current = file;
    });
    try {
      const result = await original.call(this, options);
      if (random !== undefined) shuffleSuite(this.suite, random);
      return result;
    } catch (error) {
      write({ event: 'broken', file: current, error: describeThrown(error) });
      throw error;
    }
  };
}

function shuffleSuite(suite: Suite, random: () => number): void {
  suite.tests.splice(0, suite.tests.length, ...shuffled(suite.tests, random));
  suite.suites.splice(0, suite.suites.length, ...shuffled(suite.suites, random));
  for (const inner of suite.suites) shuffleSuite(inner, random);
}

function shuffled<T>(values: readonly T[], random: (() => number) | undefined): readonly T[] {
  if (random === undefined) return values;
  return values
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at) // oxlint-disable-line unicorn/no-array-sort -- the project's Node may be older than `toSorted`
    .map(({ value }) => value);
}

/** Numbers from 0 to 1 that one seed always gives in the same order (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function describeTest(test: Runnable): MochaTest {
  const retries = typeof test.currentRetry === 'function' ? test.currentRetry() : 0;
  return {
    file: fileOf(test),
    group: typeof test.parent?.fullTitle === 'function' ? test.parent.fullTitle() : '',
    title: test.title,
    ...(typeof test.duration === 'number' ? { durationMs: test.duration } : {}),
    ...(retries > 0 ? { retries } : {}),
  };
}

/** A hook of all files stands in none: then that of the test which it failed. */
function fileOf(test: Runnable): string {
  let file = test.file ?? test.ctx?.currentTest?.file;
  for (let suite = test.parent; suite !== undefined && file === undefined; suite = suite.parent) file = suite.file;
  return file === undefined ? '' : resolve(file);
}
