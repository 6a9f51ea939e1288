/** Mocha's three newest majors and the one before, against a real project. */
import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Suite, SuiteOutcome, TestResult } from '../../../src/core/suite/framework.ts';
import { installed } from '../../support/installs.ts';
import { describeFramework, type FrameworkCase } from './framework-contract.ts';
import { openSuiteRunner, type SuiteRunner } from './suite-runner.ts';

const group = 'linePrice';

function mochaCase(major: number): FrameworkCase {
  return {
    label: `Mocha ${major}`,
    framework: 'mocha',
    fixture: 'mocha',
    version: new RegExp(`^${major}\\.`),
    async install(root) {
      const install = await installed(`mocha-${major}`);
      if ('missing' in install) return install.missing;
      await symlink(join(install.folder, 'node_modules'), join(root, 'node_modules'), 'junction');
      return undefined;
    },
    settings: { node: process.execPath },
    source: 'src/price.js',
    otherSource: 'src/stock.js',
    testFile: 'test/price.test.js',
    greenFile: 'test/stock.test.js',
    counts: { passed: 9, failed: 1, error: 1, pending: 2 },
    summary(printed) {
      const count = (word: string): number => Number(new RegExp(`^\\s*(\\d+) ${word}`, 'm').exec(printed)?.[1] ?? 0);
      return { passed: count('passing'), red: count('failing'), pending: count('pending') };
    },
    passed: { group, title: 'multiplies quantity and price' },
    failed: { group, title: 'gives a volume price' },
    error: { group, title: 'reads the stock' },
    skipped: { group, title: 'rounds half up' },
    parameterised: [1, 4, 9].map((price, index) => ({ group, title: `costs ${price} for ${index + 1}` })),
    nested: { group: 'linePrice of nothing', title: 'is refused (with "quotes", $ and [brackets])' },
    retried: { group, title: 'passes at the second attempt' },
    comparison: { expected: '7', actual: '5' },
    darkLine: 'if (quantity > 100)',
    certainty: 'exact',
    extra: {
      broken: { file: 'broken.js', place: 'test/broken.test.js', says: /broken\.test\.js could not be loaded: [^]*nowhere\.js/ },
      endless: { file: 'endless.js', place: 'test/endless.test.js' },
      fake: { file: 'fake.js', place: 'test/fake.test.js' },
      flood: { file: 'flood.js', place: 'test/flood.test.js' },
      forks: { file: 'forks.js', place: 'test/forks.test.js' },
    },
  };
}

for (const major of [10, 11, 12]) describeFramework(mochaCase(major));

type Completed = Extract<SuiteOutcome, { readonly status: 'completed' }>;

/** A copy of the project with packages of an install; the suite is skipped where these cannot be had. */
function useProject(install: string): { readonly runner: () => SuiteRunner; readonly suite: () => Promise<Suite> } {
  let opened: SuiteRunner | undefined;
  beforeEach(async function () {
    opened = await openSuiteRunner('mocha', { node: process.execPath });
    const found = await installed(install);
    if ('missing' in found) {
      if (process.env['CI'] !== undefined) throw new Error(found.missing);
      console.log(`    skipped: ${found.missing}`);
      this.skip();
    }
    await symlink(join(found.folder, 'node_modules'), join(opened.root, 'node_modules'), 'junction');
  });
  afterEach(() => opened?.dispose());
  const runner = (): SuiteRunner => {
    if (opened === undefined) throw new Error('not open');
    return opened;
  };
  return { runner, suite: () => runner().detect('src/price.js') };
}

function completed(outcome: SuiteOutcome): Completed {
  assert.equal(outcome.status, 'completed', outcome.status === 'failed-to-start' ? outcome.error.message : outcome.status);
  return outcome;
}

function told(tests: readonly TestResult[]): readonly string[] {
  return tests.map((test) => `${test.status}: ${[test.group, test.title].filter((part) => part !== undefined).join(' > ')}`);
}

describe('Mocha 9', function () {
  this.timeout(60_000);
  const { runner, suite } = useProject('mocha-9');

  it('runs the whole suite, measured, and one test', async () => {
    const found = await suite();
    const whole = await runner().run(found, { coverage: 'all' });
    const { tests, coverage } = completed(whole.outcome);
    assert.equal(tests.filter((test) => test.status === 'passed').length, 9);
    assert.match(whole.printed, /9 passing[^]*2 pending[^]*2 failing/);
    assert.ok(coverage?.get(join(runner().root, 'src/price.js'))?.branches.every((branch) => branch.certainty === 'exact'));
    const files = [join(runner().root, 'test/price.test.js')];
    const one = completed((await runner().run(found, { files, only: { group, title: 'costs 4 for 2' } })).outcome);
    assert.deepEqual(told(one.tests), ['passed: linePrice > costs 4 for 2']);
  });
});

describe('Mocha as projects configure it', function () {
  this.timeout(60_000);
  const { runner, suite } = useProject('mocha-11');
  const place = (file: string): string => join(runner().root, file);

  it('counts failed hooks as Mocha does, and tests that are given up', async () => {
    await runner().add('hooks.js', 'test/hooks.test.js');
    await runner().add('slow.js', 'test/slow.test.js');
    const files = [place('test/hooks.test.js'), place('test/slow.test.js')];
    const { outcome, printed } = await runner().run(await suite(), { files });
    assert.deepEqual(told(completed(outcome).tests), [
      'error: is given up',
      'passed: goes on',
      'error: around > "before each" hook: fill the shelf for "is not run"',
      'passed: beside > runs',
      'failed: beside > "after all" hook for "runs"',
    ]);
    assert.match(printed, /2 passing[^]*3 failing/);
    assert.deepEqual(completed(outcome).tests[2]?.file, files[0]);
    assert.match(`${completed(outcome).tests[0]?.message}`, /Timeout of 100ms exceeded/);
  });

  it('runs in parallel workers where the project does', async () => {
    await runner().add('parallel.mocharc.json', '.mocharc.json');
    const { outcome, printed } = await runner().run(await suite(), { coverage: 'all' });
    const { tests, coverage } = completed(outcome);
    assert.match(printed, /9 passing[^]*2 pending[^]*2 failing/);
    assert.equal(tests.length, 13);
    assert.equal(tests.find((test) => test.title === 'passes at the second attempt')?.file, place('test/price.test.js'));
    assert.ok([...(coverage?.get(place('src/stock.js'))?.lines.values() ?? [])].some((count) => count > 0));
  });

  it("keeps the project's own reporter and options of Node, and runs only what it is asked to", async () => {
    await runner().remove('.mocharc.json');
    await runner().add('dots.mocharc.cjs', '.mocharc.cjs');
    const { outcome, printed } = await runner().run(await suite(), { files: [place('test/stock.test.js')] });
    assert.deepEqual(told(completed(outcome).tests), ['passed: subtracts what was sold', 'passed: left > may be nothing']);
    assert.doesNotMatch(printed, /subtracts what was sold/);
    assert.match(printed, /2 passing/);
  });

  it('runs tests in an order that a seed decides', async () => {
    const found = await suite();
    const files = [place('test/price.test.js'), place('test/stock.test.js')];
    const order = async (shuffleSeed: number): Promise<readonly string[]> =>
      told(completed((await runner().run(found, { files, shuffleSeed })).outcome).tests);
    const first = await order(1);
    assert.deepEqual(await order(1), first);
    const second = await order(3);
    assert.notDeepEqual(second, first);
    assert.deepEqual(second.toSorted(), first.toSorted());
  });

  it('holds a confined run in this very process', async () => {
    await runner().add('writes.js', 'test/writes.test.js');
    const run = { files: [place('test/writes.test.js')], confinement: 'confined', coverage: [place('src/stock.js')] } as const;
    const outcome = completed((await runner().run(await suite(), run)).outcome);
    assert.deepEqual(told(outcome.tests), ['error: writes beside the sources', 'passed: reads the stock']);
    assert.match(`${outcome.refused?.join()}`, /written\.txt/);
    assert.ok(outcome.coverage?.has(place('src/stock.js')));
  });
});

describe('Mocha with TypeScript', function () {
  this.timeout(60_000);
  const { runner } = useProject('node-loaders');

  for (const config of ['typescript.mocharc.json', 'typescript-required.mocharc.json']) {
    it(`tells arms exactly of what is compiled in memory, and shows what no test loads (${config})`, async () => {
      const places = { [config]: '.mocharc.json', 'commonjs.package.json': 'package.json', 'grade.ts': 'src/grade.ts' };
      const others = { 'dark.ts': 'src/dark.ts', 'grade.test.ts': 'test/grade.test.ts' };
      for (const [extra, at] of Object.entries({ ...places, ...others })) await runner().add(extra, at);
      const found = await runner().detect('src/grade.ts');
      const { tests, coverage } = completed((await runner().run(found, { coverage: 'all' })).outcome);
      assert.deepEqual(told(tests), ['passed: grade > is good from the half on', 'failed: grade > is not even bad']);
      assert.deepEqual(tests[1]?.failedAt, { file: join(runner().root, 'test/grade.test.ts'), line: 11 });
      const arms = (file: string): readonly string[] =>
        (coverage?.get(join(runner().root, file))?.branches ?? []).flatMap(({ line, arms: all }) =>
          all.map((arm) => `${line} ${arm.label} ${arm.state}`),
        );
      assert.deepEqual(arms('src/grade.ts'), [
        '5 left of ?? hit',
        '5 right of ?? not-taken',
        '6 if not-taken',
        '6 else hit',
        '9 then of ?: hit',
        '9 else of ?: hit',
      ]);
      assert.deepEqual(arms('src/dark.ts'), ['2 then of ?: never-evaluated', '2 else of ?: never-evaluated']);
    });
  }
});
