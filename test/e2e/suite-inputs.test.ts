import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInputsReader } from '../../src/node/suite-inputs.ts';

describe('the inputs of a suite', () => {
  let base: string;
  let root: string;
  /** Far ahead, so that every file counts as settled and its times are trusted. */
  const later = { now: () => Date.now() + 60_000 };

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(base, path)), { recursive: true });
    await writeFile(join(base, path), text);
  }

  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'branchlight-inputs-'));
    root = join(base, 'work');
    await write('work/src/a.ts', 'a');
    await write('work/package-lock.json', '{}');
    await write('work/node_modules/x/package.json', '{ "version": "1.0.0" }');
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  /** Whether what `change` does to the tree is noticed. */
  async function notices(change: () => Promise<unknown>): Promise<boolean> {
    const reader = createInputsReader(root, later);
    const before = await reader.read();
    await change();
    const after = await reader.read();
    assert.ok(before);
    assert.ok(after);
    return JSON.stringify([...before]) !== JSON.stringify([...after]);
  }

  it('notice what is written, added, removed or moved', async () => {
    assert.equal(await notices(() => write('work/src/a.ts', 'b')), true);
    assert.equal(await notices(() => write('work/src/b.ts', '')), true);
    assert.equal(await notices(() => rm(join(root, 'src/b.ts'))), true);
    assert.equal(await notices(() => rename(join(root, 'src/a.ts'), join(root, 'src/c.ts'))), true);
    assert.equal(await notices(() => write('work/.env', 'A=1')), true);
  });

  it('are the same when a file is written again as it was, and when only caches changed', async () => {
    assert.equal(await notices(() => write('work/src/a.ts', 'a')), false);
    assert.equal(await notices(() => utimes(join(root, 'src/a.ts'), 1, 1)), false);
    assert.equal(await notices(() => write('work/node_modules/.vite/results.json', '{}')), false);
    assert.equal(await notices(() => write('work/src/__pycache__/a.pyc', 'x')), false);
  });

  it('notice packages that come, go or are replaced, also above the workspace', async () => {
    assert.equal(await notices(() => write('work/node_modules/y/package.json', '{}')), true);
    assert.equal(await notices(() => write('work/node_modules/@z/y/package.json', '{}')), true);
    assert.equal(await notices(() => write('work/node_modules/x/package.json', '{ "version": "1.0.1" }')), true);
    assert.equal(await notices(() => write('node_modules/up/package.json', '{}')), true);
    assert.equal(await notices(() => write('tsconfig.base.json', '{}')), true);
    assert.equal(await notices(() => write('elsewhere.txt', '')), false);
  });

  it('follow links to folders and packages of other places, also in circles', async () => {
    await write('shared/fixture.json', '1');
    await write('linked/index.js', '1');
    await symlink(join(base, 'shared'), join(root, 'shared'));
    await symlink(join(base, 'linked'), join(root, 'node_modules/linked'));
    await symlink(root, join(root, 'src/circle'));
    assert.equal(await notices(() => write('shared/fixture.json', '2')), true);
    assert.equal(await notices(() => write('linked/index.js', '2')), true);
    assert.equal(await notices(async () => undefined), false);
  });

  it('know a virtual environment by what is installed in it', async () => {
    await write('work/.venv/pyvenv.cfg', 'home = /usr/bin');
    await write('work/.venv/lib/python3.12/site-packages/one-1.0.dist-info/METADATA', '');
    assert.equal(await notices(() => write('work/.venv/lib/python3.12/site-packages/two-1.0.dist-info/METADATA', '')), true);
    assert.equal(await notices(() => write('work/.venv/bin/activate', '')), false);
  });

  it('notice a change that leaves size and time as they were, as long as the file is young', async () => {
    const reader = createInputsReader(root, { now: () => Date.now() });
    const path = join(root, 'src/a.ts');
    await utimes(path, 5, 5);
    const before = await reader.read();
    await writeFile(path, 'b');
    await utimes(path, 5, 5);
    assert.notEqual((await reader.read())?.get(path), before?.get(path));
  });

  it('name the text of a file as the file on disk is named', async () => {
    const reader = createInputsReader(root, later);
    assert.equal((await reader.read())?.get(join(root, 'src/a.ts')), reader.identityOf('a'));
  });
});
