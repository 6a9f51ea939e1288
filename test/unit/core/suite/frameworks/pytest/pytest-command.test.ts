import assert from 'node:assert/strict';
import type { Project, SuiteRun } from '../../../../../../src/core/suite/framework.ts';
import { pytest } from '../../../../../../src/core/suite/frameworks/pytest.ts';
import { places, pytestProject } from '../../sample-projects.ts';

const run: SuiteRun = { label: 'a run', coverage: 'none', confinement: 'open' };

function args(more: Partial<SuiteRun>, project: Project = pytestProject()): readonly string[] {
  return pytest.command(project, { ...run, ...more }, places).command.args;
}

describe('command of a pytest run', () => {
  it('is our runner around pytest, without a cache and with all that it writes in the scratch folder', () => {
    const { command, artefacts } = pytest.command(pytestProject(), run, places);
    assert.deepEqual(command, {
      file: '/w/.venv/bin/python',
      args: ['/dist/pytest_results.py', '--rootdir=/w', '-p', 'no:cacheprovider', '--color=no', '--continue-on-collection-errors'],
      cwd: '/w',
      env: {
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONUNBUFFERED: '1',
        COVERAGE_FILE: '/tmp/s/coverage.data',
        CI: '1',
        BRANCHLIGHT_PYTEST: '{"results":"/tmp/s/results.jsonl"}',
      },
      runtime: 'python',
    });
    assert.deepEqual(artefacts, { results: ['/tmp/s/results.jsonl'] });
  });

  it('asks for one test by its node id, parameters and all, as one argument that no shell reads', () => {
    const only = { group: 'TestCart::TestDeep', title: 'test_p[a b-$(x);"y"]' };
    assert.equal(args({ files: ['/w/tests/test_a.py'], only }).at(-1), 'tests/test_a.py::TestCart::TestDeep::test_p[a b-$(x);"y"]');
    assert.equal(args({ files: ['/w/tests/test_a.py'], only: { title: 'test_a' } }).at(-1), 'tests/test_a.py::test_a');
    assert.deepEqual(args({ files: ['/w/tests/a b.py', '/w/c.py'] }).slice(-2), ['tests/a b.py', 'c.py']);
  });

  it('asks for the test around a subtest: alone there is none', () => {
    const asked = (title: string): string | undefined => args({ files: ['/w/tests/test_a.py'], only: { title } }).at(-1);
    assert.equal(asked('test_a [even] (number=1)'), 'tests/test_a.py::test_a');
    assert.equal(asked('test_a[x (y)] (number=1)'), 'tests/test_a.py::test_a[x (y)]');
    assert.equal(asked('test_a[x (y=1)]'), 'tests/test_a.py::test_a[x (y=1)]');
  });

  it('measures what the project measures, or only the files that are asked for', () => {
    const measured = (what: SuiteRun['coverage'], project = pytestProject()): unknown =>
      (
        JSON.parse(pytest.command(project, { ...run, coverage: what }, places).command.env['BRANCHLIGHT_PYTEST'] ?? '') as {
          coverage?: unknown;
        }
      ).coverage;
    const always = { data: '/tmp/s/coverage.data', report: '/tmp/s/coverage.json', default: '/w/src' };
    assert.equal(measured('none'), undefined);
    assert.deepEqual(measured('all'), always);
    assert.deepEqual(measured('all', pytestProject({ sourceRoots: ['/w'] })), { ...always, default: '/w' });
    assert.deepEqual(measured('all', pytestProject({}, { facts: { coverageSources: ['shop'], coverageConfiguration: '/w/cov.ini' } })), {
      ...always,
      chosen: ['shop'],
      configuration: '/w/cov.ini',
    });
    assert.deepEqual(measured(['/w/src/shop/a.py']), { ...always, files: ['/w/src/shop/a.py'] });
    assert.deepEqual(pytest.command(pytestProject(), { ...run, coverage: 'all' }, places).artefacts.coverage, ['/tmp/s/coverage.json']);
  });

  it("puts the project's own arguments in the place of those of its configuration", () => {
    const project = pytestProject({ addedArguments: "-ra -m 'not slow'" });
    assert.deepEqual(args({}, project).slice(2, 4), ['-o', "addopts=-ra -m 'not slow'"]);
    assert.deepEqual(args({}, pytestProject({ addedArguments: '' })).slice(2, 4), ['-o', 'addopts=']);
  });

  it('shuffles from a seed only when it is given one', () => {
    const seed = (more: Partial<SuiteRun>): string | undefined =>
      pytest.command(pytestProject(), { ...run, ...more }, places).command.env['BRANCHLIGHT_SHUFFLE_SEED'];
    assert.deepEqual([seed({}), seed({ shuffleSeed: 0 })], [undefined, '0']);
  });
});

describe('what the user adds to a pytest run', () => {
  it('stands after what we add and before the files', () => {
    const project = pytestProject({}, { addedArguments: ['-p', 'no:randomly'], addedEnvironment: { SHOP: 'test', CI: '' } });
    assert.deepEqual(args({ files: ['/w/tests/test_a.py'] }, project).slice(-4), [
      '--continue-on-collection-errors',
      '-p',
      'no:randomly',
      'tests/test_a.py',
    ]);
    const { env } = pytest.command(project, run, places).command;
    assert.deepEqual([env['SHOP'], env['CI']], ['test', '']);
  });
});

describe('what a pytest run without results means', () => {
  const said = (code: number, output: string): readonly (string | undefined)[] => {
    const error = pytest.explain(pytestProject(), code, output);
    return [error?.code, error?.message, error?.hint];
  };

  it('is a missing package, with the command that installs it', () => {
    assert.deepEqual(said(96, ''), [
      'suite/runner-missing',
      'pytest is not installed for /w/.venv/bin/python.',
      'Run `/w/.venv/bin/python -m pip install pytest coverage`, or choose another Python in the setting branchlight.python.path.',
    ]);
    assert.deepEqual(said(97, ''), [
      'suite/coverage-missing',
      'coverage.py is not installed for /w/.venv/bin/python, so nothing can be measured.',
      'Run `/w/.venv/bin/python -m pip install coverage`.',
    ]);
  });

  it('is a configuration that is not understood, in its own words where they are known', () => {
    assert.equal(
      said(98, "x\ncoverage.py: Couldn't read '.coveragerc'\n")[1],
      "coverage.py does not understand its configuration in /w: Couldn't read '.coveragerc'",
    );
    assert.match(`${said(98, '')[1]}`, /configuration in \/w\.$/);
    assert.match(
      `${said(4, 'usage: x\n__main__.py: error: unrecognized arguments: --odd\n')[1]}`,
      /^pytest does not understand .* unrecognized arguments: --odd$/,
    );
    assert.match(`${said(4, 'ERROR: /w/pytest.ini:2: unexpected line')[1]}`, /\/w\/pytest\.ini:2: unexpected line$/);
    assert.match(`${said(4, '')[1]}`, /Its output says what\.$/);
  });

  it('is nothing that we know for another exit code', () => {
    assert.equal(pytest.explain(pytestProject(), 139, 'Segmentation fault'), undefined);
  });
});
