import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppError } from '../../src/core/errors.ts';
import { openBench, outcomes, vitestTest, type Bench } from './suite-bench.ts';

const price = 'src/price.ts';

describe('verifying candidates with Vitest', function () {
  this.timeout(120_000);
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench('vitest-basic');
  });
  afterEach(() => bench.dispose());

  it('accepts a test that takes the asked arm, names the arm, and leaves nothing behind', async () => {
    const before = await bench.tree();
    const verification = await bench.verify({
      file: price,
      wanted: (line, label) => line === 13 && label === 'if',
      tests: [vitestTest('gives a discount', "expect(linePrice({ sku: 'a', quantity: 200, unitPrice: 10 })).toBe(1800);")],
    });
    assert.deepEqual(outcomes(verification), { 'gives a discount': 'accepted' });
    assert.deepEqual(
      verification.verdicts[0]?.gates.map((gate) => gate.gate),
      ['well-formed', 'honest', 'green-alone', 'takes-the-arm', 'stable', 'whole-suite'],
    );
    assert.deepEqual(
      verification.evidence.map(({ line, label, before: state, after, test }) => ({ line, label, state, after, test })),
      [{ line: 13, label: 'if', state: 'not-taken', after: 1, test: 'gives a discount' }],
    );
    assert.equal(
      verification.text,
      [
        '// Written by Branchlight.',
        '',
        "import { describe, expect, it } from 'vitest';",
        "import { linePrice } from '../../src/price.ts';",
        '',
        "describe('linePrice', () => {",
        "  it('gives a discount', () => {",
        "    expect(linePrice({ sku: 'a', quantity: 200, unitPrice: 10 })).toBe(1800);",
        '  });',
        '});',
        '',
      ].join('\n'),
    );
    assert.deepEqual(verification.suite, { passed: 4, failed: 0, skipped: 0 });
    assert.deepEqual(await bench.tree(), before);
    console.log(
      '      gates: ' +
        verification.verdicts[0]?.gates.map((gate) => `${gate.gate} ${gate.durationMs} ms`).join(', ') +
        `; runs: ${bench.events.flatMap((event) => (event.kind === 'suite-finished' ? [`${event.label} ${event.durationMs} ms`] : [])).join(', ')}`,
    );
  });

  it('judges each test by itself: bad ones do not sink their siblings', async () => {
    const before = await bench.tree();
    const verification = await bench.verify({
      file: price,
      wanted: (line, label) => line === 9 || line === 13 || (line === 16 && label === 'if'),
      tests: [
        vitestTest('syntax', 'expect(linePrice(.toBe(1);'),
        vitestTest('prose', 'Here is the test that you asked for!'),
        vitestTest('types', "expect(linePrice('three')).toBe(1);"),
        vitestTest('asserts nothing', "linePrice({ sku: 'a', quantity: 200, unitPrice: 10 });"),
        vitestTest('wrong value', "expect(linePrice({ sku: 'a', quantity: 200, unitPrice: 10 })).toBe(2000);"),
        vitestTest('wrong arm', "expect(linePrice({ sku: 'a', quantity: 3, unitPrice: 10 })).toBe(30);"),
        vitestTest('throws', 'expect(() => linePrice({ sku: "a", quantity: 0, unitPrice: 1 })).toThrow(RangeError);'),
        vitestTest('half', "expect(linePrice({ sku: 'a', quantity: 1, unitPrice: 10 }, 'HALF')).toBe(5);"),
        vitestTest('half again', "expect(linePrice({ sku: 'a', quantity: 1, unitPrice: 20 }, 'HALF')).toBe(10);"),
      ],
    });
    const result = outcomes(verification);
    assert.match(result['syntax'] ?? '', /^well-formed: it does not parse/);
    assert.match(result['prose'] ?? '', /^well-formed: it does not parse/);
    assert.match(result['types'] ?? '', /^well-formed: it does not type-check: Argument of type 'string' is not assignable/);
    assert.equal(result['asserts nothing'], 'honest: it asserts nothing');
    assert.match(result['wrong value'] ?? '', /^green-alone: it is red: AssertionError: expected 1800 to be 2000/);
    assert.equal(result['wrong arm'], 'takes-the-arm: the arm is still dark after it ran');
    assert.equal(result['throws'], 'accepted');
    assert.equal(result['half'], 'accepted');
    assert.match(result['half again'] ?? '', /^takes-the-arm: "half" already takes if of line 16/);
    assert.deepEqual(
      verification.verdicts.filter((verdict) => verdict.possibleBug).map((verdict) => verdict.candidate.test.title),
      ['wrong value'],
    );
    assert.deepEqual(await bench.tree(), before);
  });

  it('rejects what is green by itself but not every time, or that never ends, and keeps the others', async () => {
    const before = await bench.tree();
    const baseline = await bench.baseline(price);
    const verification = await bench.verify({
      file: price,
      baseline: { ...baseline, durationMs: 1 },
      repeats: 2,
      tests: [
        vitestTest(
          'loops',
          "while (true) linePrice({ sku: 'a', quantity: 200, unitPrice: 10 });\nexpect(linePrice({ sku: 'a', quantity: 200, unitPrice: 10 })).toBe(1);",
        ),
        vitestTest('half', "expect(linePrice({ sku: 'a', quantity: 1, unitPrice: 10 }, 'HALF')).toBe(5);"),
        vitestTest(
          'flaky',
          "const alone = (expect.getState().testPath ?? '').includes('.4.test.');\nexpect(linePrice({ sku: 'a', quantity: 200, unitPrice: 10 })).toBe(alone ? 1800 : 1);",
        ),
      ],
    });
    const result = outcomes(verification);
    assert.match(result['loops'] ?? '', /^green-alone: it did not end within \d+ s: an endless loop/);
    assert.equal(result['half'], 'accepted');
    assert.match(result['flaky'] ?? '', /^stable: flaky: green by itself, red in the run shuffled 1\/2: AssertionError/);
    assert.deepEqual(await bench.tree(), before);
  });

  it('stops within a second when it is cancelled, and leaves nothing behind', async () => {
    const before = await bench.tree();
    const baseline = await bench.baseline(price);
    const controller = new AbortController();
    const running = bench.verify({
      file: price,
      baseline,
      signal: controller.signal,
      tests: [
        vitestTest(
          'loops',
          "while (true) linePrice({ sku: 'a', quantity: 200, unitPrice: 10 });\nexpect(linePrice({ sku: 'a', quantity: 0, unitPrice: 10 })).toBe(1);",
        ),
      ],
    });
    while (!bench.events.some((event) => event.kind === 'suite-started' && event.label === 'candidate alone'))
      await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort();
    const verification = await running;
    assert.equal(verification.status, 'cancelled');
    assert.equal(verification.text, undefined);
    assert.deepEqual(await bench.tree(), before);
  });

  it('says which tests are red before anything is generated', async () => {
    await writeFile(
      join(bench.root, 'tests', 'red.test.ts'),
      "import { expect, it } from 'vitest';\nit('is red', () => { expect(1).toBe(2); });\n",
    );
    await assert.rejects(bench.baseline(price), (error: AppError) => {
      assert.equal(error.code, 'suite/red-baseline');
      assert.equal(
        error.message,
        'The suite is red before anything is generated: 1 failed, 3 passed.\n- is red: AssertionError: expected 1 to be 2 // Object.is equality',
      );
      return true;
    });
  });
});
