import assert from 'node:assert/strict';
import { join } from 'node:path';
import { runBranchlight } from '../support/command-line.ts';
import { installed } from '../support/installs.ts';
import { answerWithTests, answerWithText, startMessagesServer, type MessagesServer } from '../support/messages-api-server.ts';
import { makeProject, type Project } from '../support/project.ts';

const source = `def line_price(quantity, unit_price):
    if quantity <= 0:
        raise ValueError("quantity must be positive")
    if quantity > 100:
        return quantity * unit_price * 0.9
    return quantity * unit_price
`;

const own = `import unittest

from shop.price import line_price


class LinePriceTest(unittest.TestCase):
    def test_multiplies(self):
        self.assertEqual(line_price(2, 3), 6)


if __name__ == "__main__":
    unittest.main()
`;

const generated = `import unittest

from shop.price import line_price


class LinePriceArms(unittest.TestCase):
    def test_gives_a_volume_price(self):
        self.assertEqual(line_price(200, 1), 180)

    def test_asserts_nothing_of_the_unit(self):
        line_price(0, 1)
        self.assertTrue(True)

    def test_refuses_nothing(self):
        with self.assertRaisesRegex(ValueError, "must be positive"):
            line_price(0, 1)
`;

describe('branchlight cover with unittest', function () {
  this.timeout(240_000);
  let project: Project;
  let server: MessagesServer | undefined;
  let python = '';

  before(async function () {
    const install = await installed('unittest');
    if ('missing' in install) {
      if (process.env['CI'] !== undefined) throw new Error(install.missing);
      console.log(`      skipped: ${install.missing}`);
      this.skip();
    }
    python = join(install.folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
    project = await makeProject();
  });
  after(async () => {
    await server?.close();
    await project.remove();
  });

  it('proves methods of TestCases that a model wrote, and throws out what asserts nothing', async () => {
    server = await startMessagesServer([answerWithTests(generated), answerWithText('I have nothing to add.')], { repeatLast: true });
    await project.write('shop/__init__.py', '');
    await project.write('shop/price.py', source);
    await project.write('tests/__init__.py', '');
    await project.write('tests/test_price.py', own);
    await project.write(
      '.vscode/settings.json',
      JSON.stringify({ 'branchlight.anthropic.baseUrl': server.url, 'branchlight.python.path': python }),
    );
    const before = await project.snapshot();
    const result = await runBranchlight(['cover', 'shop/price.py', '--accept', '--generator', 'anthropic'], {
      cwd: project.root,
      env: { ANTHROPIC_API_KEY: 'sk-ant-test-0123456789' },
    });
    assert.match(result.stderr, /✓ test_gives_a_volume_price/);
    assert.match(result.stderr, /✓ test_refuses_nothing/);
    assert.match(result.stderr, /✗ test_asserts_nothing_of_the_unit: it asserts nothing that depends on the unit under test/);
    const after = await project.snapshot();
    const written = Object.keys(after).filter((path) => path.endsWith('.py') && after[path] !== before[path]);
    assert.equal(written.length, 1, result.stderr);
    const text = after[written[0] ?? ''] ?? '';
    assert.match(
      text,
      /^import unittest\n\nfrom shop\.price import line_price\n\n\nclass LinePriceArms\(unittest\.TestCase\):\n {4}def test_/m,
    );
    assert.doesNotMatch(text, /asserts_nothing/);
  });
});
