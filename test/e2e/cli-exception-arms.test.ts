import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../support/cache-folder.ts';
import { runBranchlight } from '../support/command-line.ts';

const fixtures = join(repositoryRoot, 'test/fixtures/reports');

describe('the command line, of C++ that throws', function () {
  this.timeout(60_000);
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'branchlight-throws-'));
    await cp(join(fixtures, 'cpp'), join(folder, 'project'), { recursive: true });
    await cp(join(fixtures, 'made/lcov-2/lcov.info'), join(folder, 'lcov.info'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function said(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await runBranchlight(args, { cwd: folder });
    assert.equal(code, 0, stderr);
    return stdout;
  }

  it('lists and counts what somebody wrote, and says what it leaves out', async () => {
    const list = await said('list');
    // Of the calls of line 7 each may throw; the conditional of line 11 was written.
    assert.doesNotMatch(list, /exception|normal return/);
    assert.match(list, /arm 2 of 2/);
    const report = await said('report', 'lcov.info');
    assert.match(report, /^\/project\/main\.cpp {2}2 of 4 arms taken/m);
    assert.match(report, /^\/project\/shape\.cpp {2}10 of 21 arms taken/m);
    assert.doesNotMatch(report, /normal return/);
    assert.match(report, /arms are ways out of calls that may throw/);
  });

  it('shows them to who asks for them', async () => {
    await mkdir(join(folder, '.vscode'), { recursive: true });
    await writeFile(join(folder, '.vscode/settings.json'), '{"branchlight.reports.exceptionArms": "show"}');
    assert.match(await said('list'), /exception/);
  });
});
