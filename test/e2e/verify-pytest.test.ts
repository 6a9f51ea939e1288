import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppError } from '../../src/core/errors.ts';
import { frameworkOf } from '../../src/core/suite/frameworks/frameworks.ts';
import { measureBaseline } from '../../src/core/verify/baseline.ts';
import { openBench, outcomes, pytestMissing, pytestTest, type Bench } from './suite-bench.ts';

const price = 'src/shop/price.py';

describe('verifying candidates with pytest', function () {
  this.timeout(120_000);
  let bench: Bench;
  before(function () {
    const missing = pytestMissing();
    if (missing !== undefined) {
      console.log(`    skipped: ${missing}`);
      this.skip();
    }
  });
  beforeEach(async () => {
    bench = await openBench('pytest-basic');
  });
  afterEach(() => bench?.dispose());

  it('accepts what takes a dark arm and rejects the rest, each with its reason', async () => {
    const before = await bench.tree();
    const verification = await bench.verify({
      file: price,
      tests: [
        pytestTest('test_discount', 'assert line_price(200, 10) == 1800'),
        pytestTest('test_refuses_zero', 'with pytest.raises(ValueError):\n    line_price(0, 1)'),
        pytestTest('test_syntax', 'assert line_price(200, 10 == 1800'),
        pytestTest('test_nothing', 'line_price(200, 10)\nassert True'),
        pytestTest('test_deletes', 'import os\nos.remove("src/shop/price.py")\nassert line_price(200, 10) == 1800'),
        pytestTest('test_wrong', "assert line_price(1, 10, 'HALF') == 7"),
        pytestTest('test_wrong_arm', 'assert line_price(3, 10) == 30'),
        pytestTest(
          'test_flaky',
          "import random\nassert shipping('US') == 1490\nassert random.SystemRandom().random() < 0.0001 or __import__('time') is None",
          ['shipping'],
        ),
      ].map((test) => (test.title === 'test_refuses_zero' ? { ...test, imports: [...test.imports, { from: 'pytest', names: [] }] } : test)),
    });
    const said = outcomes(verification);
    assert.equal(said['test_discount'], 'accepted');
    assert.equal(said['test_refuses_zero'], 'accepted');
    assert.match(
      said['test_syntax'] ?? '',
      /^well-formed: it does not parse: '\(' was never closed at "assert line_price\(200, 10 == 1800"/,
    );
    assert.equal(said['test_nothing'], 'honest: it asserts nothing that depends on the unit under test');
    assert.equal(said['test_deletes'], 'honest: it calls os.remove');
    assert.match(said['test_wrong'] ?? '', /^green-alone: it is red: AssertionError: assert 5 == 7/);
    assert.equal(said['test_wrong_arm'], 'takes-the-arm: the arm is still dark after it ran');
    assert.equal(said['test_flaky'], 'honest: it calls __import__');
    assert.deepEqual(verification.evidence.map(({ key, before: state, test }) => `${test}: ${key} was ${state}`).toSorted(), [
      'test_discount: arc@9->10 was not-taken',
      'test_refuses_zero: arc@6->7 was not-taken',
    ]);
    assert.equal(
      verification.text,
      [
        '# Written by Branchlight.',
        '',
        'import pytest',
        '',
        'from shop.price import line_price',
        '',
        '',
        'def test_discount():',
        '    assert line_price(200, 10) == 1800',
        '',
        '',
        'def test_refuses_zero():',
        '    with pytest.raises(ValueError):',
        '        line_price(0, 1)',
        '',
      ].join('\n'),
    );
    assert.deepEqual(verification.suite, { passed: 4, failed: 0, skipped: 0 });
    assert.deepEqual(await bench.tree(), before);
  });

  it('says which tests are red before anything is generated', async () => {
    await writeFile(join(bench.root, 'tests', 'test_red.py'), 'def test_is_red():\n    assert 1 == 2\n');
    await assert.rejects(bench.baseline(price), (error: AppError) => {
      assert.equal(error.code, 'suite/red-baseline');
      assert.match(
        error.message,
        /^The suite is red before anything is generated: 1 failed, 2 passed\.\n- test_is_red: (AssertionError: )?assert 1 == 2/,
      );
      return true;
    });
  });

  it('says what is missing when there is no such Python', async () => {
    const project = await bench.project(price);
    const request = { framework: frameworkOf('pytest'), project: { ...project, interpreter: 'no-such-python' }, timeoutMs: 30_000 };
    await assert.rejects(
      measureBaseline(request, bench.ports, { signal: new AbortController().signal, emit: () => undefined }),
      (error: AppError) => {
        assert.equal(error.code, 'suite/runner-missing');
        assert.match(error.message, /"no-such-python" was not found/);
        assert.equal(error.hint, 'Choose a Python with pytest in the setting branchlight.python.path.');
        return true;
      },
    );
  });
});
