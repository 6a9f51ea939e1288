import assert from 'node:assert/strict';
import { scrubEnvironment } from '../../../src/node/environment.ts';

/** Names of the variables that a suite sees of these. */
function seen(variables: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.keys(scrubEnvironment(variables, {}));
}

function named(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, 'value']));
}

describe('environment of a suite', () => {
  it('keeps what the tools of a person are found and set up by', () => {
    const kept = named(
      'PATH',
      'Path',
      'HOME',
      'USER',
      'SHELL',
      'LANG',
      'LC_ALL',
      'TZ',
      'TMPDIR',
      'PWD',
      'OLDPWD',
      'TERM',
      'SystemRoot',
      'APPDATA',
      'VIRTUAL_ENV',
      'PYTHONPATH',
      'NODE_ENV',
      'NODE_OPTIONS',
      'CI',
      'GIT_AUTHOR_NAME',
      'AWS_REGION',
      'KEYBOARD',
      'PATTERN',
      'COMPASS',
    );
    assert.deepEqual(seen(kept), Object.keys(kept));
  });

  it('loses secrets that are known by their name', () => {
    const secret = named(
      'ANTHROPIC_API_KEY',
      'OPENAI_API_KEY',
      'MY_APIKEY',
      'GITHUB_TOKEN',
      'NPM_TOKEN',
      'npm_config__authToken',
      'githubtoken',

      'DB_PASSWORD',
      'PGPASSWORD',
      'MYSQL_PWD',
      'SMTP_PASS',
      'SECRET_KEY_BASE',
      'AWS_ACCESS_KEY_ID',
      'AWS_SESSION_TOKEN',
      'AWS_PROFILE',
      'SSH_AUTH_SOCK',
      'KUBECONFIG',
      'DOCKER_HOST',
      'SENTRY_DSN',
      'VAULT_ADDR',
      'CI_JOB_JWT',
      'ACTIONS_RUNTIME_URL',
      'GITLAB_PAT',
    );
    assert.deepEqual(seen(secret), []);
  });

  it('loses secrets that are known by their value', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
    assert.deepEqual(
      seen({
        A: 'postgres://user:pass@db.local/shop',
        B: 'redis://:pass@cache',
        C: 'http://user:pass@proxy:8080',
        D: `sk-ant-${letters}`,
        E: `ghp_${letters}`,
        F: `AKIA${'A1'.repeat(8)}`,
        G: `-----BEGIN RSA PRIVATE KEY-----\n${letters}`,
        H: 'Server=db;User Id=sa;Password=pass',
        I: `npm_${letters}`,
      }),
      [],
    );
  });

  it('keeps values that only look alike', () => {
    const plain = { A: 'postgres://db.local/shop', B: 'https://user@host/x', C: 'sk-short', D: 'C:\\x;D:\\y', E: 'the password = none' };
    assert.deepEqual(seen(plain), Object.keys(plain));
  });

  it('loses what the host set for itself', () => {
    const host = named(
      'ELECTRON_RUN_AS_NODE',
      'VSCODE_PID',
      'NODE_CHANNEL_FD',
      'NODE_V8_COVERAGE',
      'NODE_TEST_CONTEXT',
      'VITEST',
      'VITEST_POOL_ID',
      'JEST_WORKER_ID',
      'PYTEST_CURRENT_TEST',
      'PYTEST_ADDOPTS',
      'COV_CORE_SOURCE',
      'COVERAGE_PROCESS_START',
      'BRANCHLIGHT_STATE',
    );
    assert.deepEqual(seen(host), []);
  });

  it('gets what a run adds, whatever its name, over what was there', () => {
    const env = scrubEnvironment({ CI: '0', HOME: '/home/me', EMPTY: undefined }, { CI: '1', COVERAGE_FILE: '/tmp/s/data' });
    assert.deepEqual(env, { CI: '1', HOME: '/home/me', COVERAGE_FILE: '/tmp/s/data' });
  });
});
