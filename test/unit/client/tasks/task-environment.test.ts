import assert from 'node:assert/strict';
import { taskEnvironment } from '../../../../src/client/tasks/task-environment.ts';

describe('Environment of a task', () => {
  it('hides what the process must not inherit', () => {
    const inherited = { PATH: '/usr/bin', ANTHROPIC_API_KEY: 'sk-secret', EMPTY: '', GONE: undefined };
    assert.deepEqual(taskEnvironment({ PATH: '/opt/bin', CI: '1' }, inherited), { ANTHROPIC_API_KEY: '', PATH: '/opt/bin', CI: '1' });
  });

  it('keeps a name that only looks inherited from Object', () => {
    assert.deepEqual(taskEnvironment({}, { toString: 'x' }), { toString: '' });
  });
});
