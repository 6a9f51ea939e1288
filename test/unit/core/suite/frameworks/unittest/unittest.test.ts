import assert from 'node:assert/strict';
import type { Project, SuiteRun } from '../../../../../../src/core/suite/framework.ts';
import { unittest } from '../../../../../../src/core/suite/frameworks/unittest.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';
import { existing, places, pytestProject, testSource } from '../../sample-projects.ts';

const run: SuiteRun = { label: 'a run', coverage: 'none', confinement: 'open' };

function project(facts: Project['facts'] = {}): Project {
  return pytestProject(
    { testFolder: '/w/tests' },
    { framework: 'unittest', facts: { startDirectory: '.', pattern: 'test*.py', ...facts } },
  );
}

async function detect(files: Readonly<Record<string, string>>, file = '/w/shop/price.py'): Promise<Project> {
  const found = await unittest.detect(file, '/w', createInMemoryFileSystem({ [file]: '', ...files }), {});
  assert.ok(found.found);
  return found.project;
}

describe('discovery of unittest', () => {
  const table: readonly (readonly [
    what: string,
    files: readonly string[],
    task: string,
    start: string,
    pattern: string,
    folder: string,
  ])[] = [
    ['tests in a package', ['/w/tests/__init__.py', '/w/tests/test_a.py'], '', '.', 'test*.py', '/w/tests'],
    [
      'tests deep in packages',
      ['/w/shop/__init__.py', '/w/shop/tests/__init__.py', '/w/shop/tests/test_a.py'],
      '',
      '.',
      'test*.py',
      '/w/shop/tests',
    ],
    ['tests at the top', ['/w/test_a.py'], '', '.', 'test*.py', '/w'],
    ['tests in a folder that is no package', ['/w/tests/test_a.py'], '', 'tests', 'test*.py', '/w/tests'],
    ['no tests yet', [], '', 'tests', 'test*.py', '/w/tests'],
    ['no tests yet in a folder', ['/w/test/data.txt'], '', 'test', 'test*.py', '/w/test'],
    ['options of a task', ['/w/checks/check_a.py'], 'discover -s checks -p "check_*.py"', 'checks', 'check_*.py', '/w/checks'],
    ['long options of a task', ['/w/a/b_test.py'], '--start-directory=a --pattern=*_test.py -v', 'a', '*_test.py', '/w/a'],
    ['positions of a task', ['/w/checks/check_a.py'], 'discover -v checks "check_*.py"', 'checks', 'check_*.py', '/w/checks'],
    ['a task without options', ['/w/tests/__init__.py', '/w/tests/test_a.py'], '-b', '.', 'test*.py', '/w/tests'],
  ];
  for (const [what, files, task, start, pattern, folder] of table) {
    it(`follows ${what}`, async () => {
      const found = await detect({
        ...Object.fromEntries(files.map((name) => [name, ''])),
        ...(task === '' ? {} : { '/w/Makefile': `test:\n\tpython -m unittest ${task}\n` }),
      });
      assert.deepEqual([found.facts?.['startDirectory'], found.facts?.['pattern'], found.habits?.testFolder], [start, pattern, folder]);
    });
  }

  it('puts tests of a Django application into its tests, else beside its modules', async () => {
    const django = { '/w/manage.py': '"DJANGO_SETTINGS_MODULE"' };
    const packaged = await detect({ ...django, '/w/shop/tests/__init__.py': '' }, '/w/shop/models.py');
    assert.deepEqual([packaged.facts?.['django'], packaged.habits?.testFolder], ['manage.py', '/w/shop/tests']);
    assert.equal((await detect({ ...django, '/w/shop/tests.py': '' }, '/w/shop/models.py')).habits?.testFolder, '/w/shop');
  });
});

describe('command of a unittest run', () => {
  function wanted(more: Partial<SuiteRun>, facts?: Project['facts']): Readonly<Record<string, unknown>> {
    return JSON.parse(unittest.command(project(facts), { ...run, ...more }, places).command.env['BRANCHLIGHT_UNITTEST'] ?? '') as Record<
      string,
      unknown
    >;
  }

  it('has the options of discovery', () => {
    const { command, artefacts } = unittest.command(project({ startDirectory: 'tests', topLevelDirectory: '.' }), run, places);
    assert.deepEqual(command.args, ['/dist/unittest_results.py', '-s', 'tests', '-p', 'test*.py', '-t', '.']);
    assert.deepEqual([command.file, command.cwd, command.runtime], ['/w/.venv/bin/python', '/w', 'python']);
    assert.deepEqual(wanted({}), { results: '/tmp/s/results.jsonl' });
    assert.deepEqual(artefacts, { results: ['/tmp/s/results.jsonl'] });
  });

  it('names files, one test by its class and method, and what is measured', () => {
    const files = ['/w/tests/test_a.py'];
    assert.deepEqual(wanted({ files, only: { group: 'TestA.Deep', title: 'test_x' } }), {
      results: '/tmp/s/results.jsonl',
      files,
      only: 'TestA.Deep.test_x',
    });
    assert.equal(wanted({ files, only: { group: 'TestA', title: 'test_x [even] (number=1)' } })['only'], 'TestA.test_x');
    assert.deepEqual(wanted({ coverage: ['/w/src/a.py'] })['coverage'], {
      data: '/tmp/s/coverage.data',
      report: '/tmp/s/coverage.json',
      files: ['/w/src/a.py'],
      default: '/w/src',
    });
  });

  it("leaves discovery to Django's runner", () => {
    const django = project({ django: 'manage.py' });
    assert.deepEqual(unittest.command({ ...django, addedArguments: ['--keepdb'] }, run, places).command.args, [
      '/dist/unittest_results.py',
      '--keepdb',
    ]);
    assert.equal(wanted({}, { django: 'manage.py' })['django'], true);
  });
});

describe('test files of unittest', () => {
  it('stand where discovery finds them', async () => {
    const place = (facts: Project['facts'], ...taken: readonly string[]): Promise<string> | undefined =>
      unittest.authoring?.testFileFor(project(facts), '/w/src/shop/price.py', existing(...taken));
    assert.equal(await place({}), '/w/tests/test_shop_price.py');
    assert.equal(await place({}, '/w/tests/test_shop_price.py'), '/w/tests/test_shop_price_2.py');
    assert.equal(await place({ pattern: '*_test.py' }), '/w/tests/shop_price_test.py');
    assert.equal(await place({ pattern: 'check_*.py' }), '/w/tests/check_shop_price.py');
  });

  it('are known by the pattern', () => {
    const paths = ['/w/tests/test_a.py', '/w/shop/tests.py', '/w/a_test.py', '/w/tests/test_a.txt'];
    assert.deepEqual(
      paths.filter((path) => unittest.isTestFile(project(), path)),
      paths.slice(0, 2),
    );
  });

  it('are classes whose methods are the tests', () => {
    const imports = [{ from: 'shop.price', names: [{ name: 'price' }] }];
    const text = unittest.authoring?.render(
      pytestProject({ ownModules: ['shop'] }),
      [
        testSource('def test_adds():\n    assert price(1) == 1\n', { group: 'TestPrice', imports }),
        testSource('@unittest.skip("x")\ndef test_keeps(self):\n    self.assertEqual(price(2), 2)\n', { group: 'TestPrice' }),
        testSource('async def test_waits(clock=None):\n    self.assertTrue(True)\n', { group: 'TestWaiting' }),
      ],
      ['Made by Branchlight.'],
    );
    assert.equal(
      text,
      `# Made by Branchlight.

import unittest

from shop.price import price


class TestPrice(unittest.TestCase):
    def test_adds(self):
        assert price(1) == 1

    @unittest.skip("x")
    def test_keeps(self):
        self.assertEqual(price(2), 2)


class TestWaiting(unittest.IsolatedAsyncioTestCase):
    async def test_waits(self, clock=None):
        self.assertTrue(True)
`,
    );
  });
});

describe('what a unittest run without results means', () => {
  it('is said with what helps', () => {
    const said = unittest.explain(project(), 2, 'usage: python -m unittest\npython -m unittest: error: unrecognized arguments: --odd');
    assert.deepEqual(
      [said?.code, said?.message],
      ['suite/bad-configuration', 'unittest does not understand its command line in /w: unrecognized arguments: --odd'],
    );
    assert.equal(unittest.explain(project(), 97, '')?.code, 'suite/coverage-missing');
    assert.equal(unittest.explain(project(), 1, ''), undefined);
    assert.equal(unittest.isEmptyRun?.(5), true);
  });
});
