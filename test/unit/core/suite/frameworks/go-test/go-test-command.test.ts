import assert from 'node:assert/strict';
import { goTestCommand } from '../../../../../../src/core/suite/frameworks/go-test/go-test-command.ts';
import { planGoRuns, type GoTestFolder } from '../../../../../../src/core/suite/frameworks/go-test/plan-go-runs.ts';
import { patternOfFunctions, patternOfTest } from '../../../../../../src/core/suite/frameworks/go-test/run-pattern.ts';
import type { Project, SuiteRun } from '../../../../../../src/core/suite/framework.ts';
import { places } from '../../sample-projects.ts';
import { goProject } from './sample-go.ts';

function argsOf(run: Partial<SuiteRun>, project: Project = goProject): readonly string[] {
  return goTestCommand(project, { label: 'a run', coverage: 'none', confinement: 'open', ...run }, places).command.args;
}

function afterDashes(args: readonly string[]): string {
  return args.slice(args.indexOf('--') + 1).join(' ');
}

describe('the command of go test', () => {
  it('runs everything, without results that Go remembers', () => {
    const { command, artefacts } = goTestCommand(goProject, { label: 'all', coverage: 'none', confinement: 'open' }, places);
    assert.deepEqual(
      [command.file, ...command.args],
      [
        '/host/node',
        '/dist/go-test-results.mjs',
        '--results=/tmp/s/results.jsonl',
        '--temporary=/tmp/s/tmp',
        '--module=example.org/shop=/w',
        '--',
        'go',
        'test',
        '-json',
        '-count=1',
        './...',
      ],
    );
    assert.deepEqual(command.env, { CI: '1' });
    assert.deepEqual(artefacts, { results: ['/tmp/s/results.jsonl'] });
  });

  it('counts in all packages for a whole suite, and in that of the one file that is wanted', () => {
    const measured = ' -covermode=atomic -coverpkg=';
    assert.equal(
      afterDashes(argsOf({ coverage: 'all' })),
      `go test -json -count=1${measured}./... -coverprofile=/tmp/s/coverage/coverage.out ./...`,
    );
    const one = argsOf({ coverage: ['/w/price/price.go'], files: ['/w/price/price_test.go'] });
    assert.equal(afterDashes(one), `go test -json -count=1${measured}./price -coverprofile=/tmp/s/coverage/coverage.out ./price`);
    assert.ok(one.includes('--file=/w/price/price_test.go'));
  });

  it('selects one subtest by its quoted name', () => {
    const only = { group: 'TestPrices', title: 'a_(100/100)[x|y]' };
    const args = argsOf({ files: ['/w/price_test.go'], only });
    assert.equal(args.at(-2), String.raw`-run=^TestPrices$/^a_\(100$/^100\)\[x\|y\]$`);
    assert.equal(args.at(-1), '.');
    assert.ok(!args.some((argument) => argument.startsWith('--file=')));
    assert.equal(patternOfTest({ title: 'TestA' }), '^TestA$');
    assert.equal(patternOfFunctions([]), '^$');
  });

  it('takes arguments, environment and order as they are given', () => {
    const project: Project = {
      ...goProject,
      addedArguments: ['-tags=integration', '-race'],
      addedEnvironment: { SHOP: 'test' },
      facts: { ...goProject.facts, workspace: 'off' },
    };
    const run: SuiteRun = { label: 'a run', coverage: 'none', confinement: 'confined', shuffleSeed: 7 };
    const { command } = goTestCommand(project, run, places);
    assert.equal(afterDashes(command.args), 'go test -json -count=1 -shuffle=7 ./... -tags=integration -race');
    assert.deepEqual(command.env, { CI: '1', GOWORK: 'off', GODEBUG: 'goindex=0', SHOP: 'test' });
  });
});

describe('the runs that single files take', () => {
  const folder = (pattern: string, files: Readonly<Record<string, readonly string[]>>): GoTestFolder => ({
    pattern,
    files: new Map(
      Object.entries(files).map(([path, names]) => [
        path,
        { functions: names.map((name) => ({ name, line: 1, cases: [] })), logs: [], constrained: false },
      ]),
    ),
  });
  const a = folder('./a', { '/w/a/one_test.go': ['TestOne'], '/w/a/two_test.go': ['TestTwo'] });

  it('are one, when no package has a test of another name that is not wanted', () => {
    const b = folder('./b', { '/w/b/b_test.go': ['TestOne', 'TestB'] });
    assert.deepEqual(planGoRuns([a, b], new Set(['/w/a/one_test.go', '/w/b/b_test.go'])), [
      { patterns: ['./a', './b'], run: '^(TestOne|TestB)$' },
    ]);
  });

  it('are one for each package, when the names of one would run more in the other', () => {
    const b = folder('./b', { '/w/b/b_test.go': ['TestTwo'] });
    assert.deepEqual(planGoRuns([a, b], new Set(['/w/a/one_test.go', '/w/b/b_test.go'])), [
      { patterns: ['./a'], run: '^(TestOne)$' },
      { patterns: ['./b'], run: '^(TestTwo)$' },
    ]);
  });

  it('run nothing for a file without tests', () => {
    assert.deepEqual(planGoRuns([a], new Set(['/w/a/helper_test.go'])), [{ patterns: ['./a'], run: '^$' }]);
  });
});
