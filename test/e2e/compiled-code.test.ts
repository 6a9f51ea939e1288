import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../support/cache-folder.ts';

const source = pathToFileURL(join(repositoryRoot, 'src/node/compiled-code.ts')).href;

/** A process that keeps what it compiles, loads one module and ends. Returns what it logged. */
function start(folder: string, version: string): string {
  const program = `
    const { keepCompiledCode } = await import(${JSON.stringify(source)});
    await keepCompiledCode(${JSON.stringify(folder)}, ${JSON.stringify(version)}, { debug: (text) => console.log(text) });
    await import('diff');`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: repositoryRoot, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
}

describe('Compiled code', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'branchlight-compiled-'))));
  after(() => rm(folder, { recursive: true, force: true }));

  it('is kept for the next start of the same version, and that of other versions is removed', async () => {
    assert.equal(start(folder, '1.0.0'), '');
    assert.deepEqual(await readdir(folder), ['1.0.0']);
    const kept = await readdir(join(folder, '1.0.0'), { recursive: true, withFileTypes: true });
    assert.ok(
      kept.some((entry) => entry.isFile()),
      'something was kept',
    );
    start(folder, '1.1.0');
    assert.deepEqual(await readdir(folder), ['1.1.0']);
  });

  it('is done without where the folder cannot be made', async () => {
    const blocked = join(folder, 'file');
    await writeFile(blocked, '');
    await mkdir(folder, { recursive: true });
    assert.match(start(blocked, '1.0.0'), /not (kept|removed)/);
  });
});
