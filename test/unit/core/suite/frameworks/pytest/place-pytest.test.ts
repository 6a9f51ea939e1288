import assert from 'node:assert/strict';
import { isPytestFile, placePytestFile } from '../../../../../../src/core/suite/frameworks/pytest/place-pytest.ts';
import { existing, pytestProject } from '../../sample-projects.ts';

function place(file: string, ...taken: readonly string[]): Promise<string> {
  return placePytestFile(pytestProject(), file, existing(...taken));
}

describe('place of a pytest file', () => {
  it('has the package of the module in its name', async () => {
    assert.equal(await place('/w/src/shop/price.py'), '/w/tests/generated/test_shop_price.py');
    assert.equal(await place('/w/src/shop/net/price.py'), '/w/tests/generated/test_net_price.py');
    assert.equal(await place('/w/src/price.py'), '/w/tests/generated/test_price.py');
    assert.equal(await place('/w/src/shop/__init__.py'), '/w/tests/generated/test_shop.py');
  });

  it('counts up when the name is taken', async () => {
    const names = ['test_price.py', 'test_price_2.py'].map((name) => `/w/tests/generated/${name}`);
    assert.equal(await place('/w/src/price.py', ...names), '/w/tests/generated/test_price_3.py');
  });

  it('counts up when a test file of that name stands beside the folder: pytest cannot import both', async () => {
    assert.equal(await place('/w/src/price.py', '/w/tests/test_price.py'), '/w/tests/generated/test_price_2.py');
    assert.equal(await place('/w/src/price.py', '/w/test_price.py'), '/w/tests/generated/test_price_2.py');
  });
});

describe('test files of pytest', () => {
  it('are known by their name', () => {
    const paths = ['/w/test_a.py', '/w/a_test.py', '/w/tests/conftest.py', '/w/latest.py', '/w/tests/help.py', '/w/test_a.pyc'];
    assert.deepEqual(
      paths.filter((path) => isPytestFile(pytestProject(), path)),
      paths.slice(0, 3),
    );
  });
});
