import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createGoEvents, type GoEvent } from '../../../src/core/suite/frameworks/go-test/go-events.ts';
import { readGoResults } from '../../../src/core/suite/frameworks/go-test/read-go-results.ts';
import { patternOfTest } from '../../../src/core/suite/frameworks/go-test/run-pattern.ts';
import type { GoResultLine } from '../../../src/core/suite/frameworks/go-test/result-lines.ts';
import { goProject, resultText } from '../../unit/core/suite/frameworks/go-test/sample-go.ts';

const name = fc.string({ unit: fc.constantFrom(...Array.from('abTé_#0/()[]|^$.*+\\')), minLength: 1, maxLength: 8 });
const action = fc.constantFrom('run', 'pause', 'cont', 'pass', 'fail', 'skip', 'output', 'bench', 'start');
const event: fc.Arbitrary<GoEvent> = fc.record(
  {
    Action: action,
    Package: fc.constantFrom('p', 'q'),
    Test: name,
    Output: fc.string(),
    Elapsed: fc.double({ min: 0, max: 9, noNaN: true }),
  },
  { requiredKeys: ['Action', 'Package'] },
);

function linesOf(events: readonly GoEvent[]): readonly GoResultLine[] {
  const lines: GoResultLine[] = [];
  const describePackage = (own: string): Extract<GoResultLine, { readonly kind: 'package' }> => ({
    kind: 'package',
    package: own,
    folder: `/w/${own}`,
    files: [],
    expected: [],
  });
  const take = createGoEvents({ describePackage, write: (line) => lines.push(line), print: () => undefined });
  for (const one of events) take(one);
  return [...lines, { kind: 'exit', code: 1, errors: '' }];
}

describe('results of go test', () => {
  it('of any events are red when any of them is, and none when anything at the end is missing', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), fc.nat(), (events, cut) => {
        const lines = linesOf(events);
        const whole = resultText(lines);
        const read = readGoResults(goProject, whole);
        assert.ok(read);
        const isRed = lines.some((line) => line.kind === 'end' && (line.action === 'fail' || line.action === 'unfinished'));
        const saysSo = read.errors.length > 0 || read.tests.some(({ status }) => status === 'failed' || status === 'error');
        assert.ok(!isRed || saysSo, JSON.stringify(lines));
        assert.equal(readGoResults(goProject, whole.slice(0, cut % (whole.length - 1))), undefined);
      }),
    );
  });

  it('name tests so that their pattern selects them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), (titles) => {
        const tests = titles.map((title) => `Test/${title}`);
        const events = ['Test', ...tests].flatMap((Test): readonly GoEvent[] => [
          { Action: 'run', Package: 'p', Test },
          { Action: 'pass', Package: 'p', Test },
        ]);
        const done: readonly GoEvent[] = [
          { Action: 'output', Package: 'p', Output: 'PASS\n' },
          { Action: 'pass', Package: 'p' },
        ];
        for (const test of readGoResults(goProject, resultText(linesOf([...events, ...done])))?.tests ?? []) {
          const full = test.group === undefined ? test.title : `${test.group}/${test.title}`;
          const parts = full.split('/');
          // As testing/match.go does: the pattern and the name are compared part by part.
          const patterns = patternOfTest(test).split('/');
          assert.equal(patterns.length, parts.length);
          for (const [index, pattern] of patterns.entries()) assert.match(parts[index] ?? '', new RegExp(pattern, 'u'));
        }
      }),
    );
  });
});
