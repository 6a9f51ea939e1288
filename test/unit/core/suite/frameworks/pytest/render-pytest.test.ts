import assert from 'node:assert/strict';
import { renderPytest } from '../../../../../../src/core/suite/frameworks/pytest/render-pytest.ts';
import { testSource } from '../../sample-projects.ts';

describe('a whole pytest file', () => {
  it('has its comments, merged imports, helpers once, and two lines between functions and classes', () => {
    const setup = '@pytest.fixture\ndef cart():\n    return Cart()\n';
    const text = renderPytest(
      [
        testSource('def test_adds(self, cart):\n    assert price(cart) == 0\n', {
          group: 'TestPrice',
          setup,
          imports: [
            { from: 'shop.price', names: [{ name: 'price' }, { name: 'Cart' }] },
            { from: 'pytest', names: [] },
          ],
        }),
        testSource('def test_alone():\n    assert np.sum([]) == 0\n', {
          imports: [
            { from: 'numpy', names: [{ name: '*', alias: 'np' }] },
            { from: 'shop.price', names: [{ name: 'total', alias: 'sum_of' }] },
            { from: '__future__', names: [{ name: 'annotations' }] },
            { from: 'os', names: [] },
          ],
        }),
        testSource('def test_text(self):\n    text = """\nkept\n"""\n\n    assert price(text) == 1\n', { group: 'TestPrice', setup }),
      ],
      ['Made by Branchlight.', '', 'Edit as you like.'],
      ['shop'],
    );
    assert.equal(
      text,
      `# Made by Branchlight.
#
# Edit as you like.

from __future__ import annotations

import os

import numpy as np
import pytest

from shop.price import Cart, price, total as sum_of


@pytest.fixture
def cart():
    return Cart()


class TestPrice:
    def test_adds(self, cart):
        assert price(cart) == 0

    def test_text(self):
        text = """
kept
"""

        assert price(text) == 1


def test_alone():
    assert np.sum([]) == 0
`,
    );
  });

  it('has no empty lines at its top without imports and comments', () => {
    assert.equal(renderPytest([testSource('def test_a():\n    assert 1\n')], []), 'def test_a():\n    assert 1\n');
  });
});
