import assert from 'node:assert/strict';
import { parseAnswer } from '../../../../../../src/core/generators/model/answer/parse-answer.ts';
import type { GenerationRequest, ImportSpec } from '../../../../../../src/core/generators/generator.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';
import { shippingFiles, shippingRequest } from '../../../../../support/messages-api/shipping-request.ts';

const python: GenerationRequest = {
  ...shippingRequest,
  project: { ...shippingRequest.project, framework: 'pytest', language: 'python' },
  file: '/project/shop/price.py',
  text: 'RATE = 2\n\ndef price(n):\n    return n * RATE\n\nclass Shop:\n    pass\n',
  testFile: '/project/tests/test_price.py',
  importSpecifier: 'shop.price',
};

async function importsOf(code: string, request: GenerationRequest = shippingRequest): Promise<readonly ImportSpec[] | undefined> {
  const analyser = { analyse: () => Promise.resolve(undefined) };
  const result = await parseAnswer(code, request, { fileSystem: createInMemoryFileSystem(shippingFiles), analyser });
  assert.equal(result.status, 'tests', JSON.stringify(result));
  return result.status === 'tests' ? result.tests[0]?.imports : undefined;
}

const unit = [{ from: '../../src/shipping.ts', names: [{ name: 'shippingCost' }] }];
const body = "it('a', () => { expect(shippingCost(1, 'DE')).toBe(1); });\n";

describe('imports of an answer', () => {
  for (const from of [
    '../../src/shipping',
    '../../src/shipping.js',
    '../src/shipping.ts',
    './shipping',
    './src/shipping.ts',
    '@/shipping',
  ]) {
    it(`are repaired from ${from}`, async () => {
      assert.deepEqual(await importsOf(`import { shippingCost } from '${from}';\n${body}`), unit);
    });
  }

  it('are added when an exported name is used without one, but not for a name of the test', async () => {
    assert.deepEqual(await importsOf(body), unit);
    assert.deepEqual(await importsOf("it('a', () => {\n  const shippingCost = () => 1;\n  expect(shippingCost()).toBe(1);\n});\n"), []);
    assert.deepEqual(await importsOf("it('a', () => {\n  expect(shop.shippingCost()).toBe(1);\n});\n"), []);
  });

  it('of other files that are written from the place of the unit are moved to the place of the test', async () => {
    assert.deepEqual(await importsOf(`import { zoneOf } from './zones.ts';\nit('a', () => { expect(zoneOf('DE')).toBe(1); });\n`), [
      { from: '../../src/zones.ts', names: [{ name: 'zoneOf' }] },
    ]);
  });

  it('stay when they name something that the unit does not export', async () => {
    assert.deepEqual(await importsOf("import { parcel } from '@/shipping';\nit('a', () => { expect(parcel()).toBe(1); });\n"), [
      { from: '@/shipping', names: [{ name: 'parcel' }] },
    ]);
  });

  it('of packages stay', async () => {
    assert.deepEqual(await importsOf(`import shipping from 'shipping';\nit('a', () => { expect(shipping()).toBe(1); });\n`), [
      { from: 'shipping', names: [{ name: 'default', alias: 'shipping' }] },
    ]);
  });

  for (const from of ['price', '.price', 'src.shop.price', 'shop.price']) {
    it(`of Python are repaired from ${from}`, async () => {
      assert.deepEqual(await importsOf(`from ${from} import price\n\ndef test_a():\n    assert price(1) == 2\n`, python), [
        { from: 'shop.price', names: [{ name: 'price' }] },
      ]);
    });
  }

  it('of Python are added when a name of the module is used, but not for arguments, strings and keywords', async () => {
    assert.deepEqual(await importsOf('def test_a():\n    shop = Shop()\n    assert f("price", RATE=1) == shop\n', python), [
      { from: 'shop.price', names: [{ name: 'Shop' }] },
    ]);
    assert.deepEqual(await importsOf('def test_a(price):\n    assert price == 1  # Shop\n', python), []);
  });
});
