/** A word, a string or a sign of Go code; comments and white space are left out. */
export interface GoToken {
  readonly kind: 'word' | 'string' | 'sign';
  /** Of a string: its value. */
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

/** Reads Go's tokens as far as telling code from comments and strings needs it. Source: go.dev/ref/spec, Lexical elements. */
export function* scanGo(text: string): Generator<GoToken> {
  const pattern = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|`[^`]*(?:`|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|[\p{L}\p{N}_]+|\n|[^\s]/gu;
  let line = 1;
  for (const [token] of text.matchAll(pattern)) {
    const first = token[0] ?? '';
    if (token === '\n') line += 1;
    else if (token.startsWith('//')) continue;
    else if (token.startsWith('/*')) line += newlines(token);
    else if (first === '`') {
      yield { kind: 'string', text: token.replace(/^`|`$/g, '').replaceAll('\r', ''), line };
      line += newlines(token);
    } else if (first === '"') yield { kind: 'string', text: unquote(token), line };
    else if (first === "'") yield { kind: 'sign', text: "'", line };
    else yield { kind: /[\p{L}\p{N}_]/u.test(first) ? 'word' : 'sign', text: token, line };
  }
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' };

function unquote(literal: string): string {
  return literal.replace(/^"|"$/g, '').replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{3})|(.))/gi, (...groups) => {
    const [whole, byte, short, long, octal, letter] = groups as readonly (string | undefined)[];
    const hex = byte ?? short ?? long;
    const code = hex === undefined ? (octal === undefined ? undefined : Number.parseInt(octal, 8)) : Number.parseInt(hex, 16);
    if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : (whole ?? '');
    return simple[letter ?? ''] ?? letter ?? '';
  });
}
