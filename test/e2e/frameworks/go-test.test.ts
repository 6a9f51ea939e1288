/** `go test`, with the Go of this machine: the contract of all frameworks, and what only Go has. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Suite, SuiteOutcome, SuiteRun, TestStatus } from '../../../src/core/suite/framework.ts';
import { processesOf } from '../../support/process-tree.ts';
import { describeFramework } from './framework-contract.ts';
import { openSuiteRunner, type SuiteRunner } from './suite-runner.ts';

describeFramework({
  label: 'go test',
  framework: 'go-test',
  fixture: 'go-test',
  version: /^unknown$/,
  install: () => Promise.resolve(withoutGo()),
  source: 'price/price.go',
  otherSource: 'stock/stock.go',
  testFile: 'price/price_test.go',
  greenFile: 'stock/stock_test.go',
  counts: { passed: 10, failed: 1, error: 1, skipped: 1 },
  summary: countPrinted,
  passed: { title: 'TestMultipliesQuantityAndPrice' },
  failed: { title: 'TestGivesAVolumePrice' },
  error: { title: 'TestReadsTheStock' },
  skipped: { title: 'TestRoundsHalfUp' },
  parameterised: [
    { group: 'TestPrices', title: 'one_unit' },
    { group: 'TestPrices', title: 'ten_units' },
    { group: 'TestPrices', title: 'a_hundred_(100/100)' },
  ],
  nested: { group: 'TestBadQuantities/refused', title: 'nothing' },
  comparison: { expected: '7', actual: '5' },
  darkLine: 'if quantity > 100',
  certainty: 'exact',
  extra: {
    broken: { file: 'broken_test.go', place: 'stock/broken_test.go', says: /stock\/broken_test\.go:6:2: undefined: undefinedFunction/ },
    endless: { file: 'endless_test.go', place: 'endless/endless_test.go' },
    fake: { file: 'fake_test.go', place: 'fake/fake_test.go' },
    flood: { file: 'flood_test.go', place: 'flood/flood_test.go' },
    forks: { file: 'child_test.go', place: 'child/child_test.go' },
  },
});

describe('go test, what only Go has', function () {
  this.timeout(120_000);
  let runner: SuiteRunner;
  let suite: Suite;

  before(async function () {
    const missing = withoutGo();
    if (missing !== undefined) {
      if (process.env['CI'] !== undefined) throw new Error(missing);
      console.log(`    skipped: ${missing}`);
      this.skip();
    }
    runner = await openSuiteRunner('go-test');
    suite = await runner.detect('price/price.go');
  });
  after(() => runner?.dispose());

  it('names the lines of tests and subtests, and leaves out a log before a failure', async () => {
    const { tests } = await whole({ files: [join(runner.root, 'price/price_test.go')] });
    const lines = Object.fromEntries(
      tests.map((test) => [test.group === undefined ? test.title : `${test.group}/${test.title}`, test.line]),
    );
    assert.deepEqual(lines, {
      TestMultipliesQuantityAndPrice: 9,
      TestGivesAVolumePrice: 16,
      TestRoundsHalfUp: 24,
      'TestPrices/one_unit': 33,
      'TestPrices/ten_units': 34,
      'TestPrices/a_hundred_(100/100)': 35,
      'TestBadQuantities/refused/nothing': 47,
      TestIsSlow: 55,
      'FuzzLine/seed#0': 66,
      ExampleLine: 60,
    });
    const failed = tests.find((test) => test.status === 'failed');
    assert.equal(failed?.message, 'Line(1, 5) = 5, want 7');
    assert.equal(failed.failedAt?.line, 20);
    assert.equal(tests.find((test) => test.status === 'skipped')?.message, 'not decided yet');
  });

  it('says where a panic happened', async () => {
    const { tests } = await whole({ files: [join(runner.root, 'audit/audit_test.go')] });
    const [test] = tests;
    assert.equal(test?.message, 'panic: stock is empty');
    assert.deepEqual(test.failedAt, { file: join(runner.root, 'audit/audit_test.go'), line: 7 });
    assert.match(test.stack ?? '', /^goroutine \d+ \[running\]:/);
  });

  it('blames the test that outlives the time limit of go test, and names those that did not run', async () => {
    await runner.add('timeout_test.go', 'timeout/timeout_test.go');
    const limited = { ...suite, project: { ...suite.project, addedArguments: ['-timeout=1s'] } };
    const { tests, errors } = await whole({ files: [join(runner.root, 'timeout/timeout_test.go')] }, limited);
    await runner.remove('timeout');
    assert.deepEqual(
      tests.map(({ group, title, status, message }) => [group, title, status, message?.split('\n')[0]]),
      [
        [undefined, 'TestIsQuick', 'passed', undefined],
        ['TestTakesTooLong', 'here', 'error', 'panic: test timed out after 1s'],
      ],
    );
    assert.deepEqual(errors, [
      'example.org/shop/timeout: TestTakesTooLong/here ended the test binary, so these tests did not run: TestComesLater.',
    ]);
  });

  it('does not believe a test that ends the process itself', async () => {
    await runner.add('exit_test.go', 'exit/exit_test.go');
    const { errors, exitCode } = await whole({ files: [join(runner.root, 'exit/exit_test.go')] });
    await runner.remove('exit');
    assert.equal(exitCode, 0);
    assert.match(errors.join('\n'), /^example\.org\/shop\/exit: the (?:run|test binary) ended before/);
  });

  it('is over when its tests are, whatever they started', async () => {
    await runner.add('child_test.go', 'child/child_test.go');
    const { tests } = await whole({ files: [join(runner.root, 'child/child_test.go')] });
    await runner.remove('child');
    assert.deepEqual(
      tests.map(({ status }) => status),
      ['passed'],
    );
    assert.deepEqual(processesOf(runner.root), []);
  });

  it('runs the tests of several files and no others', async () => {
    const text = 'package stock\n\nimport "testing"\n\nfunc TestGivesAVolumePrice(t *testing.T) { t.Error("not asked for") }\n';
    const other = join(runner.root, 'stock/other_test.go');
    await writeFile(other, text);
    const asked = ['price/price_test.go', 'stock/stock_test.go'].map((file) => join(runner.root, file));
    const { tests, coverage } = await whole({ files: asked, coverage: 'all' });
    await rm(other);
    assert.deepEqual([...new Set(tests.map(({ file }) => file))], asked);
    assert.equal(tests.length, 12);
    const covered = asked.map((file) => coverage?.get(file.replace('_test', ''))?.lines.get(file.includes('stock') ? 6 : 8));
    assert.ok(
      covered.every((count) => (count ?? 0) > 0),
      covered.join(),
    );
  });

  it('runs where it may write nothing but its scratch folder', async () => {
    const { tests, errors } = await whole({ files: [join(runner.root, 'stock/stock_test.go')], confinement: 'confined' });
    assert.deepEqual(errors, []);
    assert.deepEqual(
      tests.map(({ status }) => status),
      ['passed', 'passed'],
    );
  });

  it('says in the words of go what is wrong with a module', async () => {
    const module = join(runner.root, 'go.mod');
    const before = await readFile(module, 'utf8');
    await writeFile(module, `${before}\nnonsense\n`);
    const { errors } = await whole({});
    await writeFile(module, before);
    assert.match(errors.join('\n'), /go\.mod:5: unknown directive: nonsense/);
  });

  it('says that there is no Go', async () => {
    const without = { ...suite, project: { ...suite.project, interpreter: 'there-is-no-go' } };
    const { outcome } = await runner.run(without, {});
    assert.ok(outcome.status === 'failed-to-start' && outcome.error.code === 'suite/runner-missing', JSON.stringify(outcome));
  });

  it('runs all modules of a workspace together, and one that is not of it by itself', async () => {
    const shop = join(runner.root, 'work/shop');
    await mkdir(join(shop, 'till'), { recursive: true });
    await mkdir(join(runner.root, 'work/alone'), { recursive: true });
    await writeFile(join(runner.root, 'work/go.work'), 'go 1.21\n\nuse (\n\t./shop // the till\n\t./other\n)\n');
    for (const [name, text] of Object.entries({
      'shop/go.mod': 'module example.org/till\n\ngo 1.21\n',
      'shop/till/till.go': 'package till\n\nfunc Sum(a, b int) int { return a + b }\n',
      'shop/till/till_test.go':
        'package till\n\nimport "testing"\n\nfunc TestSum(t *testing.T) {\n\tif Sum(1, 2) != 3 {\n\t\tt.Error()\n\t}\n}\n',
      'other/go.mod': 'module example.org/other\n\ngo 1.21\n',
      'other/other_test.go':
        'package other\n\nimport (\n\t"testing"\n\n\t"example.org/till/till"\n)\n\nfunc TestOther(t *testing.T) { till.Sum(1, 2) }\n',
      'alone/go.mod': 'module example.org/alone\n\ngo 1.21\n',
      'alone/alone_test.go': 'package alone\n\nimport "testing"\n\nfunc TestAlone(t *testing.T) {}\n',
    })) {
      await mkdir(dirname(join(runner.root, 'work', name)), { recursive: true });
      await writeFile(join(runner.root, 'work', name), text);
    }
    const together = await runner.detect('work/shop/till/till.go');
    const { tests, coverage } = await whole({ coverage: 'all' }, together);
    assert.deepEqual(
      new Map(tests.map(({ title, file }) => [title, file])),
      new Map([
        ['TestOther', join(runner.root, 'work/other/other_test.go')],
        ['TestSum', join(shop, 'till/till_test.go')],
      ]),
    );
    assert.equal(coverage?.get(join(shop, 'till/till.go'))?.lines.get(3), 2);
    const alone = await whole({}, await runner.detect('work/alone/alone_test.go'));
    assert.deepEqual(
      alone.tests.map(({ title, status }) => [title, status]),
      [['TestAlone', 'passed']],
    );
    await runner.remove('work');
  });

  async function whole(run: Partial<SuiteRun>, which: Suite = suite): Promise<Extract<SuiteOutcome, { readonly status: 'completed' }>> {
    const { outcome } = await runner.run(which, run);
    assert.equal(outcome.status, 'completed', outcome.status === 'failed-to-start' ? outcome.error.message : outcome.status);
    return outcome;
  }
});

function withoutGo(): string | undefined {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'there is no go on this machine';
  }
}

/** Go prints no totals, but one line for each test: those with others below them are groups. */
function countPrinted(printed: string): Readonly<Partial<Record<TestStatus | 'red', number>>> {
  const lines = [...printed.matchAll(/^ *--- (PASS|FAIL|SKIP): (\S+) /gm)].map(([, word = '', name = '']) => ({ word, name }));
  const leaves = lines.filter(({ name }) => !lines.some((other) => other.name.startsWith(`${name}/`)));
  const count = (word: string): number => leaves.filter((line) => line.word === word).length;
  return { passed: count('PASS'), red: count('FAIL'), skipped: count('SKIP') };
}
