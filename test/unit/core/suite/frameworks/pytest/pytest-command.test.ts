import assert from 'node:assert/strict';
import type { Project, SuiteRun } from '../../../../../../src/core/suite/framework.ts';
import { pytest } from '../../../../../../src/core/suite/frameworks/pytest.ts';
import { places, pytestProject } from '../../sample-projects.ts';

const run: SuiteRun = { label: 'a run', coverage: 'none', confinement: 'open' };

function args(more: Partial<SuiteRun>, project: Project = pytestProject()): readonly string[] {
  return pytest.command(project, { ...run, ...more }, places).command.args;
}

describe('command of a pytest run', () => {
  it('is the module of the interpreter, without a cache and with all that it writes in the scratch folder', () => {
    const { command, artefacts } = pytest.command(pytestProject(), run, places);
    assert.deepEqual(command, {
      file: '/w/.venv/bin/python',
      args: [
        '-m',
        'pytest',
        '--rootdir=/w',
        '-p',
        'no:cacheprovider',
        '-o',
        'junit_family=xunit1',
        '--junitxml=/tmp/s/results.xml',
        '--color=no',
        '--continue-on-collection-errors',
      ],
      cwd: '/w',
      env: { PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1', COVERAGE_FILE: '/tmp/s/coverage.data', CI: '1' },
      runtime: 'python',
    });
    assert.deepEqual(artefacts, { results: ['/tmp/s/results.xml'] });
  });

  it('asks for one test by its node id, parameters and all, as one argument that no shell reads', () => {
    const only = { group: 'TestCart::TestDeep', title: 'test_p[a b-$(x);"y"]' };
    assert.equal(args({ files: ['/w/tests/test_a.py'], only }).at(-1), 'tests/test_a.py::TestCart::TestDeep::test_p[a b-$(x);"y"]');
    assert.equal(args({ files: ['/w/tests/test_a.py'], only: { title: 'test_a' } }).at(-1), 'tests/test_a.py::test_a');
    assert.deepEqual(args({ files: ['/w/tests/a b.py', '/w/c.py'] }).slice(-2), ['tests/a b.py', 'c.py']);
  });

  it('measures branches of the sources, or of the folders of the files that are asked for', () => {
    const measured = (what: SuiteRun['coverage'], project?: Project): readonly string[] =>
      args({ coverage: what }, project).filter((arg) => arg.startsWith('--cov'));
    const always = ['--cov-branch', '--cov-report=', '--cov-report=json:/tmp/s/coverage.json', '--cov-fail-under=0'];
    assert.deepEqual(measured('all'), ['--cov=/w/src', ...always]);
    assert.deepEqual(measured('all', pytestProject({ sourceRoots: ['/w'] })), ['--cov=/w', ...always]);
    assert.deepEqual(measured('all', pytestProject({ measuresByConfiguration: true })), ['--cov', ...always]);
    assert.deepEqual(measured(['/w/src/shop/a.py', '/w/src/shop/b.py']), ['--cov=/w/src/shop', ...always]);
    assert.deepEqual(pytest.command(pytestProject(), { ...run, coverage: 'all' }, places).artefacts.coverage, ['/tmp/s/coverage.json']);
  });

  it("puts the project's own arguments in the place of those of its configuration", () => {
    const project = pytestProject({ addedArguments: "-ra -m 'not slow'" });
    assert.deepEqual(args({}, project).slice(3, 5), ['-o', "addopts=-ra -m 'not slow'"]);
    assert.deepEqual(args({}, pytestProject({ addedArguments: '' })).slice(3, 5), ['-o', 'addopts=']);
  });

  it('shuffles from a seed only when it is given one', () => {
    const seed = (more: Partial<SuiteRun>): string | undefined =>
      pytest.command(pytestProject(), { ...run, ...more }, places).command.env['BRANCHLIGHT_SHUFFLE_SEED'];
    assert.deepEqual([seed({}), seed({ shuffleSeed: 0 })], [undefined, '0']);
  });
});

describe('what a pytest run without results means', () => {
  it('is said with the command that helps', () => {
    const missing = pytest.explain(pytestProject(), 1, '/w/.venv/bin/python: No module named pytest');
    assert.deepEqual([missing?.code, missing?.message], ['suite/runner-missing', 'pytest is not installed for /w/.venv/bin/python.']);
    const uncovered = pytest.explain(pytestProject(), 4, 'error: unrecognized arguments: --cov=/w/src --cov-branch');
    assert.deepEqual(
      [uncovered?.code, uncovered?.hint],
      ['suite/coverage-missing', 'Run `/w/.venv/bin/python -m pip install pytest-cov`.'],
    );
    assert.equal(pytest.explain(pytestProject(), 4, 'error: unrecognized arguments: --odd'), undefined);
  });
});
