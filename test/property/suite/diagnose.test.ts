import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { diagnose } from '../../../src/core/suite/failures/diagnose.ts';
import type { Project, SuiteOutcome } from '../../../src/core/suite/framework.ts';
import { suiteIn } from '../../unit/core/suite/failures/made-failures.ts';

const languages: readonly Project['language'][] = ['typescript', 'python', 'go', 'rust', 'java'];
/** Pieces that the rules look for, torn and mixed. */
const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    'TypeError: x is not a function',
    '    at f (/project/a.ts:1:2)',
    '  File "/project/a.py", line 3, in f',
    'E   assert 1 == 2',
    'panic: boom',
    '\t/project/a.go:3 +0x1',
    'panicked at src/a.rs:1:2:',
    'error[E0425]: cannot find value `a`',
    '\tat shop.A.b(A.java:3)',
    'expected: <1> but was: <2>',
    'file://%zz/a.ts:1:2',
  ),
);

describe('diagnose', () => {
  it('explains every failure of any text, with a hint and on one line', () => {
    fc.assert(
      fc.property(fc.constantFrom(...languages), fc.array(piece, { maxLength: 12 }), fc.boolean(), (language, pieces, outside) => {
        const text = pieces.join('\n');
        const tests = [{ file: '/project/a.test.ts', title: 'a', status: 'error', durationMs: 0, message: text }] as const;
        const base = { status: 'completed', exitCode: 1, durationMs: 0 } as const;
        const outcome: SuiteOutcome = outside ? { ...base, tests: [], errors: [text] } : { ...base, tests, errors: [] };
        const found = diagnose(outcome, suiteIn(language));
        assert.ok(found.length > 0);
        for (const { message, hint, location } of found) {
          assert.ok(message !== '' && !message.includes('\n'), JSON.stringify(message));
          assert.notEqual(hint, '');
          assert.ok(location === undefined || (location.line >= 0 && location.file.startsWith('/')), JSON.stringify(location));
        }
      }),
      { numRuns: 400 },
    );
  });
});
