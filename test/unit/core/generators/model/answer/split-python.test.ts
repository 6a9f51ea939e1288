import assert from 'node:assert/strict';
import { pythonStatements } from '../../../../../../src/core/generators/model/answer/python-statements.ts';
import { splitPython } from '../../../../../../src/core/generators/model/answer/split-python.ts';
import type { TestSource } from '../../../../../../src/core/generators/generator.ts';

function tests(code: string): readonly TestSource[] {
  const result = splitPython(code, 'pytest');
  assert.equal(result.status, 'tests', JSON.stringify(result));
  return result.status === 'tests' ? result.tests : [];
}

function problem(code: string): string {
  const result = splitPython(code, 'pytest');
  return result.status === 'problem' ? result.problem : `no problem: ${JSON.stringify(result.tests)}`;
}

describe('a pytest file taken apart', () => {
  it('gives each test its own imports, fixtures and decorators', () => {
    const [total, empty, refund] = tests(`"""Tests of the shop."""
import pytest
from decimal import Decimal
from shop.order import (
    Order,  # the unit
    total as sum_up,
)
import shop.rates as rates

LIMIT = 3


@pytest.fixture
def order():
    return Order(LIMIT)


def test_total(order):
    # Two of each.
    assert sum_up(order) == Decimal("1.50")


@pytest.mark.asyncio
async def test_empty():
    text = """
kept (
  as it is
"""
    assert await rates.read(text) == {}


class TestRefund:
    def test_refund(self):
        with pytest.raises(ValueError, match="paid"):
            Order(0).refund()


if __name__ == "__main__":
    pytest.main()
`);
    assert.deepEqual(total, {
      imports: [
        { from: 'pytest', names: [{ name: '*', alias: 'pytest' }] },
        { from: 'decimal', names: [{ name: 'Decimal' }] },
        { from: 'shop.order', names: [{ name: 'Order' }, { name: 'total', alias: 'sum_up' }] },
      ],
      setup: 'LIMIT = 3\n\n\n@pytest.fixture\ndef order():\n    return Order(LIMIT)',
      title: 'test_total',
      body: 'def test_total(order):\n    # Two of each.\n    assert sum_up(order) == Decimal("1.50")\n',
    });
    assert.deepEqual(empty, {
      imports: [
        { from: 'pytest', names: [{ name: '*', alias: 'pytest' }] },
        { from: 'shop.rates', names: [{ name: '*', alias: 'rates' }] },
      ],
      setup: '',
      title: 'test_empty',
      body: '@pytest.mark.asyncio\nasync def test_empty():\n    text = """\nkept (\n  as it is\n"""\n    assert await rates.read(text) == {}\n',
    });
    assert.deepEqual(refund, {
      imports: [
        { from: 'pytest', names: [{ name: '*', alias: 'pytest' }] },
        { from: 'shop.order', names: [{ name: 'Order' }] },
      ],
      setup: '',
      group: 'TestRefund',
      title: 'test_refund',
      body: 'def test_refund(self):\n    with pytest.raises(ValueError, match="paid"):\n        Order(0).refund()\n',
    });
  });

  it('hoists a fixture out of a class and asks for plain functions instead of other members', () => {
    const [test] = tests(
      'class TestA:\n    @pytest.fixture\n    def box(self):\n        return []\n\n    def test_a(self, box):\n        assert box == []\n',
    );
    assert.equal(test?.setup, '@pytest.fixture\ndef box():\n    return []');
    assert.equal(
      problem('class TestA:\n    def setup_method(self):\n        self.a = 1\n\n    def test_a(self):\n        assert self.a\n'),
      'Line 2: write plain test functions and module fixtures instead of members of `TestA`.',
    );
  });

  it('asks for single tests instead of parametrized ones, and leaves out skipped ones', () => {
    assert.equal(
      problem('@pytest.mark.parametrize("n", [1, 2])\ndef test_a(n):\n    assert n\n'),
      'Line 2: write single tests instead of `parametrize`: each test is judged by itself.',
    );
    assert.equal(problem('@pytest.mark.skip\ndef test_a():\n    pass\n'), 'The file holds no function whose name begins with `test_`.');
  });

  it('names what is not closed', () => {
    assert.equal(problem('def test_a():\n    assert f(\n'), 'The file does not parse:\nLine 2: a bracket is not closed.');
    assert.equal(problem('def test_a():\n    assert f("a)\n'), 'The file does not parse:\nLine 2: a string is not closed.');
    assert.equal(problem('def test_a():\n    assert f("""a)\n'), 'The file does not parse:\nLine 2: a string is not closed.');
    assert.equal(
      problem('def test_a():\n    assert f())\n'),
      'The file does not parse:\nLine 2: a bracket is closed that was never opened.',
    );
  });
});

describe('statements of Python', () => {
  it('end where the language says: strings, brackets, comments and joined lines are honoured', () => {
    const { statements } = pythonStatements(
      'a = "#" # ]\nb = [\n  1, # (\n]\nc = 1 + \\\n  2\n# of d\nd = \'\'\'\ndef no():\n  pass\n\'\'\'\n@e\n@f("\\"")\ndef g():\n\n    # inside\n    if x:\n        return r"\\"\n\n# the end\n'.replace(
        'r"\\"',
        'r"\\" + "\\""',
      ),
    );
    assert.deepEqual(
      statements.map(({ head, decorators, line }) => [head.split('\n')[0], decorators.length, line]),
      [
        ['a = "#" # ]', 0, 1],
        ['b = [', 0, 2],
        ['c = 1 + \\', 0, 5],
        ["d = '''", 0, 8],
        ['def g():', 2, 14],
      ],
    );
    assert.ok(statements[3]?.text.startsWith('# of d\nd = '));
    assert.deepEqual(
      statements[4]?.body.map(({ head, body }) => [head, body.length]),
      [['if x:', 1]],
    );
  });
});

describe('a unittest file taken apart', () => {
  const split = (code: string) => splitPython(code, 'unittest');

  it('gives each method its class, and a class to a function without one', () => {
    const result = split(`import unittest
from shop.price import total


def ten():
    return 10


class PriceTests(unittest.TestCase):
    """What things cost."""

    def test_ten(self):
        self.assertEqual(total(ten()), 20)

    @unittest.skip("later")
    def test_later(self):
        self.assertEqual(total(1), 2)


def test_alone():
    assert total(1) == 2


if __name__ == "__main__":
    unittest.main()
`);
    assert.equal(result.status, 'tests');
    assert.deepEqual(result.status === 'tests' ? result.tests.map(({ group, title, setup }) => [group, title, setup]) : [], [
      ['PriceTests', 'test_ten', 'def ten():\n    return 10'],
      ['TestGenerated', 'test_alone', ''],
    ]);
  });

  it('asks for classes with test methods only', () => {
    const result = split('class PriceTests(TestCase):\n    def setUp(self):\n        self.a = 1\n\n    def test_a(self):\n        pass\n');
    assert.deepEqual(result, {
      status: 'problem',
      problem: 'Line 2: let `PriceTests` hold test methods only: arrange inside each test, or in functions at the top of the file.',
    });
  });
});
