import type { Claim, ThrowClaim } from '../assertions.ts';
import { withoutForeignGaps } from '../foreign-parts.ts';
import { printValue, quote, type PrintOptions } from '../print-value.ts';
import type { Dialect } from './dialect.ts';
import { patternOf } from './pattern.ts';

/** `expect(…).toBe(…)` of Vitest and Jest. `from`: the package it is imported from where the framework does not bring it. */
export function expectDialect(from?: string): Dialect {
  return {
    imports: from === undefined ? [] : [{ from, names: [{ name: 'expect' }] }],
    names: ['expect'],
    about: (subject, claims, writing) =>
      claims.map((claim) => {
        // Jest takes no two dates without a time for equal.
        if (claim.kind === 'equals' && claim.value.kind === 'date' && !Number.isFinite(claim.value.time))
          return `expect(${subject}${writing.mayBeNothing === true && writing.typed ? '?' : ''}.getTime()).toBeNaN();`;
        return `expect(${subject})${matcherOf(claim, writing)};`;
      }),
    throwing(act, claim, writing) {
      const matcher = throwMatcher(claim, writing);
      const [expectation, outcome] = act.async ? ['await expect', '.rejects'] : ['expect', ''];
      if (act.kind === 'statements') {
        return [`${expectation}(${act.async ? 'async ' : ''}() => {`, ...act.lines.map((line) => `  ${line}`), `})${outcome}${matcher};`];
      }
      return [`${expectation}(${act.async ? '' : '() => '}${act.text})${outcome}${matcher};`];
    },
  };
}

/** The matcher that states a claim, such as `.toBe(3)`. */
export function matcherOf(claim: Claim, print: PrintOptions): string {
  switch (claim.kind) {
    case 'is':
      return matcherOfPrimitive(claim, print);
    case 'equals':
      return `.${claim.strict ? 'toStrictEqual' : 'toEqual'}(${printValue(withoutForeignGaps(claim.value), print, '  ')})`;
    case 'has':
      return `.toMatchObject(${printValue(withoutForeignGaps(claim.value), print, '  ')})`;
    case 'length':
      return `.toHaveLength(${claim.length})`;
    case 'size':
      return `.toHaveProperty(${quote('size', print.quotes)}, ${claim.size})`;
    case 'starts':
      return `.toMatch(${patternOf(claim.text, { start: true })})`;
    case 'item':
      return `.toContainEqual(${printValue(withoutForeignGaps(claim.value), print, '  ')})`;
  }
}

function matcherOfPrimitive({ value }: Claim & { readonly kind: 'is' }, print: PrintOptions): string {
  if (value.kind === 'undefined') return '.toBeUndefined()';
  if (value.kind === 'null') return '.toBeNull()';
  if (value.kind === 'number' && Number.isNaN(value.value)) return '.toBeNaN()';
  return `.toBe(${printValue(value, print)})`;
}

/** `.toThrow('…')`, and `.not.toThrow()` where nothing is thrown. */
export function throwMatcher(claim: ThrowClaim, { quotes }: Pick<PrintOptions, 'quotes'>): string {
  if (claim.kind === 'returns') return '.not.toThrow()';
  if (claim.message !== undefined) return `.toThrow(${quote(claim.message, quotes)})`;
  return `.toThrow(${claim.type ?? ''})`;
}
