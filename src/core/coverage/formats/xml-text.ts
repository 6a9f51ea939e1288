/** Text of XML with its references replaced. */
export interface XmlText {
  readonly text: string;
  /** First reference that XML itself does not know; it stays as it stands. */
  readonly foreign?: string;
}

const known: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Longest reference that is looked for: `&#x10FFFF;` with some leading zeros. */
const longest = 32;

/**
 * Replaces `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;` and numbers (XML 1.0, 4.1 and 4.6), once: what comes out is not
 * read again, so nothing can grow. Entities that a document declares are never expanded. Numbers that are no character become U+FFFD.
 */
export function decodeReferences(raw: string): XmlText {
  let text = '';
  let foreign: string | undefined;
  let from = 0;
  for (;;) {
    const start = raw.indexOf('&', from);
    if (start === -1) break;
    text += raw.slice(from, start);
    const name = /^[^&;\s]+(?=;)/.exec(raw.slice(start + 1, start + 1 + longest))?.[0];
    const decoded = name === undefined ? undefined : referenceOf(name);
    if (decoded === undefined) {
      foreign ??= `&${name === undefined ? '' : `${name};`}`;
      text += '&';
      from = start + 1;
    } else {
      text += decoded;
      from = start + (name?.length ?? 0) + 2;
    }
  }
  text += raw.slice(from);
  return foreign === undefined ? { text } : { text, foreign };
}

function referenceOf(name: string): string | undefined {
  if (!name.startsWith('#')) return known.get(name);
  const digits = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(name);
  if (digits === null) return undefined;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '�';
}
