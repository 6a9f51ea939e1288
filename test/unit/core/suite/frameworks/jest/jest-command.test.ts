import assert from 'node:assert/strict';
import type { Project, SuiteRun } from '../../../../../../src/core/suite/framework.ts';
import { explainJest } from '../../../../../../src/core/suite/frameworks/jest/explain-jest.ts';
import { jestCommand } from '../../../../../../src/core/suite/frameworks/jest/jest-command.ts';
import { places, vitestProject } from '../../sample-projects.ts';

const run: SuiteRun = { label: 'a run', coverage: 'none', confinement: 'open' };

function jestProject(more: Partial<Project> = {}): Project {
  return vitestProject({}, { framework: 'jest', frameworkVersion: '30.1.0', runner: '/w/node_modules/jest/bin/jest.js', ...more });
}

function args(more: Partial<SuiteRun>, project = jestProject()): readonly string[] {
  return jestCommand(project, { ...run, ...more }, places).command.args;
}

function valuesOf(option: string, all: readonly string[]): readonly string[] {
  return all.filter((arg) => arg.startsWith(`--${option}=`)).map((arg) => arg.slice(option.length + 3));
}

describe('command of a Jest run', () => {
  it('starts the runner as the script does, with a processor of ours instead of reporters', () => {
    const facts = {
      nodeArguments: ['--experimental-vm-modules'],
      arguments: ['--config=unit.js'],
      patterns: ['unit'],
      environment: ['TZ=UTC=x'],
      processor: 'sonar',
    };
    const { command, artefacts } = jestCommand(jestProject({ facts }), run, places);
    assert.deepEqual([command.file, command.cwd, command.runtime], ['node', '/w', 'node']);
    assert.deepEqual(command.args.slice(0, 4), [
      '--experimental-vm-modules',
      '/w/node_modules/jest/bin/jest.js',
      'unit',
      '--config=unit.js',
    ]);
    assert.deepEqual(valuesOf('testResultsProcessor', command.args), ['/dist/jest-results.cjs']);
    assert.equal(command.env['TZ'], 'UTC=x');
    assert.deepEqual(JSON.parse(command.env['BRANCHLIGHT_JEST'] ?? ''), { results: '/tmp/s/results.json', root: '/w', processor: 'sonar' });
    assert.deepEqual(artefacts, { results: ['/tmp/s/results.json'] });
  });

  it('names files by their paths, not as patterns, and instead of those of the script', () => {
    const all = args({ files: ['/w/tests/a b(1).test.ts'] }, jestProject({ facts: { patterns: ['unit'] } }));
    assert.deepEqual(all.slice(1, 3), ['/w/tests/a b(1).test.ts', '--runTestsByPath']);
    assert.ok(!all.includes('unit'));
  });

  it('picks one test by a pattern that takes its title literally', () => {
    const title = 'costs $5 (50% off) [a.b]* | "c" \\ d+? {2} ^ /x/';
    const [pattern = ''] = valuesOf('testNamePattern', args({ files: ['/w/a.test.ts'], only: { group: 'price (net)', title } }));
    const taken = new RegExp(pattern);
    assert.ok(taken.test(`price (net) ${title}`));
    for (const other of [`price (net) ${title} too`, `other price (net) ${title}`, title]) assert.ok(!taken.test(other), other);
  });

  it('measures by Babel into the scratch folder and never fails for thresholds', () => {
    const all = args({ coverage: 'all' });
    assert.deepEqual(
      ['coverageProvider', 'coverageReporters', 'coverageDirectory', 'coverageThreshold', 'collectCoverageFrom'].map((name) =>
        valuesOf(name, all),
      ),
      [['babel'], ['json'], ['/tmp/s/coverage'], ['{}'], []],
    );
    assert.deepEqual(jestCommand(jestProject(), { ...run, coverage: 'all' }, places).artefacts.coverage, [
      '/tmp/s/coverage/coverage-final.json',
    ]);
    assert.ok(args({}).includes('--coverage=false'));
  });

  it('measures only the file that is asked for, from the root folder that is known or any that it may be', () => {
    const file = '/w/packages/a/src/[id].ts';
    assert.deepEqual(valuesOf('collectCoverageFrom', args({ coverage: [file] }, jestProject({ facts: { rootFolder: '/w/packages' } }))), [
      'a/src/\\[id\\].ts',
    ]);
    assert.deepEqual(valuesOf('collectCoverageFrom', args({ coverage: [file] })), [
      '\\[id\\].ts',
      'src/\\[id\\].ts',
      'a/src/\\[id\\].ts',
      'packages/a/src/\\[id\\].ts',
    ]);
  });

  it('lets the user have the last word on an option', () => {
    const facts = { arguments: ['--config=jest.config.js'] };
    const all = args({ coverage: 'all' }, jestProject({ facts, addedArguments: ['-c', 'jest.unit.js', '--coverageProvider', 'v8'] }));
    assert.deepEqual(all.slice(-4), ['-c', 'jest.unit.js', '--coverageProvider', 'v8']);
    assert.deepEqual([...valuesOf('config', all), ...valuesOf('coverageProvider', all)], []);
  });

  it('shuffles tests where Jest can, by a seed that it takes', () => {
    const shuffled = (frameworkVersion: string): readonly string[] =>
      args({ shuffleSeed: 4_294_967_295 }, jestProject({ frameworkVersion })).filter((arg) => /^--(randomize|seed)/.test(arg));
    assert.deepEqual(
      [shuffled('30.1.0'), shuffled('29.5.0'), shuffled('29.4.3'), shuffled('28.1.3')],
      [['--randomize', '--seed=-1'], ['--randomize', '--seed=-1'], [], []],
    );
  });

  it('runs confined tests in the one process that is guarded', () => {
    const all = args({ confinement: 'confined' });
    assert.ok(all.includes('--runInBand') && all.includes('--watchman=false'));
    assert.deepEqual(valuesOf('testSequencer', all), ['/dist/jest-confined.cjs']);
  });
});

describe('a Jest run without results', () => {
  const explained: readonly (readonly [output: string, code: string, hint: RegExp])[] = [
    [
      '  Test environment jest-environment-jsdom cannot be found. Make sure',
      'suite/bad-configuration',
      /pnpm add -D jest-environment-jsdom/,
    ],
    ['  Module ts-jest in the transform option was not found.', 'suite/bad-configuration', /pnpm add -D ts-jest/],
    ['● Validation Error:\n  Option: testMatch', 'suite/bad-configuration', /--showConfig/],
    ['  process.exit called with "0"', 'suite/runner-ended', /process\.exit/],
    ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'suite/out-of-memory', /max-old-space-size/],
  ];
  for (const [output, code, hint] of explained) {
    it(`is explained: ${output.trim().split('\n')[0] ?? ''}`, () => {
      const error = explainJest(jestProject({ facts: { add: 'pnpm add -D' } }), 1, output);
      assert.equal(error?.code, code);
      assert.match(error.hint ?? '', hint);
    });
  }

  it('is not explained by what is not known', () => {
    assert.equal(explainJest(jestProject(), 1, 'Segmentation fault'), undefined);
  });
});
