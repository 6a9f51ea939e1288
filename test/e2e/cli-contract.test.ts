import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import type { Listing } from '../../src/cli/reporters/reporter.ts';
import { repositoryRoot } from '../support/cache-folder.ts';
import { eventsOf, runBranchlight, startBranchlight, type CommandResult } from '../support/command-line.ts';
import type { Project } from '../support/project.ts';
import { makeSmallShop } from '../support/small-shop.ts';

function listingOf(result: CommandResult): Listing {
  const listing = eventsOf(result).findLast((event) => event.kind === 'listing');
  assert.ok(listing, result.stdout + result.stderr);
  return listing as unknown as Listing;
}

/** `file:line label`, in the order of the list. */
function armsOf(listing: Listing): string[] {
  return listing.files.flatMap((file) => file.arms.map((arm) => `${file.file}:${arm.line} ${arm.label}`));
}

describe('the command line', function () {
  this.timeout(300_000);

  describe('by itself', () => {
    let empty = '';
    before(async () => {
      empty = await mkdtemp(join(tmpdir(), 'branchlight-empty-'));
    });
    after(() => rm(empty, { recursive: true, force: true }));

    it('says its version and how it is used', async () => {
      const version = await runBranchlight(['--version'], { cwd: empty });
      const manifest = JSON.parse(await readFile(join(repositoryRoot, 'package.json'), 'utf8')) as { readonly version: string };
      assert.deepEqual(version, { code: 0, stdout: `${manifest.version}\n`, stderr: '' });
      const help = await runBranchlight(['--help'], { cwd: empty });
      assert.equal(help.code, exitCodes.done);
      assert.match(help.stdout, /branchlight cover <file>\[:<line>\[:<column>\]\]/);
    });

    it('refuses what it does not understand with exit code 2, on standard error only', async () => {
      for (const args of [['paint'], ['list', '--accept'], ['cover'], ['cover', 'a.ts', 'b.ts'], ['list', '--nonsense']]) {
        const result = await runBranchlight(args, { cwd: empty });
        assert.equal(result.code, exitCodes.usage, args.join(' '));
        assert.equal(result.stdout, '');
        assert.match(result.stderr, /--help.*\n\s*\(cli\/usage\)/);
      }
    });

    it('says why there is nothing to list', async () => {
      const result = await runBranchlight(['list'], { cwd: empty });
      assert.equal(result.code, exitCodes.done);
      assert.match(result.stdout, /report/i);
    });

    it('says what a report says, wherever its sources are', async () => {
      const path = join(repositoryRoot, 'test/fixtures/reports/made/gcovr/cobertura.xml');
      const text = await runBranchlight(['report', path], { cwd: empty });
      assert.equal(text.code, exitCodes.done, text.stderr);
      assert.match(text.stdout, /^shape\.hpp {2}9 of 12 arms taken, 9 of 9 lines run\n +11 {2}1 of 2 outcomes not taken\n/m);
      assert.match(text.stdout, /: Cobertura, 3 files; 37 of 71 arms taken, 40 of 47 lines run\n/);
      const events = eventsOf(await runBranchlight(['report', path, '--json'], { cwd: empty }));
      assert.deepEqual(
        events.map((event) => event.kind),
        ['report-file', 'report-file', 'report-file', 'report'],
      );
      const missing = await runBranchlight(['report', 'nothing.xml'], { cwd: empty });
      assert.equal(missing.code, exitCodes.needsAction);
      assert.match(missing.stderr, /nothing\.xml is not a file\.\n\s+→ Check the path of the report\./);
    });

    it('has its exit codes in the README', async () => {
      const readme = await readFile(join(repositoryRoot, 'README.md'), 'utf8');
      for (const code of Object.values(exitCodes)) assert.match(readme, new RegExp(`^\\| ${code} \\| `, 'm'));
    });
  });

  describe('in a project', () => {
    let shop: Project;
    beforeEach(async () => {
      shop = await makeSmallShop();
    });
    afterEach(() => shop.remove());

    it('lists every dark arm of the report, worst file first, as text without colours', async () => {
      const result = await runBranchlight(['list'], { cwd: shop.root });
      assert.equal(result.code, exitCodes.done);
      // oxlint-disable-next-line no-control-regex
      assert.doesNotMatch(result.stdout, /\u001b/);
      const lines = result.stdout.trimEnd().split('\n');
      assert.match(lines[0] ?? '', /^src\/price\.ts {2}4 of 6 dark$/);
      assert.match(result.stdout, /^src\/label\.ts {2}1 of 2 dark$/m);
      assert.match(lines.at(-1) ?? '', /^5 dark of 8 arms in 2 files; 37\.5 % covered$/);
    });

    it('lists the same arms as JSON, and only those of the paths that were asked for', async () => {
      const all = listingOf(await runBranchlight(['list', '--json'], { cwd: shop.root }));
      assert.deepEqual(
        armsOf(all).map((arm) => arm.split(' ')[0]),
        ['src/price.ts:3', 'src/price.ts:6', 'src/price.ts:10', 'src/price.ts:10', 'src/label.ts:2'],
      );
      const some = listingOf(await runBranchlight(['list', 'src/label.ts', '--json'], { cwd: shop.root }));
      assert.deepEqual(
        some.files.map((file) => file.file),
        ['src/label.ts'],
      );
    });

    it('lists what a torn report still says, and names the problem', async () => {
      const report = await shop.read('coverage/coverage-final.json');
      await shop.write('coverage/coverage-final.json', report.slice(0, report.length / 2));
      const result = await runBranchlight(['list', '--json'], { cwd: shop.root });
      assert.equal(result.code, exitCodes.done);
      assert.notDeepEqual(
        listingOf(result).reports.flatMap((each) => each.problems),
        [],
      );
    });

    it('covers a line: shows the proven test, and writes nothing unless told to', async () => {
      const before = await shop.snapshot();
      const result = await runBranchlight(['cover', 'src/price.ts:3'], { cwd: shop.root });
      assert.equal(result.code, exitCodes.done, result.stdout + result.stderr);
      assert.match(result.stdout, /^Branchlight evidence$/m);
      assert.match(result.stdout, /expect\(price\(/);
      assert.match(result.stderr, /Not written\. Run again with --accept/);
      assert.deepEqual(await shop.snapshot(), before);
    });

    it('covers a file with --accept: one new test file, the suite green, the arms no longer dark', async () => {
      const before = await shop.snapshot();
      const result = await runBranchlight(['cover', 'src/price.ts', '--accept', '--json'], { cwd: shop.root });
      assert.equal(result.code, exitCodes.done, result.stdout + result.stderr);
      const after = await shop.snapshot();
      const added = Object.keys(after).filter((path) => !(path in before));
      const outcome = eventsOf(result).findLast((event) => event.kind === 'outcome') as unknown as {
        readonly receipt: { readonly testFile: string };
      };
      assert.deepEqual(added, [outcome.receipt.testFile]);
      assert.deepEqual({ ...after, [outcome.receipt.testFile]: undefined }, { ...before, [outcome.receipt.testFile]: undefined });
      shop.measure();
      assert.deepEqual(armsOf(listingOf(await runBranchlight(['list', 'src/price.ts', '--json'], { cwd: shop.root }))), []);
    });

    it('says so when nothing is dark there', async () => {
      const result = await runBranchlight(['cover', 'src/price.ts:1'], { cwd: shop.root });
      assert.equal(result.code, exitCodes.done, result.stdout + result.stderr);
      assert.match(result.stderr, /Nothing dark there/);
    });

    it('ends with 3 and the next step when a person must act first', async () => {
      const missing = await runBranchlight(['cover', 'src/nothing.ts'], { cwd: shop.root });
      assert.equal(missing.code, exitCodes.needsAction);
      assert.match(missing.stderr, /→ .*\n\s*\(cli\/no-such-file\)/);
    });

    it('does not begin while the suite is red, and leaves the tree alone', async () => {
      await shop.write('tests/red.test.ts', "import { expect, test } from 'vitest';\ntest('is red', () => expect(1).toBe(2));\n");
      const before = await shop.snapshot();
      const result = await runBranchlight(['cover', 'src/price.ts'], { cwd: shop.root });
      assert.equal(result.code, exitCodes.needsAction, result.stdout + result.stderr);
      assert.match(result.stderr, /is red/);
      assert.deepEqual(await shop.snapshot(), before);
    });

    it('is cancelled by an interrupt with exit code 130, and leaves the tree as it was', async function () {
      if (process.platform === 'win32') {
        console.log('      Skipped: Windows has no SIGINT between processes.');
        return this.skip();
      }
      const before = await shop.snapshot();
      const run = startBranchlight(['cover', 'src/price.ts', '--accept', '--json'], { cwd: shop.root });
      await run.until(/"kind":"generated"/);
      run.child.kill('SIGINT');
      const result = await run.ended;
      assert.equal(result.code, exitCodes.cancelled, result.stdout + result.stderr);
      assert.deepEqual(await shop.snapshot(), before);
    });

    it('repairs at the next start what a kill left behind', async () => {
      const before = await shop.snapshot();
      const run = startBranchlight(['cover', 'src/price.ts', '--accept', '--json'], { cwd: shop.root });
      await run.until(/"kind":"generated"/);
      while (run.child.exitCode === null && Object.keys(await shop.snapshot()).length === Object.keys(before).length);
      run.child.kill('SIGKILL');
      await run.ended;
      assert.notDeepEqual(await shop.snapshot(), before, 'the kill came when nothing was on trial');
      const next = await runBranchlight(['list'], { cwd: shop.root });
      assert.equal(next.code, exitCodes.done);
      assert.deepEqual(await shop.snapshot(), before);
    });

    it('runs on the Node that the machine has', async function () {
      const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
      const found = spawnSync('node', ['-p', 'process.execPath + " " + process.version'], {
        encoding: 'utf8',
        env: { ...process.env, PATH: path.join(delimiter) },
      });
      const [node, version] = (found.stdout ?? '').trim().split(' ');
      if (node === undefined || node === '' || version === process.version) {
        console.log('      Skipped: there is no other Node on PATH than the one that runs the tests.');
        return this.skip();
      }
      const result = await runBranchlight(['list'], { cwd: shop.root, node });
      assert.equal(result.code, exitCodes.done, `${String(version)}: ${result.stderr}`);
      assert.match(result.stdout, /5 dark of 8 arms/);
    });
  });
});
