import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { readMochaResults } from '../../../../../../src/core/suite/frameworks/mocha/read-mocha-results.ts';

const text = readFileSync(join(import.meta.dirname, '../../../../../fixtures/suite-results/mocha/whole-suite.jsonl'), 'utf8');

describe('results of Mocha', () => {
  it('are one for each that Mocha counts, with hooks that failed', () => {
    const results = readMochaResults(text, '/w');
    const statuses = (results?.tests ?? []).map((test) => test.status);
    const counts = Object.fromEntries([...new Set(statuses)].map((one) => [one, statuses.filter((status) => status === one).length]));
    assert.deepEqual(counts, {
      passed: 10,
      failed: 2,
      error: 2,
      pending: 2,
    });
    assert.deepEqual(results?.errors, []);
    const hook = results?.tests.find((test) => test.title.startsWith('"before each" hook'));
    assert.equal(hook?.message, 'no shelf');
    assert.equal(hook?.file, '/w/test/hooks.test.js');
    const failed = results?.tests.find((test) => test.title === 'gives a volume price');
    assert.deepEqual([failed?.expected, failed?.actual, failed?.failedAt], ['7', '5', { file: '/w/test/price.test.js', line: 13 }]);
  });

  it('say in which test the process ended', () => {
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.includes('"begin"') && line.includes('reads the stock'));
    const results = readMochaResults(`${lines.slice(0, at + 1).join('\n')}\n`, '/w');
    assert.deepEqual(results?.errors, [
      'The process that ran the tests ended in the test "linePrice reads the stock" before all tests were over.',
    ]);
    assert.deepEqual([...(results?.errorsByFile?.keys() ?? [])], ['/w/test/price.test.js']);
  });

  it('name the file that could not be loaded', () => {
    const error = { assertion: false, message: 'Cannot find module', stack: '    at x (/w/a.js:1:2)' };
    const results = readMochaResults(`${JSON.stringify({ event: 'broken', file: '/w/a.test.js', error })}\n`, '/w');
    assert.deepEqual(results?.errors, ['/w/a.test.js could not be loaded: Cannot find module\n    at x (/w/a.js:1:2)']);
    assert.deepEqual(results?.tests, []);
  });

  it('are no error when there was nothing to run, and nothing at all when nothing was written', () => {
    assert.deepEqual(readMochaResults('{"event":"loaded"}\n{"event":"no-files"}\n', '/w')?.errors, []);
    assert.equal(readMochaResults('', '/w'), undefined);
  });

  it('are red wherever they are torn', () => {
    const whole = readMochaResults(text, '/w')?.tests ?? [];
    fc.assert(
      fc.property(fc.nat(text.length - 2), (cut) => {
        const torn = readMochaResults(text.slice(0, cut), '/w');
        assert.ok(torn === undefined || torn.errors.length > 0);
        assert.deepEqual(torn?.tests ?? [], whole.slice(0, torn?.tests.length ?? 0));
      }),
    );
  });
});
