import assert from 'node:assert/strict';
import { readReport } from '../../../../src/core/coverage/read-report.ts';
import { alignedReport, armKeys, darkArms, madeReport } from './made-reports.ts';

const typescript = 'js/src/every-branch.ts';
const javascript = 'plain-js/hints.cjs';
const python = 'python/every_branch.py';

/** Read off the source and its test by a person. */
const darkInTypeScript = [
  '5: else never taken',
  '13: else never taken',
  '13: if never evaluated (decision never ran)',
  '14: else never evaluated (decision never ran)',
  "21: case 'USD' never taken",
  "22: case 'GBP' never taken",
  '24: default never taken',
  '29: else of ?: never taken',
  '32: right of ?? never evaluated',
  '36: 3rd operand of || never evaluated',
  '40: 3rd operand of || never evaluated',
  '43: default of qty never used',
  "43: default of { unit = 'pc' } never used",
  '52: else never taken',
  '57: then of ?: never taken',
  '57: right of && never evaluated',
  '63: if never evaluated (decision never ran)',
  '63: else never evaluated (decision never ran)',
  '64: then of ?: never evaluated (decision never ran)',
  '64: else of ?: never evaluated (decision never ran)',
  '64: left of ?? never evaluated (decision never ran)',
  '64: right of ?? never evaluated (decision never ran)',
  '67: else never taken',
  '67: else of ?: never taken',
];

describe('reports that real tools wrote', () => {
  it('Vitest with the Istanbul provider: every dark arm by its name', async () => {
    const { coverage, problems } = await alignedReport('vitest-istanbul/coverage-final.json', typescript);
    assert.deepEqual(darkArms(coverage), darkInTypeScript);
    assert.deepEqual(problems, []);
  });

  it('Vitest with the V8 provider: the same, except for default values, which V8 cannot see', async () => {
    const { coverage, problems } = await alignedReport('vitest-v8/coverage-final.json', typescript);
    assert.deepEqual(
      darkArms(coverage),
      darkInTypeScript.filter((arm) => !arm.includes('default of')),
    );
    assert.deepEqual(problems, []);
  });

  for (const provider of ['vitest-istanbul', 'vitest-v8']) {
    it(`${provider}: LCOV ends with the same keys, words and states as the JSON`, async () => {
      const json = await alignedReport(`${provider}/coverage-final.json`, typescript);
      const lcov = await alignedReport(`${provider}/lcov.info`, typescript);
      assert.deepEqual(armKeys(lcov.coverage), armKeys(json.coverage));
    });
  }

  it('nyc: hints take arms out, and the arms that are left keep their own names', async () => {
    const { coverage, problems } = await alignedReport('nyc/coverage-final.json', javascript);
    assert.deepEqual(problems, []);
    assert.deepEqual(darkArms(coverage), [
      '21: 3rd operand of || never evaluated',
      '24: default of x never used',
      '30: then of ?: never taken',
      '30: 2nd operand of && never evaluated',
      '30: 3rd operand of || never evaluated',
      '30: left of ?? never evaluated (decision never ran)',
      '30: right of ?? never evaluated (decision never ran)',
    ]);
    const lcov = await alignedReport('nyc/lcov.info', javascript);
    assert.deepEqual(armKeys(lcov.coverage), armKeys(coverage));
  });

  it('c8 only knows blocks: they are not called arms, and the reason is said', async () => {
    for (const report of ['c8/coverage-final.json', 'c8/lcov.info']) {
      const { coverage, problems } = await alignedReport(report, javascript);
      assert.deepEqual(darkArms(coverage).slice(0, 2), ['6: block never evaluated (decision never ran)', '11: block never run']);
      assert.deepEqual(
        problems.map((problem) => problem.code),
        ['source/blocks-only'],
      );
    }
  });

  it('coverage.py: every dark arc by what it is in the source', async () => {
    const { coverage, problems } = await alignedReport('pytest-cov/coverage.json', python);
    assert.deepEqual(darkArms(coverage), [
      '6: else never taken',
      '14: else never taken',
      '14: if never evaluated (decision never ran)',
      '17: else never evaluated (decision never ran)',
      '30: if never taken',
      '39: not case "go" never taken',
      '42: case ["turn", side] never evaluated (decision never ran)',
      '41: not case ["turn", side] never evaluated (decision never ran)',
      '60: line 60 → exit never taken',
      '65: if never evaluated (decision never ran)',
      '65: else never evaluated (decision never ran)',
      '81: else never taken',
      '90: loop body never evaluated (decision never ran)',
      '90: loop exit never evaluated (decision never ran)',
      '91: else never evaluated (decision never ran)',
      '91: if never evaluated (decision never ran)',
      '96: if never taken',
    ]);
    assert.deepEqual(problems, []);
    const lcov = await alignedReport('pytest-cov/lcov.info', python);
    assert.deepEqual(armKeys(lcov.coverage), armKeys(coverage));
  });

  it('coverage.py without branches: says which option is missing', () => {
    const { coverage, problems } = readReport(madeReport('pytest-cov/without-branches.json'), 'coverage.json');
    assert.equal(coverage.get('every_branch.py')?.lines.get(7), 1);
    assert.match(problems[0]?.message ?? '', /--cov-branch.*branch = true/);
  });

  it('every report is known by its content, whatever its name', () => {
    const formats = ['vitest-v8/coverage-final.json', 'c8/lcov.info', 'pytest-cov/coverage.json', 'pytest-cov/lcov.info'].map(
      (name) => readReport(madeReport(name), '/x/report').format,
    );
    assert.deepEqual(formats, ['istanbul', 'lcov', 'coverage-py', 'lcov']);
  });
});
