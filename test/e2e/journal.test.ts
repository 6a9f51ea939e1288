import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { link, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppError } from '../../src/core/errors.ts';
import { openJournal } from '../../src/node/journal.ts';
import { silent } from './suite-bench.ts';

describe('journal', function () {
  this.timeout(30_000);
  let base: string;
  let root: string;
  const warnings: string[] = [];
  const open = (name: typeof link = link) =>
    openJournal({ stateFolder: join(base, 'state'), logger: { ...silent, warn: (text) => warnings.push(text) }, link: name });
  /** As on exFAT. */
  const noLinks = (): Promise<void> => Promise.reject(Object.assign(new Error('operation not permitted'), { code: 'EPERM' }));
  const names = async (): Promise<readonly string[]> => (await readdir(root, { recursive: true })).toSorted();

  beforeEach(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'branchlight-journal-')));
    root = join(base, 'project');
    await mkdir(join(root, 'tests'), { recursive: true });
    await writeFile(join(root, 'tests', 'own.test.ts'), 'mine');
    warnings.length = 0;
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  /** Another process that writes trials and is killed without a chance to clean up. */
  async function writeAndDie(...files: readonly string[]): Promise<void> {
    const code = `
      import { link } from 'node:fs/promises';
      import { openJournal } from ${JSON.stringify(join(import.meta.dirname, '../../src/node/journal.ts'))};
      const logger = { debug() {}, info() {}, warn() {}, error() {} };
      const { journal } = await openJournal({ stateFolder: ${JSON.stringify(join(base, 'state'))}, logger, link });
      for (const file of ${JSON.stringify(files)}) { await journal.writeTrial(file, 'first'); await journal.writeTrial(file, 'second'); }
      console.log('written');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
  }

  it('removes what a killed process left, with the folders made for it, and says so', async () => {
    const before = await names();
    const one = join(root, 'tests', 'generated', 'deep', 'a.test.ts');
    const two = join(root, 'tests', 'generated', 'b.test.ts');
    await writeAndDie(one, two);
    assert.deepEqual(
      (await names()).filter((name) => !before.includes(name)),
      ['tests/generated', 'tests/generated/b.test.ts', 'tests/generated/deep', 'tests/generated/deep/a.test.ts'],
    );
    const { restored } = await open();
    assert.deepEqual(restored.toSorted(), [two, one]);
    assert.deepEqual(await names(), before);
  });

  it('leaves a left-over that somebody changed, and reports it', async () => {
    const path = join(root, 'tests', 'generated', 'a.test.ts');
    await writeAndDie(path);
    await writeFile(path, 'edited by a person');
    const { restored } = await open();
    assert.deepEqual(restored, []);
    assert.equal(await readFile(path, 'utf8'), 'edited by a person');
    assert.deepEqual(warnings, [`${path} was a trial file but somebody changed it: it is left as it is.`]);
  });

  it('does not touch trials of a process that is alive', async () => {
    const { journal } = await open();
    const path = join(root, 'tests', 'generated', 'a.test.ts');
    await journal.writeTrial(path, 'text');
    assert.deepEqual((await open()).restored, []);
    assert.equal(await readFile(path, 'utf8'), 'text');
    await journal.discardAll();
    assert.deepEqual(await names(), ['tests', 'tests/own.test.ts']);
  });

  it('never overwrites a file, neither by a trial nor by accepting', async () => {
    const { journal } = await open();
    const taken = join(root, 'tests', 'own.test.ts');
    for (const attempt of [() => journal.writeTrial(taken, 'x'), () => journal.accept(taken, 'x')]) {
      await assert.rejects(
        attempt,
        (error: AppError) => error.code === 'journal/file-exists' && error.message === `${taken} already exists and is not overwritten.`,
      );
    }
    assert.equal(await readFile(taken, 'utf8'), 'mine');
    assert.deepEqual(await names(), ['tests', 'tests/own.test.ts']);
  });

  it('accepts on a disk without hard links, and never over a file that is there', async () => {
    const { journal } = await open(noLinks);
    const path = join(root, 'tests', 'generated', 'a.test.ts');
    await journal.accept(path, 'accepted');
    assert.equal(await readFile(path, 'utf8'), 'accepted');
    await assert.rejects(journal.accept(path, 'another'), (error: AppError) => error.code === 'journal/file-exists');
    assert.equal(await readFile(path, 'utf8'), 'accepted');
    assert.deepEqual(await names(), ['tests', 'tests/generated', 'tests/generated/a.test.ts', 'tests/own.test.ts']);
  });

  for (const [state, part, kept] of [
    ['half', 'accep', false],
    ['empty', '', false],
    ['whole', 'accepted', true],
    ['edited', 'mine', true],
  ] as const) {
    it(`after a kill while a file was copied on such a disk, ${kept ? 'keeps' : 'removes'} it when it is ${state}`, async () => {
      const before = await names();
      const path = join(root, 'tests', 'generated', 'a.test.ts');
      const code = `
        import { writeFileSync } from 'node:fs';
        import { openJournal } from ${JSON.stringify(join(import.meta.dirname, '../../src/node/journal.ts'))};
        const logger = { debug() {}, info() {}, warn() {}, error() {} };
        const link = (from, to) => { writeFileSync(to, ${JSON.stringify(part)}); process.kill(process.pid, 'SIGKILL'); };
        const { journal } = await openJournal({ stateFolder: ${JSON.stringify(join(base, 'state'))}, logger, link });
        await journal.accept(${JSON.stringify(path)}, 'accepted');`;
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], { stdio: 'inherit' });
      await new Promise((resolve) => child.once('close', resolve));
      await open();
      assert.deepEqual(await names(), kept ? [...before, 'tests/generated', 'tests/generated/a.test.ts'].toSorted() : before);
      if (kept) assert.equal(await readFile(path, 'utf8'), part);
    });
  }

  it('accepts a file for good: it survives the process and the next opening', async () => {
    const { journal } = await open();
    const path = join(root, 'tests', 'generated', 'a.test.ts');
    await journal.writeTrial(path, 'trial');
    await journal.accept(path, 'accepted');
    await journal.discardAll();
    assert.deepEqual((await open()).restored, []);
    assert.equal(await readFile(path, 'utf8'), 'accepted');
    assert.deepEqual(await names(), ['tests', 'tests/generated', 'tests/generated/a.test.ts', 'tests/own.test.ts']);
    assert.deepEqual(await readdir(join(base, 'state', 'journal')), []);
  });

  it('removes shared new folders once the last trial in them is gone', async () => {
    const { journal } = await open();
    const paths = ['a', 'b'].map((name) => join(root, 'tests', 'generated', `${name}.test.ts`));
    for (const path of paths) await journal.writeTrial(path, 'text');
    for (const path of paths) await journal.discardTrial(path);
    assert.deepEqual(await names(), ['tests', 'tests/own.test.ts']);
  });
});
