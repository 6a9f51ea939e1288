import type { AssertionStyle } from '../../../suite/framework.ts';
import { isPartial, type Claim, type ThrowClaim } from '../assertions.ts';
import { hasForeignPart } from '../foreign-parts.ts';
import { printValue, quote } from '../print-value.ts';
import { partsOf, type Value } from '../value.ts';
import { member } from './comparable.ts';
import type { Dialect, Writing } from './dialect.ts';
import { equalParts, holdParts, type Words } from './part-by-part.ts';
import { patternOf } from './pattern.ts';

type Style = Extract<AssertionStyle, { readonly library: 'chai' }>;

/**
 * `expect(…).to.…` of Chai 4 and later, without plug-ins. `equal` is `===`, so what that does not tell (NaN, the sign of
 * zero) is held by `deep.equal`, which counts every key and looks at inherited ones, too. Source: https://www.chaijs.com/api/bdd/
 */
export function chaiDialect(style: Style): Dialect {
  const wordsOf = (writing: Writing): Words => ({
    same: (actual, expected) => `expect(${actual})${is({ kind: 'is', value: expected, strict: true }, writing)};`,
    deep: (actual, expected) => `expect(${actual}).to.deep.equal(${expected});`,
    isList: (actual) => `expect(${actual}).to.be.an(${quote('array', writing.quotes)});`,
    isObject: (actual) => `expect(${actual}).to.be.an(${quote('object', writing.quotes)});`,
    length: (actual, length) => `expect(${actual}).to.have.lengthOf(${length});`,
    size: (actual, size) => `expect(${actual}).to.have.property(${quote('size', writing.quotes)}, ${size});`,
  });
  const names = ['true', 'false', 'null', 'undefined'];

  function is({ value, strict }: Claim & { readonly kind: 'is' }, writing: Writing): string {
    const printed = printValue(value, writing);
    if (value.kind === 'number' && (Number.isNaN(value.value) || Object.is(value.value, -0) || (strict && value.value === 0)))
      return style.properties && Number.isNaN(value.value) ? '.to.be.NaN' : `.to.deep.equal(${printed})`;
    return style.properties && names.includes(printed) ? `.to.be.${printed}` : `.to.equal(${printed})`;
  }

  function has(subject: string, value: Value, writing: Writing): readonly string[] {
    if (value.kind === 'object' && !partsOf(value).some((part) => isPartial(part) || hasForeignPart(part)))
      return [`expect(${subject}).to.deep.include(${printValue({ kind: 'object', entries: value.entries }, writing, '  ')});`];
    const words = wordsOf(writing);
    return holdParts(
      subject,
      value,
      { words, writing },
      (whole, key) => `expect(${whole}).to.have.property(${quote(key, writing.quotes)});`,
    );
  }

  function about(subject: string, claim: Claim, writing: Writing): readonly string[] {
    const words = wordsOf(writing);
    switch (claim.kind) {
      case 'is':
        return [`expect(${subject})${is(claim, writing)};`];
      case 'equals':
        return equalParts(subject, claim.value, { words, writing });
      case 'has':
        return has(subject, claim.value, writing);
      case 'length':
        return [words.length(subject, claim.length)];
      case 'size':
        return [words.size(subject, claim.size)];
      case 'starts':
        return [`expect(${subject}).to.match(${patternOf(claim.text, { start: true })});`];
      case 'item':
        return hasForeignPart(claim.value) || writing.mayBeNothing !== true
          ? equalParts(member(subject, String(claim.at), writing.quotes), claim.value, { words, writing })
          : [
              `expect(${subject}).to.have.deep.property(${quote(String(claim.at), writing.quotes)}, ${printValue(claim.value, writing, '  ')});`,
            ];
    }
  }

  return {
    imports: style.global ? [] : [{ from: 'chai', names: [{ name: 'expect' }] }],
    names: ['expect'],
    about: (subject, claims, writing) => claims.flatMap((claim) => about(subject, claim, writing)),
    throwing(act, claim, writing) {
      if (act.async && claim.kind === 'throws') return rejecting(act, claim, writing);
      const matcher = claim.kind === 'returns' ? '.to.not.throw()' : `.to.throw(${expectedError(claim, writing)})`;
      if (act.kind === 'statements') return ['expect(() => {', ...act.lines.map((line) => `  ${line}`), `})${matcher};`];
      return [`expect(() => ${act.text})${matcher};`];
    },
  };
}

/** Without a plug-in Chai waits for nothing: what a promise rejects with is caught, and is no error when it resolves. */
function rejecting(
  act: Parameters<Dialect['throwing']>[0],
  claim: ThrowClaim & { readonly kind: 'throws' },
  writing: Writing,
): readonly string[] {
  const error = writing.freeName('error');
  const lines: string[] = [];
  let call: string;
  if (act.kind === 'expression') call = act.text;
  else {
    const run = writing.freeName('read');
    lines.push(`const ${run} = async () => {`, ...act.lines.map((line) => `  ${line}`), '};');
    call = `${run}()`;
  }
  lines.push(`const ${error} = await ${call}.then(() => undefined, (reason) => reason);`, '');
  const message =
    claim.message === undefined
      ? ''
      : claim.whole
        ? `.with.property(${quote('message', writing.quotes)}, ${quote(claim.message, writing.quotes)})`
        : `.with.property(${quote('message', writing.quotes)}).that.includes(${quote(claim.message, writing.quotes)})`;
  return [...lines, `expect(${error}).to.be.an.instanceOf(${claim.type ?? 'Error'})${message};`];
}

function expectedError(claim: ThrowClaim, { quotes }: Writing): string {
  if (claim.kind === 'returns') return '';
  return claim.message === undefined ? (claim.type ?? '') : quote(claim.message, quotes);
}
