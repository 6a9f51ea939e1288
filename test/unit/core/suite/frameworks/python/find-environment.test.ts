import assert from 'node:assert/strict';
import { findPythonEnvironment, type PythonEnvironment } from '../../../../../../src/core/suite/frameworks/python/find-environment.ts';
import type { FrameworkSettings } from '../../../../../../src/core/suite/framework.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';

async function environment(files: Readonly<Record<string, string>>, settings: FrameworkSettings = {}): Promise<PythonEnvironment> {
  return findPythonEnvironment('/w/api', '/w', createInMemoryFileSystem({ '/w/api/price.py': '', ...files }), settings);
}

const home = { environment: { HOME: '/home/me' } };

describe('the Python of a project', () => {
  const table: readonly (readonly [what: string, files: Readonly<Record<string, string>>, settings: FrameworkSettings, python: string])[] =
    [
      ['the setting', { '/w/.venv/bin/python': '' }, { python: '/opt/python' }, '/opt/python'],
      ['a virtual environment of the project', { '/w/api/.venv/bin/python': '', '/w/.venv/bin/python': '' }, {}, '/w/api/.venv/bin/python'],
      ["uv's, at the top of its workspace", { '/w/uv.lock': '', '/w/.venv/bin/python': '' }, {}, '/w/.venv/bin/python'],
      ["uv's elsewhere", { '/envs/api/bin/python': '' }, { environment: { UV_PROJECT_ENVIRONMENT: '/envs/api' } }, '/envs/api/bin/python'],
      ['a folder that a file .venv names', { '/w/api/.venv': '/envs/shop\n', '/envs/shop/bin/python3': '' }, {}, '/envs/shop/bin/python3'],
      [
        "poetry's, for the newest Python",
        {
          '/w/api/pyproject.toml': '[tool.poetry]\nname = "Corner Shop"\n',
          '/home/me/.cache/pypoetry/virtualenvs/corner_shop-bjeUZKvm-py3.9/bin/python': '',
          '/home/me/.cache/pypoetry/virtualenvs/corner_shop-bjeUZKvm-py3.12/bin/python': '',
          '/home/me/.cache/pypoetry/virtualenvs/corner_shop-XXXXXXXX-py3.13/bin/python': '',
        },
        home,
        '/home/me/.cache/pypoetry/virtualenvs/corner_shop-bjeUZKvm-py3.12/bin/python',
      ],
      [
        "poetry's in the folder that poetry.toml names",
        {
          '/w/api/pyproject.toml': '[project]\nname = "shop"\n',
          '/w/api/poetry.lock': '',
          '/w/api/poetry.toml': '[virtualenvs]\npath = "/envs"\n',
          '/envs/shop-bjeUZKvm-py3.12/bin/python': '',
        },
        home,
        '/envs/shop-bjeUZKvm-py3.12/bin/python',
      ],
      [
        "pipenv's",
        { '/w/api/Pipfile': '', '/home/me/.local/share/virtualenvs/api-KgNb2NNk/bin/python': '' },
        home,
        '/home/me/.local/share/virtualenvs/api-KgNb2NNk/bin/python',
      ],
      ['the active one', { '/envs/on/bin/python': '' }, { environment: { VIRTUAL_ENV: '/envs/on' } }, '/envs/on/bin/python'],
      ["conda's active one", { '/conda/bin/python': '' }, { environment: { CONDA_PREFIX: '/conda' } }, '/conda/bin/python'],
      [
        "pyenv's",
        { '/w/.python-version': '3.12.1\n', '/home/me/.pyenv/versions/3.12.1/bin/python': '' },
        home,
        '/home/me/.pyenv/versions/3.12.1/bin/python',
      ],
      [
        "tox's, of the newest Python",
        { '/w/api/.tox/py39/bin/python': '', '/w/api/.tox/py312/bin/python': '', '/w/api/.tox/lint/bin/python': '' },
        {},
        '/w/api/.tox/py312/bin/python',
      ],
      ['the one on PATH', {}, home, 'python3'],
    ];
  for (const [what, files, settings, python] of table) {
    it(`is ${what}`, async () => assert.equal((await environment(files, settings)).python, python));
  }

  it('is known with its packages, whatever wrote their names', async () => {
    const { packages } = await environment({
      '/w/.venv/bin/python': '',
      '/w/.venv/pyvenv.cfg': 'home = /usr/bin\ninclude-system-site-packages = false\n',
      '/w/.venv/lib/python3.12/site-packages/pytest-9.0.2.dist-info/METADATA': '',
      '/w/.venv/lib/python3.12/site-packages/pytest_cov-7.0.0.dist-info/METADATA': '',
      '/w/.venv/lib/python3.12/site-packages/old.thing-1.2-py3.12.egg-info': '',
    });
    assert.deepEqual(
      [...(packages?.versions ?? [])],
      [
        ['old_thing', '1.2'],
        ['pytest', '9.0.2'],
        ['pytest_cov', '7.0.0'],
      ],
    );
    assert.equal(packages?.complete, true);
  });

  it('may have packages of the system beside its own', async () => {
    const { packages } = await environment({ '/w/.venv/bin/python': '', '/w/.venv/pyvenv.cfg': 'include-system-site-packages = true\n' });
    assert.equal(packages?.complete, false);
    assert.equal((await environment({}, { python: '/usr/bin/python3' })).packages?.complete, false);
    assert.equal((await environment({})).packages, undefined);
  });
});
