/** What holds for every test framework, asserted over a real small project of each. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { isDark, type FileCoverage } from '../../../src/core/coverage/coverage-map.ts';
import type { FrameworkId, FrameworkSettings, Suite, SuiteOutcome, TestResult, TestStatus } from '../../../src/core/suite/framework.ts';
import { processesOf } from '../../support/process-tree.ts';
import { openSuiteRunner, type SuiteRunner } from './suite-runner.ts';

type Completed = Extract<SuiteOutcome, { readonly status: 'completed' }>;

/** A test of the fixture project as results name it. */
export interface NamedTest {
  readonly group?: string;
  readonly title: string;
}

/** One framework at one version. Paths are relative to the project. */
export interface FrameworkCase {
  readonly label: string;
  readonly framework: FrameworkId;
  /** Folder in `test/fixtures/projects`. */
  readonly fixture: string;
  /** What the project says of its version. */
  readonly version: RegExp;
  /** Puts packages into the copied project; a sentence when this machine has not what it takes. */
  readonly install: (root: string) => Promise<string | undefined>;
  readonly settings?: FrameworkSettings;
  /** `price` and `stock` in the language of the project. */
  readonly source: string;
  readonly otherSource: string;
  /** Its tests: some of them red. */
  readonly testFile: string;
  /** Tests of `stock`: all green. */
  readonly greenFile: string;
  /** Every status of the whole suite. */
  readonly counts: Readonly<Partial<Record<TestStatus, number>>>;
  /** The counts that the runner itself printed, by the same names; `failed` may stand for failed and error together, as `red`. */
  readonly summary: (printed: string) => Readonly<Partial<Record<TestStatus | 'red', number>>>;
  readonly passed: NamedTest;
  /** Compares 5 with the expected 7. */
  readonly failed: NamedTest;
  /** Throws `stock is empty`. */
  readonly error: NamedTest;
  readonly skipped: NamedTest;
  readonly parameterised: readonly NamedTest[];
  readonly nested?: NamedTest;
  /** Passes at the second attempt. */
  readonly retried?: NamedTest;
  /** A number in the message or in `expected`/`actual` of the failed test. */
  readonly comparison?: { readonly expected: string; readonly actual: string };
  /** Text of the line of `source` that no test takes the dark arm of; the arm is shown as exact, or its block or count is dark. */
  readonly darkLine: string;
  readonly certainty: 'exact' | 'arc' | 'count' | 'none';
  /** Files of `extra/` and where they go. */
  readonly extra: {
    /** Does not import or compile; what the error says. */
    readonly broken: { readonly file: string; readonly place: string; readonly says: RegExp };
    readonly endless: { readonly file: string; readonly place: string };
    /** Prints what looks like results of the reporter, and ends the process with 0 after a failure. */
    readonly fake: { readonly file: string; readonly place: string };
    /** Prints 50 MB. */
    readonly flood: { readonly file: string; readonly place: string };
    /** One test that leaves processes behind, where it can also in a session of their own, and a port open. */
    readonly forks: { readonly file: string; readonly place: string };
  };
  /** What the runner itself leaves in the project (build folders, caches). */
  readonly leaves?: RegExp;
}

const nothing = /^$/;

/** Runs the whole contract for one framework at one version. */
export function describeFramework(one: FrameworkCase): void {
  describe(`${one.label}, run and read`, function () {
    this.timeout(240_000);
    let runner: SuiteRunner;
    let suite: Suite;
    let whole: Completed;
    let printed = '';

    before(async function () {
      runner = await openSuiteRunner(one.fixture, one.settings ?? {});
      const missing = await one.install(runner.root);
      if (missing !== undefined) {
        await runner.dispose();
        if (process.env['CI'] !== undefined) throw new Error(missing);
        console.log(`    skipped: ${missing}`);
        this.skip();
      }
      suite = await runner.detect(one.source);
    });
    after(() => runner?.dispose());

    it('is found as what tests the source file', () => {
      assert.equal(suite.project.framework, one.framework);
      assert.match(suite.project.frameworkVersion, one.version);
      assert.equal(suite.framework.isTestFile(suite.project, join(runner.root, one.testFile)), true);
      assert.equal(suite.framework.isTestFile(suite.project, join(runner.root, one.source)), one.source === one.testFile);
    });

    it('reports every test of the whole suite as the runner counts them, and leaves the project as it was', async () => {
      const before = await runner.tree(one.leaves ?? nothing);
      const run = await runner.run(suite, { label: 'whole suite' });
      whole = completed(run.outcome);
      printed = run.printed;
      const counts = countStatus(whole.tests);
      assert.deepEqual(counts, one.counts);
      assert.deepEqual(whole.errors, []);
      const own = one.summary(printed);
      assert.ok(Object.keys(own).length > 0, `no summary in what was printed:\n${printed.slice(-2000)}`);
      const red = (counts.failed ?? 0) + (counts.error ?? 0);
      for (const [name, count] of Object.entries(own)) assert.equal(name === 'red' ? red : (counts[name as TestStatus] ?? 0), count, name);
      assert.deepEqual(await runner.tree(one.leaves ?? nothing), before);
    });

    it('says of each test where it stands, what it came to and why', () => {
      const file = join(runner.root, one.testFile);
      assert.equal(pick(whole, one.passed).status, 'passed');
      assert.equal(pick(whole, one.passed).file, file);
      const failed = pick(whole, one.failed);
      assert.equal(failed.status, 'failed');
      assert.equal(failed.file, file);
      if (one.comparison !== undefined) {
        assert.equal(failed.expected, one.comparison.expected);
        assert.equal(failed.actual, one.comparison.actual);
      }
      assert.ok(failed.failedAt !== undefined && failed.failedAt.file === file && failed.failedAt.line > 0, JSON.stringify(failed));
      const error = pick(whole, one.error);
      assert.equal(error.status, 'error');
      assert.match(`${error.message}`, /stock is empty/);
      assert.equal(pick(whole, one.skipped).status, one.counts.skipped === undefined ? 'pending' : 'skipped');
      for (const test of one.parameterised) assert.equal(pick(whole, test).status, 'passed');
      if (one.nested !== undefined) assert.equal(pick(whole, one.nested).status, 'passed');
      if (one.retried !== undefined) {
        const retried = pick(whole, one.retried);
        assert.equal(retried.status, 'passed');
        assert.equal(retried.retries, 1);
      }
      assert.ok(
        whole.tests.some((test) => test.durationMs >= 250),
        'the slow test has its duration',
      );
    });

    it('runs one file', async () => {
      const outcome = completed((await runner.run(suite, { files: [join(runner.root, one.greenFile)] })).outcome);
      assert.ok(outcome.tests.length > 0);
      assert.deepEqual([...new Set(outcome.tests.map((test) => test.file))], [join(runner.root, one.greenFile)]);
      assert.deepEqual(Object.keys(countStatus(outcome.tests)), ['passed']);
      assert.equal(outcome.exitCode, 0);
    });

    it('runs one test by its name', async () => {
      for (const only of [one.passed, one.failed, ...(one.nested === undefined ? [] : [one.nested])]) {
        const outcome = completed((await runner.run(suite, { files: [join(runner.root, one.testFile)], only })).outcome);
        const ran = outcome.tests.filter((test) => test.status === 'passed' || test.status === 'failed' || test.status === 'error');
        assert.deepEqual(
          ran.map(({ group, title }) => ({ ...(group === undefined ? {} : { group }), title })),
          [only],
        );
      }
    });

    it('measures what the suite takes, and knows what it does not', async function () {
      if (suite.project.coverageProvider === undefined) {
        const run = await runner.run(suite, { coverage: 'all' });
        assert.ok(run.outcome.status === 'failed-to-start' && run.outcome.error.code === 'suite/coverage-missing');
        console.log(`    skipped: ${run.outcome.error.message} ${run.outcome.error.hint ?? ''}`);
        this.skip();
      }
      const outcome = completed((await runner.run(suite, { coverage: 'all' })).outcome);
      assert.deepEqual(countStatus(outcome.tests), one.counts);
      const file = outcome.coverage?.get(join(runner.root, one.source));
      assert.ok(file !== undefined, `measured: ${[...(outcome.coverage?.keys() ?? [])].join()}`);
      assert.ok(outcome.coverage?.has(join(runner.root, one.otherSource)));
      const dark = await lineOf(runner, one.source, one.darkLine);
      assertDark(file, dark, one.certainty);
    });

    it('measures one file when only one is wanted', async function () {
      if (suite.project.coverageProvider === undefined) this.skip();
      const wanted = join(runner.root, one.otherSource);
      const run = { files: [join(runner.root, one.greenFile)], coverage: [wanted] };
      const outcome = completed((await runner.run(suite, run)).outcome);
      assert.deepEqual([...(outcome.coverage?.keys() ?? [])], [wanted]);
      assert.ok([...(outcome.coverage?.get(wanted)?.lines.values() ?? [])].some((count) => count > 0));
    });

    it('names a test file that does not import or compile, and still runs the others where the runner does', async () => {
      const added = await withExtra(runner, one.extra.broken, () => runner.run(suite, {}));
      const text =
        added.outcome.status === 'completed'
          ? [...added.outcome.errors, ...added.outcome.tests.flatMap((test) => test.message ?? [])].join('\n')
          : added.outcome.status === 'failed-to-start'
            ? added.outcome.error.message
            : added.outcome.status;
      assert.match(text, one.extra.broken.says);
    });

    it('ends a run that does not end by itself, with everything that it started', async () => {
      const added = await withExtra(runner, one.extra.endless, () =>
        runner.run(suite, { files: [join(runner.root, one.extra.endless.place)] }, { timeoutMs: 8000 }),
      );
      assert.equal(added.outcome.status, 'timed-out');
      assert.deepEqual(processesOf(runner.root), []);
    });

    it('is cancelled with everything that it started', async () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 3000);
      const { outcome } = await withExtra(runner, one.extra.endless, () =>
        runner.run(suite, { files: [join(runner.root, one.extra.endless.place)] }, { signal: controller.signal }),
      );
      assert.equal(outcome.status, 'cancelled');
      assert.deepEqual(processesOf(runner.root), []);
    });

    it('is not fooled by a test that prints results and ends the process with 0', async () => {
      const { outcome } = await withExtra(runner, one.extra.fake, () =>
        runner.run(suite, { files: [join(runner.root, one.extra.fake.place)] }),
      );
      const green =
        outcome.status === 'completed' && outcome.errors.length === 0 && outcome.tests.every((test) => test.status === 'passed');
      assert.equal(green, false, JSON.stringify(outcome));
      if (outcome.status === 'completed')
        assert.deepEqual(
          outcome.tests.filter((test) => /fake/i.test(test.title) && test.status === 'passed'),
          [],
        );
    });

    it('leaves nothing running that a test has started', async () => {
      const { outcome } = await withExtra(runner, one.extra.forks, () =>
        runner.run(suite, { files: [join(runner.root, one.extra.forks.place)] }, { timeoutMs: 60_000 }),
      );
      assert.notEqual(outcome.status, 'timed-out');
      assert.deepEqual(processesOf(runner.root), []);
    });

    it('reads results past a flood of output', async () => {
      const { outcome } = await withExtra(runner, one.extra.flood, () =>
        runner.run(suite, { files: [join(runner.root, one.extra.flood.place)] }),
      );
      assert.deepEqual(countStatus(completed(outcome).tests), { passed: 1 });
    });
  });
}

async function withExtra<T>(
  runner: SuiteRunner,
  extra: { readonly file: string; readonly place: string },
  work: () => Promise<T>,
): Promise<T> {
  await runner.add(extra.file, extra.place);
  try {
    return await work();
  } finally {
    await runner.remove(extra.place);
  }
}

function completed(outcome: SuiteOutcome): Completed {
  assert.equal(outcome.status, 'completed', outcome.status === 'failed-to-start' ? outcome.error.message : outcome.status);
  return outcome;
}

function countStatus(tests: readonly TestResult[]): Partial<Record<TestStatus, number>> {
  const counts: Partial<Record<TestStatus, number>> = {};
  for (const { status } of tests) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function pick(outcome: Completed, { group, title }: NamedTest): TestResult {
  const found = outcome.tests.filter((test) => test.title === title && test.group === group);
  const all = outcome.tests.map((test) => `${test.group ?? ''} | ${test.title}`).join('\n');
  assert.equal(found.length, 1, `${group ?? ''} | ${title} is not once among\n${all}`);
  return found[0] as TestResult;
}

async function lineOf(runner: SuiteRunner, file: string, text: string): Promise<number> {
  const lines = (await runner.tree(nothing))[file]?.split('\n') ?? [];
  const line = lines.findIndex((one) => one.includes(text)) + 1;
  assert.ok(line > 0, `${file} has no line with ${text}`);
  return line;
}

/** Something of that line was not taken, as exactly as the framework's coverage tells. */
function assertDark(file: FileCoverage, line: number, certainty: FrameworkCase['certainty']): void {
  const branches = file.branches.filter((branch) => branch.line === line);
  if (certainty === 'none') {
    assert.ok(
      [...file.lines].some(([number, count]) => count === 0 && number >= line && number <= line + 2),
      `nothing is dark around ${line}`,
    );
    return;
  }
  assert.ok(branches.length > 0, `no branch at line ${line}: ${JSON.stringify(file.branches.map((branch) => branch.line))}`);
  assert.ok(
    branches.every((branch) => branch.certainty === certainty),
    branches.map((branch) => branch.certainty).join(),
  );
  const arms = branches.flatMap((branch) => branch.arms);
  if (certainty === 'count') assert.ok(branches.some((branch) => (branch.taken ?? 0) < branch.arms.length || branch.arms.some(isDark)));
  else assert.ok(arms.some(isDark) && arms.some((arm) => !isDark(arm)), JSON.stringify(arms));
}
