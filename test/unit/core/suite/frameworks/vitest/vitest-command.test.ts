import assert from 'node:assert/strict';
import type { SuiteRun } from '../../../../../../src/core/suite/framework.ts';
import { vitestCommand } from '../../../../../../src/core/suite/frameworks/vitest/vitest-command.ts';
import { compileGlob } from '../../../../../../src/core/glob.ts';
import { places, vitestProject } from '../../sample-projects.ts';

const run: SuiteRun = { label: 'a run', coverage: 'none', confinement: 'open' };

function args(more: Partial<SuiteRun>, project = vitestProject()): readonly string[] {
  return vitestCommand(project, { ...run, ...more }, places).command.args;
}

function valuesOf(option: string, all: readonly string[]): readonly string[] {
  return all.filter((arg) => arg.startsWith(`--${option}=`)).map((arg) => arg.slice(option.length + 3));
}

describe('command of a Vitest run', () => {
  it('starts the runner with Node in the project and leaves its results in the scratch folder', () => {
    const { command, artefacts } = vitestCommand(vitestProject(), run, places);
    assert.deepEqual([command.file, command.cwd, command.runtime], ['node', '/w', 'node']);
    assert.deepEqual(command.args.slice(0, 2), ['/w/node_modules/vitest/vitest.mjs', 'run']);
    assert.deepEqual(artefacts, { results: ['/tmp/s/results.json'] });
    assert.equal(command.env['BRANCHLIGHT_VITEST'], '/tmp/s/results.json');
    assert.deepEqual(valuesOf('reporter', command.args), ['default', '/dist/vitest-results.mjs']);
    assert.ok(command.args.includes('--coverage.enabled=false'));
  });

  it("keeps the project's own reporters in its whole run, and something that a person can read", () => {
    const reporters = (names: readonly string[], more: Partial<SuiteRun> = {}): readonly string[] =>
      valuesOf('reporter', args(more, vitestProject({}, { facts: { reporters: names } })));
    assert.deepEqual(reporters(['dot', 'junit']), ['dot', 'junit', '/dist/vitest-results.mjs']);
    assert.deepEqual(reporters(['junit']), ['default', 'junit', '/dist/vitest-results.mjs']);
    assert.deepEqual(reporters(['junit'], { files: ['/w/a.test.ts'] }), ['default', '/dist/vitest-results.mjs']);
    assert.deepEqual(reporters(['junit'], { confinement: 'confined' }), ['default', '/dist/vitest-results.mjs']);
  });

  it('names files from the project, each as one argument that no shell reads', () => {
    const all = args({ files: ['/w/tests/a b.test.ts', '/w/tests/$(rm -rf ~);`x`.test.ts'] });
    assert.deepEqual(all.slice(2, 4), ['tests/a b.test.ts', 'tests/$(rm -rf ~);`x`.test.ts']);
  });

  it('picks one test by a pattern that takes its title literally', () => {
    const title = 'costs $5 (50% off) [a.b]* | "c" \\ d+? {2} ^ /x/';
    const [pattern = ''] = valuesOf('testNamePattern', args({ files: ['/w/a.test.ts'], only: { group: 'price (net)', title } }));
    const taken = new RegExp(pattern);
    assert.ok(taken.test(`price (net) ${title}`));
    assert.ok(taken.test(`price (net) > ${title}`));
    for (const other of [`price (net) ${title} too`, `other price (net) ${title}`, title, `price net ${title}`]) {
      assert.ok(!taken.test(other), other);
    }
  });

  it('measures all that the project measures, or only the files that are asked for', () => {
    const all = args({ coverage: 'all' });
    assert.deepEqual(
      [valuesOf('coverage.provider', all), valuesOf('coverage.reporter', all), valuesOf('coverage.include', all)],
      [['v8'], ['json'], []],
    );
    assert.deepEqual(vitestCommand(vitestProject(), { ...run, coverage: 'all' }, places).artefacts.coverage, [
      '/tmp/s/coverage/coverage-final.json',
    ]);
    const path = 'app/[id]/(a)/{b}.ts';
    const [glob = ''] = valuesOf('coverage.include', args({ coverage: [`/w/${path}`] }));
    assert.ok(compileGlob(glob, 'vitest')(path));
    assert.ok(!compileGlob(glob, 'vitest')('app/i/a/b.ts'));
  });

  it("never fails or rewrites a config for the project's own thresholds", () => {
    assert.deepEqual(
      args({ coverage: 'all' }).filter((arg) => arg.includes('thresholds')),
      [
        '--coverage.thresholds.autoUpdate=false',
        '--coverage.thresholds.100=false',
        '--coverage.thresholds.perFile=false',
        ...['lines', 'functions', 'branches', 'statements'].map((name) => `--coverage.thresholds.${name}=0`),
      ],
    );
  });

  it('asks 3.2 for the arms of the syntax tree, which is the only way from 4 on', () => {
    const versions = ['3.1.4', '3.2.0', '3.9.1', '4.0.0', '5.1.0'];
    const asked = (frameworkVersion: string, coverageProvider = 'v8'): boolean =>
      args({ coverage: 'all' }, vitestProject({}, { frameworkVersion, coverageProvider })).some((arg) => arg.includes('AstAware'));
    assert.deepEqual(
      versions.filter((version) => asked(version)),
      ['3.2.0', '3.9.1'],
    );
    assert.equal(asked('3.2.0', 'istanbul'), false);
  });

  it('shuffles from a seed only when it is given one', () => {
    assert.deepEqual(
      args({ shuffleSeed: 7 }).filter((arg) => arg.startsWith('--sequence')),
      ['--sequence.shuffle.tests=true', '--sequence.shuffle.files=true', '--sequence.seed=7'],
    );
    assert.ok(!args({}).some((arg) => arg.startsWith('--sequence')));
  });
});
