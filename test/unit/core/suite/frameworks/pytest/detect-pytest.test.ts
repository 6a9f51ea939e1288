import assert from 'node:assert/strict';
import type { FrameworkSettings, Project } from '../../../../../../src/core/suite/framework.ts';
import { pytest } from '../../../../../../src/core/suite/frameworks/pytest.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';

async function detect(
  files: Readonly<Record<string, string>>,
  file = '/w/shop/price.py',
  settings: FrameworkSettings = {},
): Promise<Project> {
  const found = await pytest.detect(file, '/w', createInMemoryFileSystem({ [file]: '', ...files }), settings);
  assert.ok(found.found, found.found ? '' : found.reason);
  return found.project;
}

async function module(files: Readonly<Record<string, string>>, file: string): Promise<string | undefined> {
  return pytest.authoring?.importSpecifier(await detect(files, file), '/w/tests/generated/test_a.py', file);
}

describe('detection of pytest', () => {
  it('takes the nearest folder with a project file, else the workspace', async () => {
    for (const name of ['pyproject.toml', 'pytest.ini', 'setup.cfg', 'tox.ini', 'setup.py', 'requirements.txt', 'pytest.toml']) {
      assert.equal((await detect({ [`/w/api/${name}`]: '' }, '/w/api/shop/price.py')).root, '/w/api', name);
    }
    assert.equal((await detect({}, '/w/api/shop/price.py')).root, '/w');
  });

  it('uses the virtual environment of the project, or of a folder above it, and reads versions there', async () => {
    const venv = {
      '/w/.venv/bin/python': '',
      '/w/.venv/lib/python3.12/site-packages/pytest-8.3.4.dist-info/METADATA': '',
      '/w/.venv/lib/python3.12/site-packages/pytest_cov-6.0.0.dist-info/METADATA': '',
    };
    const project = await detect({ ...venv, '/w/api/pyproject.toml': '' }, '/w/api/price.py');
    assert.deepEqual([project.interpreter, project.frameworkVersion], ['/w/.venv/bin/python', '8.3.4']);
    const windows = await detect({ '/w/venv/Scripts/python.exe': '', '/w/venv/Lib/site-packages/pytest-9.0.0.dist-info/METADATA': '' });
    assert.deepEqual([windows.interpreter, windows.frameworkVersion], ['/w/venv/Scripts/python.exe', '9.0.0']);
  });

  it('uses the Python of the settings first, and without any the one on PATH', async () => {
    assert.equal((await detect({ '/w/.venv/bin/python': '' }, '/w/a.py', { python: '/opt/python' })).interpreter, '/opt/python');
    assert.equal((await detect({}, '/w/a.py', { python: '' })).interpreter, 'python3');
  });

  it('is not asked about other languages', async () => {
    assert.deepEqual(await pytest.detect('/w/a.ts', '/w', createInMemoryFileSystem(), {}), {
      found: false,
      reason: 'pytest tests Python files.',
      otherLanguage: true,
    });
  });
});

describe('habits of a pytest project', () => {
  const testpaths: readonly (readonly [name: string, text: string])[] = [
    ['pytest.ini', '[pytest]\ntestpaths = checks more'],
    ['pytest.toml', '[pytest]\ntestpaths = ["checks"]'],
    ['pyproject.toml', '[tool.pytest.ini_options] # ours\ntestpaths = ["checks"]'],
    ['pyproject.toml', '[tool.pytest]\ntestpaths = ["checks"]'],
    ['tox.ini', '[pytest]\ntestpaths = checks'],
    ['setup.cfg', '[tool:pytest]\ntestpaths =\n    checks'],
  ];
  for (const [name, text] of testpaths) {
    it(`are read from ${name} with ${text.split(/[\n #]/)[0]}`, async () => {
      assert.equal((await detect({ [`/w/${name}`]: text })).habits?.testFolder, '/w/checks/generated');
    });
  }

  it("come from pytest's own file even when it is empty", async () => {
    const project = await detect({ '/w/pytest.ini': '', '/w/tox.ini': '[pytest]\ntestpaths = checks\naddopts = -q' });
    assert.deepEqual([project.habits?.testFolder, project.habits?.addedArguments], ['/w/tests/generated', undefined]);
  });

  it('put tests where tests are when no file says so', async () => {
    assert.equal((await detect({ '/w/test/test_a.py': '' })).habits?.testFolder, '/w/test/generated');
    assert.equal((await detect({})).habits?.testFolder, '/w/tests/generated');
    assert.equal((await detect({ '/w/pytest.ini': '[pytest]\ntestpaths = */tests' })).habits?.testFolder, '/w/tests/generated');
  });

  const options: readonly (readonly [addopts: string, kept: string])[] = [
    ['["-ra", "-m", "not slow", "--strict-markers"]', "-ra -m 'not slow' --strict-markers"],
    ['"--cov shop --cov-report term-missing --cov-report=html -q"', '-q'],
    ['"--cov-config .coveragerc --cov-fail-under 90 -v"', '-v'],
    ['"-n auto --dist loadfile -nauto -n4 --maxfail=1 -x -p no:randomly"', '-p no:randomly'],
    ['"--junitxml out.xml --html=r.html --durations 5 --tb=short"', '--tb=short'],
    ['"--ff --lf --nf --sw --cache-clear -W error"', '-W error'],
    ['""', ''],
  ];
  for (const [addopts, kept] of options) {
    it(`keep of addopts ${addopts} what a run of ours can have: ${kept}`, async () => {
      const project = await detect({ '/w/pyproject.toml': `[tool.pytest.ini_options]\naddopts = ${addopts}\n` });
      assert.equal(project.habits?.addedArguments, kept);
    });
  }
});

describe('module path of a Python file', () => {
  const table: readonly (readonly [what: string, files: readonly string[], file: string, path: string])[] = [
    ['a src layout', ['/w/src/shop/__init__.py'], '/w/src/shop/price.py', 'shop.price'],
    ['a src layout of plain modules', [], '/w/src/price.py', 'price'],
    ['a package in the project', ['/w/shop/__init__.py'], '/w/shop/price.py', 'shop.price'],
    ['a package below a folder that is none', ['/w/api/shop/__init__.py'], '/w/api/shop/price.py', 'shop.price'],
    ['a package in a package', ['/w/shop/__init__.py', '/w/shop/net/__init__.py'], '/w/shop/net/price.py', 'shop.net.price'],
    ['a package itself', [], '/w/src/shop/__init__.py', 'shop'],
    ['a folder without __init__.py', [], '/w/shop/price.py', 'shop.price'],
  ];
  for (const [what, files, file, path] of table) {
    it(what, async () => assert.equal(await module(Object.fromEntries(files.map((name) => [name, ''])), file), path));
  }

  it('starts at the deepest folder of pythonpath', async () => {
    const files = { '/w/pytest.ini': '[pytest]\npythonpath = . src', '/w/src/shop/__init__.py': '' };
    assert.equal(await module(files, '/w/src/shop/price.py'), 'shop.price');
    assert.equal(await module(files, '/w/tools/run.py'), 'tools.run');
  });

  it('starts at no folder within the package', async () => {
    const files = { '/w/pytest.ini': '[pytest]\npythonpath = src src/shop', '/w/src/shop/__init__.py': '' };
    assert.equal(await module(files, '/w/src/shop/price.py'), 'shop.price');
  });
});
