import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SuiteOutcome } from '../../src/core/suite/framework.ts';
import { frameworkOf } from '../../src/core/suite/frameworks/frameworks.ts';
import { runSuite } from '../../src/core/suite/run-suite.ts';
import type { SandboxKind } from '../../src/node/confine.ts';
import { hasBubblewrap, openBench, pytestMissing, type Bench } from './suite-bench.ts';

async function runConfined(bench: Bench, sourceFile: string): Promise<Extract<SuiteOutcome, { status: 'completed' }>> {
  const project = await bench.project(sourceFile);
  const outcome = await runSuite(
    {
      framework: frameworkOf(project.framework),
      project,
      run: { label: 'confined', coverage: 'all', confinement: 'confined' },
      timeoutMs: 60_000,
      signal: new AbortController().signal,
    },
    bench.ports,
  );
  if (outcome.status !== 'completed') throw new Error(JSON.stringify(outcome));
  return outcome;
}

function messages(outcome: Extract<SuiteOutcome, { status: 'completed' }>, file: string): Record<string, string | undefined> {
  return Object.fromEntries(
    outcome.tests
      .filter((test) => test.file.endsWith(file))
      .map((test) => [
        test.title,
        test.status === 'passed'
          ? 'passed'
          : (/may not [^:\n]*(?:: \w[\w.]*)?/.exec(test.message ?? '')?.[0] ?? test.message?.split('\n')[0]),
      ]),
  );
}

const evilNode = `
import { execSync, fork } from 'node:child_process';
import fs, { rmSync, writeFileSync } from 'node:fs';
import { rm, open } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
const victim = path.resolve('src/stock.ts');
it('deletes a file', () => { rmSync(victim); });
it('deletes a file by promise', async () => { await rm(victim); });
it('swallows the error', () => { try { fs.unlinkSync(victim); } catch { /* hidden */ } });
it('writes a file', () => { writeFileSync('src/new.ts', ''); });
it('opens a file for writing', async () => { await open('src/new.ts', 'w'); });
it('writes through a link', () => { fs.symlinkSync(process.cwd(), path.join(os.tmpdir(), 'out')); writeFileSync(path.join(os.tmpdir(), 'out/src/new.ts'), ''); });
it('starts a program', () => { execSync('true'); });
it('forks', () => { fork('x.js'); });
it('connects', async () => { await new Promise((resolve, reject) => net.connect(80, '93.184.216.34').on('connect', resolve).on('error', reject)); });
it('fetches', async () => { await fetch('http://example.com'); });
it('kills its parent', () => { process.kill(process.ppid); });
it('may use its temporary folder', () => { writeFileSync(path.join(os.tmpdir(), 'mine'), 'x'); expect(fs.readFileSync(path.join(os.tmpdir(), 'mine'), 'utf8')).toBe('x'); });
it('may talk to itself', async () => {
  const server = net.createServer((socket) => socket.end('hi'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise((resolve) => net.connect(server.address().port, '127.0.0.1').on('close', resolve).resume());
  server.close();
});
it('sees no secrets', () => { expect(Object.keys(process.env).filter((name) => /SECRET|TOKEN/.test(name))).toEqual([]); });
`;

const evilPython = `
import os, pathlib, shutil, socket, subprocess

def test_deletes_a_file():
    os.remove("src/shop/price.py")

def test_deletes_a_folder():
    shutil.rmtree("src")

def test_swallows_the_error():
    try:
        pathlib.Path("src/shop/price.py").unlink()
    except Exception:
        pass

def test_writes_a_file():
    open("src/new.py", "w")

def test_starts_a_program():
    subprocess.run(["true"])

def test_runs_a_shell():
    os.system("true")

def test_forks():
    os.fork()

def test_connects():
    socket.create_connection(("93.184.216.34", 80), timeout=1)

def test_may_use_its_temporary_folder(tmp_path):
    (tmp_path / "mine").write_text("x")
    assert (tmp_path / "mine").read_text() == "x"
`;

describe('confined runs', function () {
  this.timeout(120_000);
  for (const sandbox of ['guard', 'bubblewrap'] satisfies SandboxKind[]) {
    describe(sandbox === 'guard' ? 'held by the guard alone' : 'held by bubblewrap and the guard', () => {
      let bench: Bench;
      before(async function () {
        if (sandbox === 'bubblewrap' && !(await hasBubblewrap())) {
          console.log('      skipped: bubblewrap does not work on this machine');
          this.skip();
        }
      });
      afterEach(() => bench?.dispose());

      it('refuses what a Vitest test may not do, says what, and leaves the tree intact', async () => {
        bench = await openBench('vitest-basic', { sandbox });
        await writeFile(join(bench.root, 'tests', 'evil.test.ts'), evilNode);
        const before = await bench.tree();
        const outcome = await runConfined(bench, 'src/price.ts');
        assert.deepEqual(messages(outcome, 'evil.test.ts'), {
          'deletes a file': 'may not write outside its scratch folder: rmSync',
          'deletes a file by promise': 'may not write outside its scratch folder: rm',
          'swallows the error': 'passed',
          'writes a file': 'may not write outside its scratch folder: writeFileSync',
          'opens a file for writing': 'may not write outside its scratch folder: open',
          'writes through a link': 'may not write outside its scratch folder: writeFileSync',
          'starts a program': 'may not start programs: execSync',
          forks: 'may not start programs: fork',
          connects: 'may not open network connections: 93.184.216.34.',
          fetches: 'TypeError: fetch failed',
          'kills its parent': 'may not signal other processes: kill',
          'may use its temporary folder': 'passed',
          'may talk to itself': 'passed',
          'sees no secrets': 'passed',
        });
        assert.ok(
          outcome.refused?.some((line) => line.startsWith('write outside its scratch folder: unlinkSync(')),
          'a swallowed refusal is written down',
        );
        assert.equal(outcome.tests.filter((test) => test.file.endsWith('price.test.ts') && test.status === 'passed').length, 2);
        assert.ok((outcome.coverage?.size ?? 0) > 0);
        assert.deepEqual(await bench.tree(), before);
      });

      it('refuses what a pytest test may not do, says what, and leaves the tree intact', async function () {
        const missing = pytestMissing();
        if (missing !== undefined) {
          console.log(`      skipped: ${missing}`);
          this.skip();
        }
        bench = await openBench('pytest-basic', { sandbox });
        await writeFile(join(bench.root, 'tests', 'test_evil.py'), evilPython);
        const before = await bench.tree();
        const outcome = await runConfined(bench, 'src/shop/price.py');
        assert.deepEqual(messages(outcome, 'test_evil.py'), {
          test_deletes_a_file: 'may not write outside its scratch folder: os.remove',
          test_deletes_a_folder: 'may not write outside its scratch folder: shutil.rmtree',
          test_swallows_the_error: 'may not write outside its scratch folder: os.remove',
          test_writes_a_file: 'may not write outside its scratch folder: open',
          test_starts_a_program: 'may not start programs: subprocess.Popen',
          test_runs_a_shell: 'may not start programs: os.system',
          test_forks: 'may not start programs: os.fork',
          test_connects: 'may not look up names',
          test_may_use_its_temporary_folder: 'passed',
        });
        assert.ok((outcome.coverage?.size ?? 0) > 0);
        assert.deepEqual(await bench.tree(), before);
      });
    });
  }
});
