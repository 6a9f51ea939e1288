import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitHistory } from '../../src/node/git-history.ts';

const noon = Date.UTC(2026, 0, 15, 12);
const hour = 3_600_000;

describe('the past of a file, by git', () => {
  let folder = '';
  const file = (): string => join(folder, 'src/a file.ts');

  function commit(at: number): void {
    const date = new Date(at).toISOString();
    const git = (...args: readonly string[]): void => {
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        cwd: folder,
        env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
        stdio: 'ignore',
      });
    };
    git('add', '-A');
    git('commit', '--no-verify', '-m', 'change');
  }

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'branchlight-history-')));
    execFileSync('git', ['init', '--quiet', folder]);
    await mkdir(join(folder, 'src'));
    for (const [index, text] of ['one\n', 'two\n', 'three\n'].entries()) {
      await writeFile(file(), text);
      commit(noon + index * hour);
    }
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const around = (at: number, trusted = true): Promise<readonly string[]> =>
    createGitHistory({ trusted: () => trusted, environment: process.env }).around(file(), at);

  it('gives the version before a time and the first one after it', async () => {
    assert.deepEqual(await around(noon + hour / 2), ['one\n', 'two\n']);
    assert.deepEqual(await around(noon + 5 * hour), ['three\n']);
    assert.deepEqual(await around(noon - hour), ['one\n']);
  });

  it('knows nothing outside of a repository, of a file that is not in it, and where nothing may run', async () => {
    const history = createGitHistory({ trusted: () => true, environment: process.env });
    assert.deepEqual(await history.around(join(tmpdir(), 'nothing.ts'), noon), []);
    assert.deepEqual(await history.around(join(folder, 'src/b.ts'), noon), []);
    assert.deepEqual(await around(noon, false), []);
  });
});
