import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createConfinement, wrapInSandbox } from '../../src/node/confine.ts';

/** Says which of the files below the home folder it can read something in, and whether it leads a session of its own. */
const curious = `
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const seen = process.argv.slice(1).filter((name) => {
  try { return readFileSync(join(process.env.HOME, name), 'utf8') !== ''; } catch { return false; }
});
const [, session] = /^\\S+ \\(.*\\) \\S \\S+ \\S+ (\\S+)/.exec(readFileSync('/proc/self/stat', 'utf8'));
process.stdout.write(JSON.stringify({ seen, session }));
`;

const secrets = ['.netrc', '.npmrc', '.pypirc', '.git-credentials', '.aws/credentials', '.ssh/id_ed25519', '.docker/config.json'];
secrets.push('.config/gcloud/credentials.db', '.gnupg/private.key', '.cargo/credentials.toml');

describe('A process in bubblewrap', () => {
  let home = '';
  const ownHome = process.env['HOME'];

  before(async function () {
    const kind = await createConfinement({ guards: { node: '', python: '' } }).sandbox();
    if (kind !== 'bubblewrap') {
      console.log(`      (skipped: bubblewrap does not work here, but ${kind})`);
      this.skip();
    }
    home = await realpath(await mkdtemp(join(tmpdir(), 'branchlight-home-')));
    for (const name of [...secrets, '.gitconfig']) {
      await mkdir(dirname(join(home, name)), { recursive: true });
      await writeFile(join(home, name), 'token');
    }
    process.env['HOME'] = home;
  });

  after(async () => {
    if (home === '') return;
    if (ownHome === undefined) delete process.env['HOME'];
    else process.env['HOME'] = ownHome;
    await rm(home, { recursive: true });
  });

  it('reads no credentials from the home folder, and nothing else is missing there', async () => {
    assert.deepEqual((await look()).seen, ['.gitconfig']);
  });

  it('has a session of its own, so it cannot type into our terminal', async () => {
    const { session } = await look();
    const [, ours] = /^\S+ \(.*\) \S \S+ \S+ (\S+)/.exec(spawnSync('cat', ['/proc/self/stat'], { encoding: 'utf8' }).stdout) ?? [];
    assert.ok(ours !== undefined);
    // Sessions of other PID namespaces read as 0.
    assert.notEqual(session, '0');
    assert.notEqual(session, ours);
  });

  async function look(): Promise<{ readonly seen: readonly string[]; readonly session: string }> {
    const command = { file: process.execPath, args: ['-e', curious, ...secrets, '.gitconfig'], cwd: home };
    const { file, args } = await wrapInSandbox('bubblewrap', command, { writable: [], caches: [] });
    const run = spawnSync(file, args, { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
    return JSON.parse(run.stdout) as Awaited<ReturnType<typeof look>>;
  }
});
