import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../support/cache-folder.ts';
import { runBranchlight, type CommandResult } from '../support/command-line.ts';
import {
  answerWithTests,
  answerWithText,
  startMessagesServer,
  type MessagesServer,
  type ScriptedTurn,
} from '../support/messages-api-server.ts';

const key = 'sk-ant-test-0123456789';

const pythonTests = `import pytest

from shop.pricing import Customer, loyalty_discount, volume_discount


def test_negative_quantity_is_refused():
    with pytest.raises(ValueError, match="must not be negative"):
        volume_discount(-1)


def test_five_hundred_pieces_give_twenty_percent():
    assert volume_discount(500) == 21


def test_blocked_customers_get_nothing():
    assert loyalty_discount(Customer("staff", blocked=True)) == 0
`;

const mended = `from shop.pricing import volume_discount


def test_five_hundred_pieces_give_twenty_percent():
    assert volume_discount(500) == 20
`;

const typescriptTests = `import { expect, it } from 'vitest';
import { stockHint } from '../../src/stock-feed';

it('promises what is on its way', () => {
  expect(stockHint(0, { quantity: 5, week: 12 })).toContain('12');
});
`;

describe('covering with a model, over HTTP', function () {
  this.timeout(240_000);
  let root = '';
  let server: MessagesServer | undefined;

  async function project(name: string, script: readonly ScriptedTurn[]): Promise<void> {
    root = await realpath(await mkdtemp(join(tmpdir(), 'branchlight-model-')));
    await cp(join(repositoryRoot, 'test/fixtures/projects', name), root, { recursive: true });
    if (name === 'demo') await symlink(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'dir');
    server = await startMessagesServer(script, { repeatLast: true });
    await mkdir(join(root, '.vscode'), { recursive: true });
    await writeFile(join(root, '.vscode/settings.json'), `// of the project\n{ "branchlight.anthropic.baseUrl": "${server.url}", }\n`);
  }

  function cover(...args: string[]): Promise<CommandResult> {
    return runBranchlight(['cover', ...args, '--generator', 'anthropic'], { cwd: root, env: { ANTHROPIC_API_KEY: key } });
  }

  afterEach(async () => {
    await server?.close();
    if (root !== '') await rm(root, { recursive: true, force: true });
  });

  it('proves tests for Python, hands a wrong one back once, and writes what passed', async function () {
    if (spawnSync('python3', ['-c', 'import pytest, pytest_cov']).status !== 0) {
      console.log('      skipped: python3 with pytest and pytest-cov is not here');
      this.skip();
    }
    // The arms are asked for in two requests a round.
    const nothing = answerWithText('I have nothing to add.');
    await project('demo-python', [answerWithTests(pythonTests), nothing, answerWithTests(mended), nothing]);
    const result = await cover('shop/pricing.py', '--accept');
    assert.match(result.stderr, /✓ test_negative_quantity_is_refused/);
    assert.match(result.stderr, /✗ test_five_hundred_pieces_give_twenty_percent.*21/s);
    assert.match(result.stderr, /✓ test_blocked_customers_get_nothing/);
    assert.match(result.stderr, /✓ test_five_hundred_pieces_give_twenty_percent/);
    assert.match(result.stdout, /\$0\.\d+/);
    const [file] = await readdir(join(root, 'tests/generated'));
    const written = await readFile(join(root, 'tests/generated', file ?? ''), 'utf8');
    assert.equal(
      written,
      `# Characterisation tests by Branchlight: what shop/pricing.py does today, branch by branch.

import pytest

from shop.pricing import Customer, loyalty_discount, volume_discount


def test_negative_quantity_is_refused():
    with pytest.raises(ValueError, match="must not be negative"):
        volume_discount(-1)


def test_blocked_customers_get_nothing():
    assert loyalty_discount(Customer("staff", blocked=True)) == 0


def test_five_hundred_pieces_give_twenty_percent():
    assert volume_discount(500) == 20
`,
    );
    const suite = spawnSync('python3', ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], { cwd: root, encoding: 'utf8' });
    assert.match(suite.stdout, /13 passed/);
    assert.match(JSON.stringify(server?.requests[2]?.body), /assert 20 == 21|20 == 21/);
    for (const request of server?.requests ?? []) assert.ok(!request.bodyText.includes(key));
  });

  it('proves a test for TypeScript and writes nothing without a yes', async () => {
    await project('demo', [answerWithTests(typescriptTests), answerWithText('Nothing more.')]);
    const result = await cover('src/stock-feed.ts:31');
    assert.match(result.stderr, /✓ promises what is on its way/, result.stderr);
    assert.match(result.stderr, /Not written\. Run again with --accept/);
    assert.match(result.stdout, /expect\(stockHint\(0, \{ quantity: 5, week: 12 \}\)\)/);
    assert.deepEqual(await readdir(join(root, 'tests')), [
      'cart.test.ts',
      'import.test.ts',
      'money.test.ts',
      'orders.test.ts',
      'pricing.test.ts',
      'shipping.test.ts',
    ]);
  });

  it('says that prose is no test, and leaves the tree alone', async () => {
    await project('demo', [answerWithText('You should really test this function.')]);
    const result = await cover('src/stock-feed.ts:31');
    assert.equal(result.code, 1);
    assert.match(result.stderr, /still dark:.*no test|prose|without/i);
    assert.ok(!(await readdir(join(root, 'tests'))).includes('generated'));
  });
});
