import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestSource } from '../../src/core/generators/generator.ts';
import type { Baseline } from '../../src/core/verify/verification.ts';
import { installed } from '../support/installs.ts';
import { hasBubblewrap, openBench, outcomes, vitestTest, type Bench } from './suite-bench.ts';

const price = 'src/price.ts';
const line = "{ sku: 'a', quantity: 200, unitPrice: 10 }";

/** What a person sees of the runs before the suite as a whole is run: label → how it ended. */
function aloneRuns(bench: Bench): readonly string[] {
  return bench.events.flatMap((event) =>
    event.kind === 'suite-finished' && event.label.includes('alone') ? [`${event.label}: ${event.status}`] : [],
  );
}

function importing(test: TestSource, from: string, name: string): TestSource {
  return { ...test, imports: [...test.imports, { from, names: [{ name }] }] };
}

const good = vitestTest('discount', `expect(linePrice(${line})).toBe(1800);`);
const half = vitestTest('half', "expect(linePrice({ sku: 'a', quantity: 1, unitPrice: 10 }, 'HALF')).toBe(5);");
const halfAgain = vitestTest('half again', "expect(linePrice({ sku: 'a', quantity: 1, unitPrice: 20 }, 'HALF')).toBe(10);");
const wrongArm = vitestTest('wrong arm', "expect(linePrice({ sku: 'a', quantity: 3, unitPrice: 10 })).toBe(30);");
const red = vitestTest('red', `expect(linePrice(${line})).toBe(2000);`);

for (const provider of ['v8', 'istanbul']) {
  describe(`judging a batch of candidates in one run, measured by ${provider}`, function () {
    this.timeout(180_000);
    let bench: Bench;
    let baseline: Baseline;
    beforeEach(async () => {
      bench = await openBench('vitest-basic');
      const config = join(bench.root, 'vitest.config.ts');
      await writeFile(config, (await readFile(config, 'utf8')).replace('coverage: {', `coverage: { provider: '${provider}',`));
      await writeFile(join(bench.root, 'tests', 'broken.ts'), 'export const broken: number = (;\n');
      await writeFile(
        join(bench.root, 'tests', 'wipe.ts'),
        "import { rmSync } from 'node:fs';\nexport function wipe(): void {\n  try { rmSync('src/stock.ts'); } catch { /* hidden */ }\n}\n",
      );
      baseline = await bench.baseline(price);
    });
    afterEach(() => bench.dispose());

    it('judges each by itself from a single start of the runner', async () => {
      const before = await bench.tree();
      const verification = await bench.verify({
        file: price,
        baseline,
        tests: [
          red,
          good,
          wrongArm,
          half,
          halfAgain,
          importing(vitestTest('broken import', `expect(linePrice(${line})).toBe(1800 + broken);`), '../broken.ts', 'broken'),
          vitestTest('resets', `vi.resetModules();\nexpect(linePrice({ sku: 'a', quantity: 0, unitPrice: 10 })).toBe(0);`),
        ].map((test) => (test.title === 'resets' ? importing(test, 'vitest', 'vi') : test)),
      });
      const said = outcomes(verification);
      assert.match(said['red'] ?? '', /^green-alone: it is red: AssertionError: expected 1800 to be 2000/);
      assert.equal(said['discount'], 'accepted');
      assert.equal(said['wrong arm'], 'takes-the-arm: the arm is still dark after it ran');
      assert.equal(said['half'], 'accepted');
      assert.equal(said['half again'], 'takes-the-arm: "half" already takes if of line 16');
      assert.match(said['broken import'] ?? '', /^green-alone: .*broken import|^green-alone: .*price\.\d+\.test\.ts: /);
      assert.match(said['resets'] ?? '', /^green-alone: it is red: RangeError/);
      assert.deepEqual(
        verification.verdicts.filter((verdict) => verdict.possibleBug).map((verdict) => verdict.candidate.test.title),
        ['red'],
      );
      const evidence = verification.verdicts[1]?.gates.find((gate) => gate.gate === 'green-alone');
      assert.match(evidence?.passed === true ? evidence.evidence : '', /^green by itself \(\d+\.\d s\)$/);
      assert.deepEqual(aloneRuns(bench), ['candidates alone (7): completed']);
      assert.deepEqual(await bench.tree(), before);
    });

    it('names what was refused to the one that tried it, and keeps the others', async () => {
      const before = await bench.tree();
      const verification = await bench.verify({
        file: price,
        baseline,
        tests: [
          good,
          importing(
            vitestTest('wipes', "wipe();\nexpect(linePrice({ sku: 'a', quantity: 1, unitPrice: 10 }, 'HALF')).toBe(5);"),
            '../wipe.ts',
            'wipe',
          ),
          half,
        ],
      });
      const said = outcomes(verification);
      assert.equal(said['discount'], 'accepted');
      assert.match(said['wipes'] ?? '', /^green-alone: it tried to write outside its scratch folder: rmSync\(src\/stock\.ts\)/);
      assert.equal(said['half'], 'accepted');
      assert.equal(aloneRuns(bench)[0], 'candidates alone (3): completed');
      assert.ok(aloneRuns(bench).length <= 4, aloneRuns(bench).join('\n'));
      assert.deepEqual(await bench.tree(), before);
    });

    it('does not lose a test to an unhandled rejection of its neighbour, be another one red or not', async () => {
      const late = vitestTest(
        'rejects late',
        "void Promise.reject(new Error('nobody waits'));\nexpect(linePrice({ sku: 'a', quantity: 1, unitPrice: 10 }, 'HALF')).toBe(5);",
      );
      for (const tests of [
        [late, good, red],
        [late, good],
      ]) {
        bench.events.length = 0;
        const verification = await bench.verify({ file: price, baseline, tests });
        const said = outcomes(verification);
        assert.match(said['rejects late'] ?? '', /^green-alone: .*: Error: nobody waits/);
        assert.equal(said['discount'], 'accepted');
        assert.deepEqual(aloneRuns(bench), [`candidates alone (${tests.length}): completed`, 'candidate alone: completed']);
      }
    });
  });
}

describe('a batch of candidates that does not end', function () {
  this.timeout(240_000);
  for (const sandbox of ['bubblewrap', 'guard'] as const) {
    it(`runs only the endless one by itself, and keeps the others (${sandbox})`, async function () {
      if (sandbox === 'bubblewrap' && !(await hasBubblewrap())) {
        console.log('      skipped: bubblewrap does not work here');
        this.skip();
      }
      const bench = await openBench('vitest-basic', { sandbox });
      try {
        const before = await bench.tree();
        const baseline = await bench.baseline(price);
        const verification = await bench.verify({
          file: price,
          baseline: { ...baseline, durationMs: 1 },
          tests: [
            good,
            vitestTest('loops', `while (true) linePrice(${line});\nexpect(linePrice(${line})).toBe(1);`),
            half,
            vitestTest('refuses zero', "expect(() => linePrice({ sku: 'a', quantity: 0, unitPrice: 1 })).toThrow(RangeError);"),
          ],
        });
        const said = outcomes(verification);
        assert.equal(said['discount'], 'accepted');
        assert.match(said['loops'] ?? '', /^green-alone: it did not end within 15 s: an endless loop/);
        assert.equal(said['half'], 'accepted');
        assert.equal(said['refuses zero'], 'accepted');
        assert.deepEqual(aloneRuns(bench).toSorted(), [
          'candidate alone: timed-out',
          'candidates alone (3): completed',
          'candidates alone (4): timed-out',
        ]);
        assert.deepEqual(await bench.tree(), before);
      } finally {
        await bench.dispose();
      }
    });
  }
});

describe('batches with other versions of Vitest', function () {
  this.timeout(180_000);
  for (const major of ['3', '5']) {
    it(`judges each candidate by itself with Vitest ${major}`, async function () {
      const install = await installed(`vitest-${major}`);
      if ('missing' in install) {
        if (process.env['CI'] !== undefined) throw new Error(install.missing);
        console.log(`      skipped: ${install.missing}`);
        this.skip();
      }
      const bench = await openBench('vitest-basic', { modules: join(install.folder, 'node_modules') });
      try {
        const verification = await bench.verify({ file: price, tests: [good, red, half, halfAgain, wrongArm] });
        const said = outcomes(verification);
        assert.equal(said['discount'], 'accepted');
        assert.match(said['red'] ?? '', /^green-alone: it is red: AssertionError/);
        assert.equal(said['half'], 'accepted');
        assert.match(said['half again'] ?? '', /^takes-the-arm: "half" already takes/);
        assert.equal(said['wrong arm'], 'takes-the-arm: the arm is still dark after it ran');
        assert.deepEqual(aloneRuns(bench), ['candidates alone (5): completed']);
      } finally {
        await bench.dispose();
      }
    });
  }
});
