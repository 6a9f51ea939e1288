import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const judgeScript = join(import.meta.dirname, '../../../../src/node/guard/judge.py');

interface Judged {
  readonly text: string;
  readonly title?: string;
}

interface Reading {
  readonly syntaxError?: string;
  readonly dishonest?: string;
}

function judge(tests: readonly Judged[]): readonly Reading[] {
  const input = JSON.stringify(tests.map((test) => ({ title: 'test_x', module: 'shop.price', ...test })));
  const { status, stdout, stderr } = spawnSync('python3', ['-I', judgeScript], { input, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as readonly Reading[];
}

const head = 'import pytest\nfrom shop.price import Cart, total\n';

/** A module with one test of this body, or with these lines as they are where they define the test themselves. */
function module(body: string): Judged {
  const text = body.includes('def test_x') ? body : `def test_x(tmp_path, monkeypatch):\n${body.replaceAll(/^/gm, '    ')}\n`;
  return { text: head + text };
}

const honest: Readonly<Record<string, string>> = {
  'a direct result': 'assert total(3) == 6',
  'a result through variables': 'a = total(3)\n[b, *_] = [a]\nassert b == 6',
  'a raised error': 'with pytest.raises(ValueError, match="negative"):\n    total(-1)',
  'a raised error with its text': 'with pytest.raises(ValueError) as caught:\n    total(-1)\nassert "negative" in str(caught.value)',
  'an instance': 'cart = Cart()\ncart.add(3)\nassert cart.total == 3',
  'an object that the unit fills': 'out = []\ntotal(3, out)\nassert out == [6]',
  'a fixture that makes it': '@pytest.fixture\ndef cart():\n    return Cart()\n\ndef test_x(cart):\n    assert cart.total == 0',
  'a property of an instance that is set':
    '@pytest.fixture\ndef cart():\n    return Cart()\n\ndef test_x(cart):\n    cart.rate = 2\n    assert cart.rate == 2',
  'a method of unittest': 'class TestX:\n    def test_x(self):\n        self.assertEqual(total(3), 6)',
  'an error in unittest':
    'class TestX:\n    def test_x(self):\n        with self.assertRaisesRegex(ValueError, "odd"):\n            total(-1)',
  'a function that raises in unittest': 'class TestX:\n    def test_x(self):\n        self.assertRaises(ValueError, total, -1)',
  'an attribute in unittest':
    'class TestX:\n    def test_x(self):\n        self.cart = Cart()\n        self.assertEqual(self.cart.total, 0)',
  'the truth of a result in unittest': 'class TestX:\n    def test_x(self):\n        self.assertTrue(total(3))',
  'a collaborator that is replaced': 'monkeypatch.setattr("shop.price.load_rates", lambda: [])\nassert total(3) == 6',
  'an inner function that is called': 'def check(value):\n    assert total(value) == 6\ncheck(3)',
  'a try with a finally': 'try:\n    assert total(3) == 6\nfinally:\n    print()',
  'a file below tmp_path':
    'from pathlib import Path\nfile = tmp_path / "a.csv"\nfile.write_text("1")\nwith open(file, "w") as out:\n    out.write("1")\nassert total(file) == 6',
  'a file that is read': 'assert total(open("rates.csv").read()) == 6',
};

const ofUnittest = (body: string, marks = ''): string =>
  `import unittest\n\n${marks}class TestX(unittest.TestCase):\n    def test_x(self):\n${body.replaceAll(/^/gm, '        ')}`;

const dishonest: readonly (readonly [body: string, reason: string])[] = [
  [ofUnittest('total(3)'), 'asserts nothing'],
  [ofUnittest('total(3)\nself.assertEqual(1, 1)'), 'asserts nothing that depends on the unit under test'],
  [ofUnittest('self.result = total(3)\nself.assertTrue(True)'), 'asserts nothing that depends on the unit under test'],
  [ofUnittest('self.assertEqual(total(3), total(3))'), 'compares the unit only with itself'],
  [ofUnittest('self.assertTrue(total(3) or True)'), 'asserts what is always true'],
  [ofUnittest('self.assertRaises(ValueError)\ntotal(3)'), 'asserts nothing'],
  [ofUnittest('self.skipTest("later")\nself.assertEqual(total(3), 6)'), 'calls self.skipTest'],
  [ofUnittest('self.assertEqual(total(3), 6)', '@unittest.skip("later")\n'), 'is marked unittest.skip'],
  [
    ofUnittest('try:\n    self.assertEqual(total(3), 6)\nexcept AssertionError:\n    pass'),
    'asserts only where it may never run or fail: in a branch, an except or a function that nobody calls',
  ],
  ['total(3)', 'asserts nothing'],
  ['assert True', 'asserts nothing that depends on the unit under test'],
  ['total(3)\nassert 1 + 1 == 2', 'asserts nothing that depends on the unit under test'],
  ['n = 3\ntotal(n)\nassert n == 3', 'asserts nothing that depends on the unit under test'],
  ['assert callable(total)', 'asserts nothing that depends on the unit under test'],
  ['assert total(3) == total(3)', 'compares the unit only with itself'],
  ['assert (total(3) == 7, "text")', 'asserts what is always true'],
  ['assert total(3) == 7 or True', 'asserts what is always true'],
  [
    'if total(3):\n    assert total(3) == 6',
    'asserts only where it may never run or fail: in a branch, an except or a function that nobody calls',
  ],
  [
    'try:\n    total(-1)\nexcept ValueError as e:\n    assert total(3)',
    'asserts only where it may never run or fail: in a branch, an except or a function that nobody calls',
  ],
  [
    'try:\n    assert total(3) == 7\nexcept Exception:\n    pass',
    'asserts only where it may never run or fail: in a branch, an except or a function that nobody calls',
  ],
  [
    'def inner():\n    assert total(3) == 7',
    'asserts only where it may never run or fail: in a branch, an except or a function that nobody calls',
  ],
  ['def test_x(snapshot):\n    assert total(3) == snapshot', 'records a snapshot instead of asserting what is right'],
  ['@pytest.mark.skip\ndef test_x():\n    assert total(3) == 6', 'is marked pytest.mark.skip'],
  ['@pytest.mark.xfail(reason="x")\ndef test_x():\n    assert total(3) == 6', 'is marked pytest.mark.xfail'],
  ['from pytest import skip\nskip("later")\nassert total(3) == 6', 'calls pytest.skip'],
  ['monkeypatch.setattr("shop.price.total", lambda n: 6)\nassert total(3) == 6', 'mocks the unit under test'],
  ['import shop.price as price\nmonkeypatch.setattr(price, "total", lambda n: 6)\nassert price.total(3) == 6', 'mocks the unit under test'],
  ['import shop.price as price\nprice.total = lambda n: 6\nassert price.total(3) == 6', 'mocks the unit under test'],
  [
    'from unittest import mock\nimport shop.price\nwith mock.patch.object(shop.price, "total"):\n    assert shop.price.total(3) == 6',
    'mocks the unit under test',
  ],
  ['from unittest.mock import patch\nwith patch(target="shop.price.total"):\n    assert total(3) == 6', 'mocks the unit under test'],
  ['import subprocess\nassert total(3) == 6', 'imports subprocess'],
  ['from os import remove as rm\nrm("a")\nassert total(3) == 6', 'calls os.remove'],
  ['import os\nos.execlp("sh", "sh")\nassert total(3) == 6', 'calls os.execlp'],
  ['eval("1")\nassert total(3) == 6', 'calls eval'],
  ['open("a", "w").write("x")\nassert total(3) == 6', 'opens a file for writing'],
  ['from pathlib import Path\nPath("a").open("w")\nassert total(3) == 6', 'opens a file for writing'],
  ['from pathlib import Path\nPath("a").write_text("x")\nassert total(3) == 6', 'changes files with write_text'],
];

describe('honesty of a Python test', function () {
  this.timeout(60_000);
  before(function () {
    const { error } = spawnSync('python3', ['--version']);
    if (error === undefined) return;
    console.log(`      skipped: python3 could not be started (${error.message})`);
    this.skip();
  });

  it('accepts what asserts something of the unit', () => {
    const readings = judge(Object.values(honest).map(module));
    assert.deepEqual(
      Object.fromEntries(Object.keys(honest).map((what, at) => [what, readings[at]])),
      Object.fromEntries(Object.keys(honest).map((what) => [what, {}])),
    );
  });

  it('rejects the others, each with its reason', () => {
    const readings = judge(dishonest.map(([body]) => module(body)));
    assert.deepEqual(
      dishonest.map(([body], at) => [body, readings[at]?.dishonest]),
      dishonest,
    );
  });

  it('names the line that does not parse, also where only the compiler sees it', () => {
    const readings = judge([{ text: 'def test_x(:\n    pass\n' }, { text: 'x = 1\nreturn 1\n' }, { text: 'def test_x():\n    pass\n\0' }]);
    const errors = readings.map((reading) => reading.syntaxError ?? 'it parses');
    // What comes between is in the words of this machine's Python.
    assert.deepEqual(
      errors.map((error) => error.startsWith('it does not parse: ')),
      [true, true, true],
    );
    assert.deepEqual(
      errors.map((error) => / at "(.*)"$/.exec(error)?.[1]),
      ['def test_x(:', 'return 1', undefined],
    );
  });

  it('wants exactly one function of the name', () => {
    const text = `${head}def test_y():\n    assert total(3) == 6\n`;
    assert.deepEqual(judge([{ text }, { text, title: 'test_y' }]), [{ dishonest: 'does not define one function test_x' }, {}]);
  });
});
