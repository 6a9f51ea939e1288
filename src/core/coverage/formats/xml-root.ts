/** The first element of an XML document. */
export interface XmlRoot {
  readonly name: string;
  /** Its start tag, from `<` on; cut off where the head ends. */
  readonly tag: string;
  /** What stands behind the start tag in the head. */
  readonly rest: string;
}

/** The first element behind declaration, comments and document type; undefined for what is no XML. Linear in the head. */
export function xmlRoot(head: string): XmlRoot | undefined {
  let at = 0;
  for (;;) {
    while (/\s/.test(head.charAt(at))) at += 1;
    if (head.charAt(at) !== '<') return undefined;
    const end = endOfMisc(head, at);
    if (end === undefined) break;
    if (end === -1) return undefined;
    at = end;
  }
  const name = /^[A-Za-z_:][\w.:-]*/.exec(head.slice(at + 1, at + 101))?.[0];
  if (name === undefined) return undefined;
  const close = endOfTag(head, at);
  return { name, tag: head.slice(at, close), rest: head.slice(close) };
}

/** Behind a declaration, comment or document type; undefined when something else stands there, −1 when it has no end. */
function endOfMisc(head: string, at: number): number | undefined {
  if (head.startsWith('<?', at)) return behind(head, '?>', at + 2);
  if (head.startsWith('<!--', at)) return behind(head, '-->', at + 4);
  if (!head.startsWith('<!', at)) return undefined;
  const close = head.indexOf('>', at);
  const bracket = head.indexOf('[', at);
  return bracket === -1 || close < bracket ? behind(head, '>', at) : behind(head, '>', Math.max(head.indexOf(']', bracket), bracket));
}

function behind(head: string, mark: string, from: number): number {
  const found = head.indexOf(mark, from);
  return found === -1 ? -1 : found + mark.length;
}

function endOfTag(head: string, from: number): number {
  let quote = '';
  for (let at = from; at < head.length; at += 1) {
    const character = head.charAt(at);
    if (quote === '') {
      if (character === '"' || character === "'") quote = character;
      else if (character === '>') return at + 1;
    } else if (character === quote) quote = '';
  }
  return head.length;
}
