import assert from 'node:assert/strict';
import type { Detection } from '../../../../../../src/core/suite/framework.ts';
import { detectProject } from '../../../../../../src/core/suite/detect-project.ts';
import { pytest } from '../../../../../../src/core/suite/frameworks/pytest.ts';
import { unittest } from '../../../../../../src/core/suite/frameworks/unittest.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';

const venv = { '/w/.venv/bin/python': '', '/w/.venv/pyvenv.cfg': '' };
const withPytest = { ...venv, '/w/.venv/lib/python3.12/site-packages/pytest-9.0.2.dist-info/METADATA': '' };
const old = { '/w/tests/__init__.py': '', '/w/tests/test_a.py': 'import unittest\n\n\nclass TestA(unittest.TestCase):\n    pass\n' };

function evidenceOf(detection: Detection): string {
  return detection.found ? detection.evidence : 'none';
}

describe('what speaks for pytest and for unittest', () => {
  const table: readonly (readonly [
    what: string,
    files: Readonly<Record<string, string>>,
    pytest: string,
    unittest: string,
    taken: string,
  ])[] = [
    ['nothing at all', {}, 'language', 'language', 'pytest'],
    ['settings of pytest', { '/w/pytest.ini': '', ...old }, 'configured', 'language', 'pytest'],
    ['a conftest.py', { '/w/tests/conftest.py': '', ...old }, 'configured', 'language', 'pytest'],
    [
      'a task of tox that starts pytest',
      { '/w/tox.ini': '[testenv]\ndeps = x\ncommands =\n    pytest {posargs}\n' },
      'scripted',
      'language',
      'pytest',
    ],
    ['a make target', { '/w/Makefile': 'test:\n\t$(PYTHON) -m pytest tests\n' }, 'scripted', 'language', 'pytest'],
    ['a test that imports pytest', { '/w/tests/test_a.py': 'import pytest\n' }, 'imported', 'language', 'pytest'],
    ['a test that only pytest finds', { '/w/tests/test_a.py': 'def test_a():\n    assert 1\n' }, 'imported', 'language', 'pytest'],
    ['tests of unittest where pytest is installed', { ...withPytest, ...old }, 'installed', 'language', 'pytest'],
    [
      'tests of unittest and a requirement of pytest',
      { '/w/requirements-dev.txt': 'pytest>=8\n', ...old },
      'installed',
      'language',
      'pytest',
    ],
    [
      'a declared group of dependencies',
      { '/w/pyproject.toml': '[dependency-groups]\ndev = ["pytest>=8"]\n', ...old },
      'installed',
      'language',
      'pytest',
    ],
    ['tests of unittest alone', old, 'language', 'imported', 'unittest'],
    ['tests of unittest where pytest is not installed', { ...venv, ...old }, 'none', 'imported', 'unittest'],
    ['a Python without pytest and no test', venv, 'none', 'language', 'unittest'],
    [
      'a task that starts unittest, though pytest is installed',
      { ...withPytest, ...old, '/w/Makefile': 'test:\n\tpython -m unittest discover -s tests\n' },
      'installed',
      'scripted',
      'unittest',
    ],
    [
      'a session of nox',
      { ...old, '/w/noxfile.py': 'def tests(session):\n    session.run("python", "-m", "unittest")\n' },
      'language',
      'scripted',
      'unittest',
    ],
    [
      'a workflow',
      { ...old, '/w/.github/workflows/ci.yml': 'steps:\n  - run: pip install pytest-mock\n  - run: python -m unittest -v\n' },
      'language',
      'scripted',
      'unittest',
    ],
    [
      "Django's manage.py",
      { '/w/manage.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")' },
      'language',
      'scripted',
      'unittest',
    ],
    [
      "Django's manage.py beside settings of pytest",
      { '/w/manage.py': '"DJANGO_SETTINGS_MODULE"', '/w/pytest.ini': '[pytest]\n' },
      'configured',
      'scripted',
      'pytest',
    ],
  ];
  for (const [what, files, forPytest, forUnittest, taken] of table) {
    it(`${what}: pytest ${forPytest}, unittest ${forUnittest}`, async () => {
      const fileSystem = createInMemoryFileSystem({ '/w/shop/price.py': '', ...files });
      const asked = ['/w/shop/price.py', '/w', fileSystem, {}] as const;
      assert.deepEqual([evidenceOf(await pytest.detect(...asked)), evidenceOf(await unittest.detect(...asked))], [forPytest, forUnittest]);
      const chosen = await detectProject(...asked);
      assert.equal(chosen.found && chosen.project.framework, taken);
    });
  }

  it('says what was looked for when there is no pytest', async () => {
    const missing = await pytest.detect('/w/shop/price.py', '/w', createInMemoryFileSystem({ '/w/shop/price.py': '', ...venv }), {});
    assert.equal(
      missing.found ? '' : missing.reason,
      'pytest is not installed for /w/.venv/bin/python, and nothing in /w names it (no settings of it, no task, no test that imports it). Run `/w/.venv/bin/python -m pip install pytest coverage` to use it.',
    );
  });

  it('is not asked in a folder that the user names', async () => {
    const files = createInMemoryFileSystem({ '/w/shop/price.py': '', '/w/pytest.ini': '', ...venv });
    for (const framework of [pytest, unittest]) {
      const forced = await framework.detect('/w/shop/price.py', '/w', files, { root: '/w/shop' });
      assert.deepEqual(forced.found && [forced.project.root, forced.evidence], ['/w/shop', 'configured']);
    }
  });
});
