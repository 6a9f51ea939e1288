/** Node's own test runner: the version that runs these tests, and the system's where that is another one. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { SuiteOutcome, TestResult } from '../../../src/core/suite/framework.ts';
import { installed } from '../../support/installs.ts';
import { describeFramework, type FrameworkCase } from './framework-contract.ts';
import { openSuiteRunner, type SuiteRunner } from './suite-runner.ts';

const group = 'linePrice';

function nodeCase(label: string, node: string): FrameworkCase {
  return {
    label,
    framework: 'node-test',
    fixture: 'node-test',
    version: /^unknown$/,
    install: () => Promise.resolve(undefined),
    settings: { node },
    source: 'src/price.js',
    otherSource: 'src/stock.js',
    testFile: 'test/price.test.js',
    greenFile: 'test/stock.test.js',
    counts: { passed: 10, failed: 1, error: 2, skipped: 1, todo: 2 },
    summary(printed) {
      const count = (word: string): number => Number(new RegExp(`^ℹ ${word} (\\d+)`, 'm').exec(printed)?.[1] ?? Number.NaN);
      return { passed: count('pass'), red: count('fail') + count('cancelled'), skipped: count('skipped'), todo: count('todo') };
    },
    passed: { group, title: 'multiplies quantity and price' },
    failed: { group, title: 'gives a volume price' },
    error: { group, title: 'reads the stock' },
    skipped: { group, title: 'rounds half up' },
    parameterised: [1, 4, 9].map((price, index) => ({ group, title: `costs ${price} for ${index + 1}` })),
    nested: { group: 'linePrice of nothing', title: 'is refused (with "quotes", $ and [brackets])' },
    comparison: { expected: '7', actual: '5' },
    darkLine: 'if (quantity > 100)',
    certainty: 'exact',
    extra: {
      broken: { file: 'broken.js', place: 'test/broken.test.js', says: /nowhere\.js/ },
      endless: { file: 'endless.js', place: 'test/endless.test.js' },
      fake: { file: 'fake.js', place: 'test/fake.test.js' },
      flood: { file: 'flood.js', place: 'test/flood.test.js' },
      forks: { file: 'forks.js', place: 'test/forks.test.js' },
    },
  };
}

function versionOf(node: string): string | undefined {
  try {
    return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined; // there is none
  }
}

describeFramework(nodeCase(`Node ${process.version}`, process.execPath));

const system = ['/usr/local/bin/node', '/usr/bin/node'].find((path) => ![undefined, process.version].includes(versionOf(path)));
if (system !== undefined) describeFramework(nodeCase(`Node ${versionOf(system) ?? ''}`, system));

function completed(outcome: SuiteOutcome): Extract<SuiteOutcome, { readonly status: 'completed' }> {
  assert.equal(outcome.status, 'completed', outcome.status === 'failed-to-start' ? outcome.error.message : outcome.status);
  return outcome;
}

function told(tests: readonly TestResult[]): readonly string[] {
  return tests.map((test) => `${test.status}: ${[test.group, test.title].filter((part) => part !== undefined).join(' > ')}`);
}

describe("Node's test runner as projects use it", function () {
  this.timeout(60_000);
  let runner: SuiteRunner;
  beforeEach(async () => {
    runner = await openSuiteRunner('node-test', { node: process.execPath });
  });
  afterEach(() => runner.dispose());
  const place = (file: string): string => join(runner.root, file);

  it('tells of hooks that failed, and of scripts without tests', async () => {
    await runner.add('hooks.js', 'test/hooks.test.js');
    await runner.add('script.js', 'test/script.test.js');
    const files = [place('test/hooks.test.js'), place('test/script.test.js')];
    const { outcome, printed } = await runner.run(await runner.detect('src/price.js'), { files });
    const { tests, errors } = completed(outcome);
    assert.deepEqual(told(tests), [
      'error: unready > is cancelled',
      'error: around > is not run',
      'passed: beside > runs',
      'passed: test/script.test.js',
    ]);
    assert.match(printed, /ℹ tests 4[^]*ℹ pass 2\nℹ fail 1\nℹ cancelled 1/);
    assert.match(`${tests[1]?.message}`, /beforeEach hook: no room/);
    assert.equal(errors.length, 2);
    assert.match(errors.join('\n'), /hooks\.test\.js: unready: [^]*no shelf[^]*hooks\.test\.js: beside: [^]*after hook/);
  });

  it('holds the processes of test files in a confined run', async () => {
    await runner.add('writes.js', 'test/writes.test.js');
    const run = { files: [place('test/writes.test.js')], confinement: 'confined', coverage: [place('src/stock.js')] } as const;
    const outcome = completed((await runner.run(await runner.detect('src/price.js'), run)).outcome);
    assert.deepEqual(told(outcome.tests), ['error: writes beside the sources', 'passed: reads the stock']);
    assert.match(`${outcome.refused?.join()}`, /written\.txt/);
    assert.ok(outcome.coverage?.has(place('src/stock.js')));
  });

  for (const [how, description, reporter] of [
    ['types.package.json', 'tsx', /^[.X]+$/m],
    ['stripped.package.json', 'Node itself', /ℹ tests 2/],
  ] as const) {
    it(`tells arms exactly of TypeScript that ${description} compiles in memory, through the script of the project`, async function () {
      const found = await installed('node-loaders');
      if ('missing' in found) {
        if (process.env['CI'] !== undefined) throw new Error(found.missing);
        console.log(`    skipped: ${found.missing}`);
        this.skip();
      }
      await symlink(join(found.folder, 'node_modules'), join(runner.root, 'node_modules'), 'junction');
      const places = { [how]: 'package.json', 'grade.ts': 'src/grade.ts', 'dark.ts': 'src/dark.ts', 'grade.test.ts': 'test/grade.test.ts' };
      for (const [extra, at] of Object.entries(places)) await runner.add(extra, at);
      const suite = await runner.detect('src/grade.ts');
      const { outcome, printed } = await runner.run(suite, { coverage: 'all' });
      const { tests, coverage } = completed(outcome);
      assert.match(printed, reporter);
      assert.deepEqual(told(tests), ['passed: grade > is good from the half on', 'failed: grade > is not even bad']);
      assert.deepEqual(tests[1]?.failedAt, { file: place('test/grade.test.ts'), line: 12 });
      const arms = (file: string): readonly string[] =>
        (coverage?.get(place(file))?.branches ?? []).flatMap(({ line, arms: all }) =>
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
