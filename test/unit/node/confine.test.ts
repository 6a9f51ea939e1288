import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createConfinement, wrapInSandbox } from '../../../src/node/confine.ts';

const command = { file: '/opt/node', args: ['run', 'a b', '$(x)', '--', '--bind'], cwd: '/w' };
/** A folder that is there on every machine; nothing is written into it. */
const writable = realpathSync(import.meta.dirname);

/** Values of an option of bubblewrap that takes `count` of them. */
function mounts(args: readonly string[], option: string, count: number): readonly string[] {
  const own = args.slice(0, args.indexOf('--'));
  return own.flatMap((arg, at) => (arg === option ? [own.slice(at + 1, at + 1 + count).join(' → ')] : []));
}

describe('confinement as a command line', () => {
  it('with bubblewrap: no network, nothing writable but what is named, the command as it is', async () => {
    const { file, args } = await wrapInSandbox('bubblewrap', command, { writable: [writable], caches: [] });
    assert.equal(file, 'bwrap');
    assert.deepEqual(args.slice(0, 7), [
      '--die-with-parent',
      '--new-session',
      '--unshare-net',
      '--unshare-pid',
      '--unshare-ipc',
      '--cap-drop',
      'ALL',
    ]);
    assert.deepEqual(mounts(args, '--ro-bind', 2)[0], '/ → /');
    assert.deepEqual(mounts(args, '--bind', 2), [`${writable} → ${writable}`]);
    assert.ok(args.indexOf('--bind') > args.indexOf('--ro-bind'), 'a later mount lies over an earlier one');
    assert.deepEqual(args.slice(args.indexOf('--chdir')), ['--chdir', '/w', '--', '/opt/node', ...command.args]);
  });

  it('with bubblewrap: caches lie under an empty file system that is dropped, and one that cannot be there is left out', async () => {
    const { args } = await wrapInSandbox('bubblewrap', command, { writable: [], caches: [writable, '/nowhere/at/all'] });
    assert.ok(mounts(args, '--tmpfs', 1).includes(writable));
    assert.ok(!args.some((arg) => arg.startsWith('/nowhere')));
    assert.deepEqual(mounts(args, '--bind', 2), []);
  });

  it('with seatbelt: the same in the words of its profile, quoted', async () => {
    const { file, args } = await wrapInSandbox('seatbelt', command, { writable: [writable], caches: ['/nowhere/odd "name"'] });
    assert.equal(file, '/usr/bin/sandbox-exec');
    assert.deepEqual([args[0], ...args.slice(2)], ['-p', '/opt/node', ...command.args]);
    const rules = args[1]?.split('\n') ?? [];
    assert.deepEqual(rules.slice(0, -1), [
      '(version 1)',
      '(allow default)',
      '(deny network*)',
      '(allow network* (local ip "localhost:*"))',
      '(allow network* (remote ip "localhost:*"))',
      '(allow network* (remote unix-socket))',
      '(deny file-write*)',
      String.raw`(allow file-write* (subpath "${writable}") (subpath "/nowhere/odd \"name\"") (subpath "/dev"))`,
    ]);
    assert.ok(rules.at(-1)?.startsWith(`(deny file-read* (subpath ${JSON.stringify(join(homedir(), '.ssh'))})`), rules.at(-1));
    assert.ok(rules.at(-1)?.includes(`(literal ${JSON.stringify(join(homedir(), '.netrc'))})`), rules.at(-1));
  });

  it('without a sandbox: the command itself', async () => {
    const { file, args } = await wrapInSandbox('guard', command, { writable: [], caches: [] });
    assert.deepEqual({ file, args }, { file: '/opt/node', args: command.args });
  });

  it('is not probed for when it is chosen', async () => {
    const guards = { node: '/g.js', python: '/g.py' };
    const confinement = createConfinement({ guards, force: 'seatbelt' });
    assert.deepEqual([await confinement.sandbox(), confinement.guards], ['seatbelt', guards]);
  });
});
