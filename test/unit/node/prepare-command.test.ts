import assert from 'node:assert/strict';
import type { CommandLine, ProcessOptions } from '../../../src/core/ports.ts';
import { createConfinement } from '../../../src/node/confine.ts';
import { prepareCommand, type PreparedCommand } from '../../../src/node/prepare-command.ts';

const command: CommandLine = { file: 'node', args: ['vitest.mjs', 'run'], cwd: '/w', env: { CI: '1' }, runtime: 'node' };

function prepare(
  more: Partial<CommandLine>,
  options: Pick<ProcessOptions, 'confinement' | 'caches'>,
  environment: Readonly<Record<string, string>> = {},
): Promise<PreparedCommand> {
  const guards = { node: '/opt/my "tools"/guard.cjs', python: '/opt/guard.py' };
  return prepareCommand({ ...command, ...more }, options, { environment, confinement: createConfinement({ guards, force: 'guard' }) });
}

describe('command as it is started', () => {
  it('is the command itself in the open, without secrets, marked by the tag of its run', async () => {
    const prepared = await prepare({}, { confinement: 'open' }, { PATH: '/bin', NPM_TOKEN: 'x', NODE_OPTIONS: '--max-old-space-size=99' });
    const { tag } = prepared;
    assert.deepEqual(prepared, {
      file: 'node',
      args: ['vitest.mjs', 'run'],
      cwd: '/w',
      env: { PATH: '/bin', NODE_OPTIONS: '--max-old-space-size=99', CI: '1', BRANCHLIGHT_RUN: tag },
      tag,
    });
    assert.notEqual((await prepare({}, { confinement: 'open' })).tag, tag);
  });

  it('loads the guard into a confined Node, after the options that were there', async () => {
    const { env, args } = await prepare({}, { confinement: 'confined', caches: ['/c'] }, { NODE_OPTIONS: '--no-warnings' });
    assert.equal(env['NODE_OPTIONS'], String.raw`--no-warnings --require="/opt/my \"tools\"/guard.cjs"`);
    assert.equal(env['BRANCHLIGHT_GUARD'], '{"writable":["/c"]}');
    assert.deepEqual(args, ['vitest.mjs', 'run']);
  });

  it('is run by the guard in a confined Python, and in an open one that is shuffled', async () => {
    const python: Partial<CommandLine> = { file: 'python3', args: ['-m', 'pytest'], runtime: 'python' };
    const shuffled = { ...python, env: { BRANCHLIGHT_SHUFFLE_SEED: '7' } };
    const guarded = ['/opt/guard.py', '-m', 'pytest'];
    assert.deepEqual((await prepare(python, { confinement: 'confined' })).args, guarded);
    assert.deepEqual((await prepare(shuffled, { confinement: 'open' })).args, guarded);
    assert.deepEqual((await prepare(python, { confinement: 'open' })).args, ['-m', 'pytest']);
    assert.equal((await prepare(python, { confinement: 'confined' })).env['NODE_OPTIONS'], undefined);
  });
});
