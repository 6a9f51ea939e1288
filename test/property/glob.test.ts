import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { compileGlob, escapeGlob } from '../../src/core/glob.ts';

const name = fc.array(fc.constantFrom('a', 'b', '.', '-', '[', ']', '(', ')', '{', '}', '*', '?', '!', '+', '@', '$', '^', '|', ','), {
  minLength: 1,
  maxLength: 8,
});
const path = fc.array(
  name.map((parts) => parts.join('')).filter((text) => text !== '.' && text !== '..'),
  { minLength: 1, maxLength: 4 },
);
const noise = fc.string({ unit: fc.constantFrom(...Array.from('ab*?[]{}()|,!^-@+/.\\z')), maxLength: 20 });

function matchGlob(glob: string, text: string): boolean {
  return compileGlob(glob, 'vitest')(text);
}

describe('glob of test files', () => {
  it('answers for whatever is written, and never throws', () => {
    fc.assert(fc.property(noise, noise, (glob, text) => assert.equal(typeof matchGlob(glob, text), 'boolean')));
  });

  it('escaped, takes the path itself and no longer one', () => {
    fc.assert(
      fc.property(path, (parts) => {
        const whole = `x/${parts.join('/')}`;
        assert.ok(matchGlob(escapeGlob(whole), whole));
        assert.ok(!matchGlob(escapeGlob(whole), `${whole}x`));
      }),
    );
  });

  it('takes every path with **, but only names without a slash with *', () => {
    fc.assert(
      fc.property(path, (parts) => {
        const whole = `x/${parts.join('/')}`;
        assert.ok(matchGlob('**', whole));
        assert.ok(matchGlob(`**/${escapeGlob(parts.at(-1) ?? '')}`, whole));
        assert.equal(matchGlob('x/*', whole), parts.length === 1);
      }),
    );
  });

  it('takes a path in braces when it is one of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<string>('a', 'b', 'c/d', ''), { minLength: 2, maxLength: 4 }),
        fc.constantFrom<string>('a', 'b', 'c/d', '', 'e'),
        (all, one) => {
          assert.equal(matchGlob(`src/{${all.join(',')}}.ts`, `src/${one}.ts`), all.includes(one));
        },
      ),
    );
  });
});
