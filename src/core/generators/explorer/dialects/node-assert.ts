import type { AssertionStyle } from '../../../suite/framework.ts';
import type { Claim, ThrowClaim } from '../assertions.ts';
import { printValue, quote } from '../print-value.ts';
import { member } from './comparable.ts';
import type { Dialect, Writing } from './dialect.ts';
import { equalParts, holdParts, type Words } from './part-by-part.ts';
import { patternOf } from './pattern.ts';

type Style = Extract<AssertionStyle, { readonly library: 'assert' }>;

/** Stands for what is asserted about while it is not known where members of it are read. */
const subjectMark = '\u0001';

/**
 * Node's assert in its strict sense. It asks for types and for every key, so what is no plain object is held by a plain
 * copy of it, or field by field. Source: https://nodejs.org/api/assert.html
 */
export function assertDialect(style: Style): Dialect {
  const [same, deep] = style.plain ? ['assert.equal', 'assert.deepEqual'] : ['assert.strictEqual', 'assert.deepStrictEqual'];
  const wordsOf = (writing: Writing): Words => ({
    same: (actual, expected) => `${same}(${actual}, ${printValue(expected, writing)});`,
    deep: (actual, expected) => `${deep}(${actual}, ${expected});`,
    isList: (actual) => `assert.ok(Array.isArray(${actual}));`,
    isObject: (actual) => `${same}(Object.prototype.toString.call(${actual}), ${quote('[object Object]', writing.quotes)});`,
    length: (actual, length) => `${same}(${actual}.length, ${length});`,
    size: (actual, size) => `${same}(${actual}.size, ${size});`,
  });

  function about(subject: string, claim: Claim, writing: Writing): readonly string[] {
    const words = wordsOf(writing);
    switch (claim.kind) {
      case 'is':
        return [words.same(subject, claim.value)];
      case 'equals':
        return equalParts(subject, claim.value, { words, writing });
      case 'has':
        return holdParts(subject, claim.value, { words, writing }, (whole, key) => `assert.ok(${quote(key, writing.quotes)} in ${whole});`);
      case 'length':
        return [words.length(subject, claim.length)];
      case 'size':
        return [words.size(subject, claim.size)];
      case 'starts':
        return [`assert.match(${subject}, ${patternOf(claim.text, { start: true })});`];
      case 'item':
        return equalParts(member(subject, String(claim.at), writing.quotes), claim.value, { words, writing });
    }
  }

  return {
    imports: [{ from: style.from, names: [importedName(style)] }],
    names: ['assert'],
    about(subject, claims, writing) {
      if (writing.mayBeNothing !== true || !writing.typed) return claims.flatMap((claim) => about(subject, claim, writing));
      const lines = claims.flatMap((claim) => about(subjectMark, claim, writing));
      return lines.map((line) =>
        line
          .replaceAll(`${subjectMark}.`, () => `${subject}?.`)
          .replaceAll(`${subjectMark}[`, () => `${subject}?.[`)
          .replaceAll(subjectMark, () => subject),
      );
    },
    throwing(act, claim, writing) {
      const call = claim.kind === 'returns' ? 'assert.doesNotThrow' : act.async ? 'await assert.rejects' : 'assert.throws';
      const expected = expectedError(claim, writing);
      if (act.kind === 'statements')
        return [`${call}(${act.async ? 'async ' : ''}() => {`, ...act.lines.map((line) => `  ${line}`), `}${expected});`];
      return [`${call}(${act.async && claim.kind === 'throws' ? '' : '() => '}${act.text}${expected});`];
    },
  };
}

function importedName({ imported }: Style): Dialect['imports'][number]['names'][number] {
  return { name: { default: 'default', namespace: '*', strict: 'strict' }[imported], alias: 'assert' };
}

function expectedError(claim: ThrowClaim, { quotes }: Writing): string {
  if (claim.kind === 'returns') return '';
  if (claim.message !== undefined)
    return `, { message: ${claim.whole ? quote(claim.message, quotes) : patternOf(claim.message, { start: true })} }`;
  return claim.type === undefined ? '' : `, ${claim.type}`;
}
