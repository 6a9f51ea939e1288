import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SuiteResults, TestResult } from '../../../../../../src/core/suite/framework.ts';
import { readJunitResults } from '../../../../../../src/core/suite/frameworks/junit/read-junit-results.ts';

const fixtures = fileURLToPath(new URL('../../../../../fixtures/suite-results', import.meta.url));

/** What a real run left, as the run's reader is given it. */
function gathered(path: string, retrying = true): SuiteResults | undefined {
  const folder = join(fixtures, path);
  const files = readdirSync(folder).map((name) => ({ path: `/scratch/results/${name}`, text: readFileSync(join(folder, name), 'utf8') }));
  return readJunitResults(files, retrying);
}

function line({ group, title, status, message, retries }: TestResult): string {
  return [status, `${group}#${title}`, message ?? '', retries === undefined ? '' : `(${retries} more)`].filter(Boolean).join(' ');
}

const root = '/tmp/branchlight-results';

describe('results of JUnit through Maven', () => {
  it('tell every test once, the last of its attempts, as Surefire sums them up', () => {
    const results = gathered('junit-maven/whole');
    assert.deepEqual(results?.errors, []);
    assert.deepEqual(results?.tests.map(line).toSorted(), [
      'error PriceTest#readsTheStock java.lang.IllegalStateException: stock is empty (1 more)',
      'failed PriceTest#givesAVolumePrice expected: <7> but was: <5> (1 more)',
      'passed PriceTest#addsUp(int, int, int)[1]',
      'passed PriceTest#addsUp(int, int, int)[2]',
      'passed PriceTest#addsUp(int, int, int)[3]',
      'passed PriceTest#multipliesQuantityAndPrice',
      'passed PriceTest#takesItsTime',
      'passed PriceTest#worksTheSecondTime (1 more)',
      'passed PriceTest$Refusals#refusesNothing',
      'passed PriceTest$Refusals$OfDebts#refusesLessThanNothing',
      'passed StockTest#saysFew',
      'passed StockTest#saysMany',
      'skipped PriceTest#asksTheBank Assumption failed: there is no bank here',
      'skipped PriceTest#roundsHalfUp rounding is not decided yet',
    ]);
  });

  it('say where a test stands and where it failed: the innermost line of the project', () => {
    const results = gathered('junit-maven/whole');
    const find = (title: string): TestResult | undefined => results?.tests.find((test) => test.title === title);
    const failed = find('givesAVolumePrice');
    assert.equal(failed?.file, `${root}/src/test/java/shop/PriceTest.java`);
    assert.deepEqual(failed?.failedAt, { file: `${root}/src/test/java/shop/PriceTest.java`, line: 23 });
    assert.deepEqual([failed?.expected, failed?.actual], ['7', '5']);
    assert.match(failed?.stack ?? '', /^org\.opentest4j\.AssertionFailedError: expected: <7> but was: <5>\n\tat /);
    assert.deepEqual(find('readsTheStock')?.failedAt, { file: `${root}/src/main/java/shop/Stock.java`, line: 17 });
    assert.equal(find('refusesLessThanNothing')?.file, `${root}/src/test/java/shop/PriceTest.java`);
    assert.ok((find('takesItsTime')?.durationMs ?? 0) >= 300);
  });

  it('do not turn a failure into a success where tests are not run again', () => {
    const seen = gathered('junit-maven/whole', false)?.tests.filter(({ title }) => title === 'worksTheSecondTime');
    assert.deepEqual(seen?.map(({ status }) => status).toSorted(), ['failed', 'passed']);
  });

  it('tell what fails around the tests of a class as an error of its file', () => {
    const results = gathered('junit-maven/hook');
    const file = `${root}/src/test/java/shop/HookTest.java`;
    assert.match(results?.errors.join('\n') ?? '', /^shop\.HookTest: java\.lang\.IllegalStateException: the shop is closed/);
    assert.deepEqual([...(results?.errorsByFile?.keys() ?? [])], [file]);
    assert.equal(results?.tests.length, 14);
  });

  it('name the class whose process ended before its time, whatever it printed', () => {
    const results = gathered('junit-maven/exit');
    assert.deepEqual(results?.errors, [
      'shop.FakeTest: the test process ended before its tests were over. The forked VM terminated without properly saying goodbye (exit code 0).',
    ]);
    assert.deepEqual([...(results?.errorsByFile?.keys() ?? [])], [`${root}/src/test/java/shop/FakeTest.java`]);
    assert.equal(
      results?.tests.some(({ title }) => title === 'fake'),
      false,
    );
  });

  it('name the file and line that do not compile', () => {
    const results = gathered('junit-maven/broken');
    assert.deepEqual(results?.tests, []);
    assert.deepEqual(results?.errors, [
      `${root}/src/test/java/shop/BrokenTest.java:8: cannot find symbol\n  symbol:   method levelOf(java.lang.String)\n  location: class shop.Stock`,
    ]);
  });

  it('read JUnit 4, TestNG and phrased names of JUnit 6 in the modules of one reactor', () => {
    const results = gathered('junit-maven/modules', false);
    assert.deepEqual(results?.tests.map(line).toSorted(), [
      'error SignTest#throwsAnything java.lang.IllegalStateException: stock is empty',
      'failed PhraseTest$Large#areNotNamed expected: <a lot> but was: <a positive number>',
      'failed SignTest#comparesTexts expected:<[nega]tive> but was:<[posi]tive>',
      'failed TotalTest#adds[3, 3, 7](3) expected [7] but found [6]',
      'passed PhraseTest#phrases(int, String)[1] "-1", "a negative number"',
      'passed PhraseTest#phrases(int, String)[2] "1", "a positive number"',
      'passed PhraseTest#says what kind of number it is',
      'passed SignCasesTest#isNamed[0 is zero]',
      'passed SignCasesTest#isNamed[3 is positive]',
      'passed SignTest#namesZero',
      'passed TotalTest#adds',
      'passed TotalTest#adds[1, 1, 2](1)',
      'passed TotalTest#adds[2, 2, 4](2)',
      'skipped SignTest#assumes there is no bank here',
      'skipped SignTest#isIgnored signs are not decided yet',
      'skipped TotalTest#skipsItself there is no bank here',
    ]);
    assert.equal(results?.tests.find(({ group }) => group === 'TotalTest')?.file, `${root}/ng/src/test/java/shop/ng/TotalTest.java`);
    assert.match(results?.errors.join('\n') ?? '', /^shop\.core\.ClosedTest: java\.lang\.IllegalStateException: the shop is closed/);
  });

  it('are none while the run is not known to have ended', () => {
    const report = readFileSync(join(fixtures, 'junit-maven/whole/report-1.xml'), 'utf8');
    const events = '{"kind":"report","file":"report-1.xml","module":"/w"}\n';
    const files = (text: string) => [
      { path: '/scratch/results/run.jsonl', text },
      { path: '/scratch/results/report-1.xml', text: report },
    ];
    assert.equal(readJunitResults(files(events), true), undefined);
    assert.equal(readJunitResults(files(`${events}{"kind":"end","exi`), true), undefined);
    assert.equal(readJunitResults(files('{"kind":"end","exitCode":1}\n'), true), undefined);
    assert.deepEqual(readJunitResults(files('{"kind":"end","exitCode":0}\n'), true), { tests: [], errors: [] });
    assert.equal(readJunitResults(files(`${events}{"kind":"end","exitCode":0}\n`), true)?.tests.length, 12);
  });

  it('say that a report is torn', () => {
    const results = readJunitResults(
      [
        { path: '/s/run.jsonl', text: '{"kind":"report","file":"report-1.xml","module":"/w"}\n{"kind":"end","exitCode":1}\n' },
        { path: '/s/report-1.xml', text: '<testsuite><testcase name="a"' },
      ],
      false,
    );
    assert.deepEqual(results, { tests: [], errors: ['A report of /w is no whole XML: its process ended while it wrote.'] });
  });
});
