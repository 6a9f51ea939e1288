import { bang, quote, apostrophe, dash, slash, less, equals, greater, question, openBracket, closeBracket, newline } from './ascii.ts';
import { decodeReferences } from './xml-text.ts';
import type { XmlWords } from './xml-words.ts';

/** Where and how a document stopped being XML; what stands in front of it was read. */
export interface XmlTear {
  /** `truncated`: the bytes ended first. `mismatch`: an end tag of something else. `garbage`: no markup. `depth`: more than 200 elements in each other. */
  readonly kind: 'truncated' | 'mismatch' | 'garbage' | 'depth';
  /** Byte offset. */
  readonly at: number;
}

/** `open`: a start tag; `close`: the end of an element, also of one that is closed in itself; `end`: nothing more, see {@link XmlScanner.tear}. */
export type XmlEvent = 'open' | 'close' | 'end';

/** Which bytes are scanned, end exclusive. */
export interface XmlRange {
  readonly from: number;
  readonly to: number;
}

const deepest = 200;
const longestText = 1 << 20;
const mostDigits = 15;
const mostGuesses = 16;

/**
 * Pulls the elements out of UTF-8 bytes of XML one by one. Builds no tree and no string that is not asked for: names are
 * compared as bytes ({@link XmlWords}), attributes are noted by their offsets and decoded when read. Comments, processing
 * instructions, the document type with its internal subset and text are passed over. Linear, bounded memory, never throws:
 * where the document stops being XML the events end and {@link tear} says why. A range that holds whole elements can be scanned by itself.
 *
 * Strict only where going on would be guessing (end tags, quotes). Duplicate attributes (the last counts), several roots and
 * any characters in values are accepted.
 */
export class XmlScanner {
  /** The word of the element that was opened or closed last; −1 for one that the format does not look at. */
  name = -1;
  /** Elements that are open; counts the one just opened, not the one just closed. */
  depth = 0;
  /** Where the tag of the last event begins (of an element closed in itself: its start tag). */
  start: number;
  /** Behind the tag of the last event: where scanning goes on. */
  at: number;
  tear: XmlTear | undefined = undefined;
  /** First reference in a value that was read which XML does not know; it was left as it stands. */
  foreign: { readonly text: string; readonly at: number } | undefined = undefined;

  private readonly bytes: Uint8Array;
  private readonly words: XmlWords;
  private readonly to: number;
  private closesItself = false;
  private word = -1;
  // Attributes of the last start tag, by word: valid where `tagOf` is the number of that tag.
  private tag = 0;
  // The word that the n-th name of a tag was last, from the element's own on: tags of one kind follow each other.
  private readonly guesses = new Int16Array(mostGuesses).fill(-1);
  private readonly tagOf: Float64Array;
  private readonly valueFrom: Float64Array;
  private readonly valueTo: Float64Array;
  // Names of the elements that are open.
  private readonly openFrom = new Float64Array(deepest + 1);
  private readonly openTo = new Float64Array(deepest + 1);
  private readonly openName = new Int16Array(deepest + 1);
  private readonly decoder = new TextDecoder();
  // The line that was asked for last; its end is looked for once, −1 until then: some writers put all in one line.
  private line = 1;
  private lineStart = 0;
  private lineEnd = -1;

  constructor(bytes: Uint8Array, words: XmlWords, range: XmlRange = { from: 0, to: bytes.length }) {
    this.bytes = bytes;
    this.words = words;
    this.at = range.from;
    this.start = range.from;
    this.to = range.to;
    this.tagOf = new Float64Array(words.count);
    this.valueFrom = new Float64Array(words.count);
    this.valueTo = new Float64Array(words.count);
  }

  /** Goes on to the next tag. */
  next(): XmlEvent {
    if (this.closesItself) {
      this.closesItself = false;
      this.depth -= 1;
      return 'close';
    }
    if (this.tear !== undefined) return 'end';
    const { bytes, to } = this;
    for (;;) {
      const at = this.nextTag(this.at);
      if (at >= to) return this.finish();
      const byte = at + 1 < to ? (bytes[at + 1] as number) : -1;
      if (byte === slash) return this.readEndTag(at);
      if (byte === bang || byte === question) {
        const behind = byte === bang ? this.behindDeclaration(at) : this.behindMark(at + 2, question, -1);
        if (behind < 0) return this.fail('truncated', to);
        this.at = behind;
      } else return this.readStartTag(at, byte);
    }
  }

  /** True when the last start tag has the attribute. */
  has(word: number): boolean {
    return this.tagOf[word] === this.tag;
  }

  /** An attribute of the last start tag, decoded; undefined when it is absent. */
  value(word: number): string | undefined {
    if (this.tagOf[word] !== this.tag) return undefined;
    return this.decode(this.valueFrom[word] as number, this.valueTo[word] as number).replaceAll(/[\t\n\r]/g, ' ');
  }

  /** An attribute of the last start tag as a number; NaN when it is absent or none. Plain digits are read without a string. */
  number(word: number): number {
    if (this.tagOf[word] !== this.tag) return Number.NaN;
    const { bytes } = this;
    const from = this.valueFrom[word] as number;
    const to = this.valueTo[word] as number;
    if (from === to || to - from > mostDigits) return this.slowNumber(word);
    let value = 0;
    for (let at = from; at < to; at += 1) {
      const digit = (bytes[at] as number) - 0x30;
      if (digit < 0 || digit > 9) return this.slowNumber(word);
      value = value * 10 + digit;
    }
    return value;
  }

  /** True when an attribute of the last start tag is this text; `text` in lower case, the value in any. */
  says(word: number, text: string): boolean {
    if (this.tagOf[word] !== this.tag) return false;
    const from = this.valueFrom[word] as number;
    if ((this.valueTo[word] as number) - from !== text.length) return false;
    for (let index = 0; index < text.length; index += 1) {
      const byte = this.bytes[from + index] as number;
      if ((byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte) !== text.charCodeAt(index)) return false;
    }
    return true;
  }

  /** Where the raw value of an attribute begins; only where {@link has} is true. */
  fromOf(word: number): number {
    return this.valueFrom[word] as number;
  }

  /** Behind the raw value of an attribute; only where {@link has} is true. */
  toOf(word: number): number {
    return this.valueTo[word] as number;
  }

  /** The elements that are open, outermost first: name, and where it stands. */
  openElements(): readonly { readonly name: string; readonly at: number }[] {
    return Array.from({ length: this.depth }, (_, index) => {
      const at = this.openFrom[index + 1] as number;
      return { name: this.decode(at, this.openTo[index + 1] as number), at };
    });
  }

  /** After `open`: the element's text (at most 1 MiB of it), that of elements inside left out. Goes on to its end: `close` was passed. */
  innerText(): string {
    const until = this.depth - 1;
    let text = '';
    while (this.tear === undefined && this.depth > until) {
      const from = this.at;
      const wasEmpty = this.closesItself;
      const inside = this.depth === until + 1 && !wasEmpty;
      const event = this.next();
      if (inside && text.length < longestText) text += this.textOf(from, Math.min(this.start, from + longestText));
      if (event === 'end') break;
    }
    return text;
  }

  /** After `open`: passes over all that is inside and the element's end. */
  skip(): void {
    const until = this.depth - 1;
    while (this.depth > until && this.next() !== 'end');
  }

  /** The line of the report that a byte offset is in, from 1. Cheap when asked in ascending order. */
  lineAt(offset: number): number {
    if (offset < this.lineStart) {
      this.lineStart = 0;
      this.line = 1;
      this.lineEnd = -1;
    }
    for (;;) {
      if (this.lineEnd < 0) {
        const found = this.bytes.indexOf(newline, this.lineStart);
        this.lineEnd = found === -1 ? this.bytes.length : found;
      }
      if (offset <= this.lineEnd || this.lineEnd >= this.bytes.length) return this.line;
      this.lineStart = this.lineEnd + 1;
      this.line += 1;
      this.lineEnd = -1;
    }
  }

  private finish(): XmlEvent {
    this.start = this.to;
    this.at = this.to;
    if (this.depth > 0) this.tear = { kind: 'truncated', at: this.to };
    return 'end';
  }

  private fail(kind: XmlTear['kind'], at: number): XmlEvent {
    // What is broken at the very end may only have been cut off.
    this.tear = { kind: at >= this.to ? 'truncated' : kind, at: Math.min(at, this.to) };
    this.start = Math.min(this.at, this.to);
    return 'end';
  }

  /** The next `<`; outside of the root only white space may stand before it. */
  private nextTag(from: number): number {
    const { bytes, to } = this;
    let at = from;
    if (this.depth === 0) {
      while (at < to && isSpace(bytes[at] as number)) at += 1;
      if (at < to && bytes[at] !== less) {
        this.fail('garbage', at);
        return to;
      }
      return at;
    }
    // Indentation is short; a native search only pays for long text.
    const near = Math.min(from + 64, to);
    while (at < near && bytes[at] !== less) at += 1;
    if (at < near || at >= to) return at;
    const found = bytes.indexOf(less, at);
    return found === -1 || found > to ? to : found;
  }

  private readStartTag(start: number, firstByte: number): XmlEvent {
    const { bytes, to } = this;
    if (firstByte < 0) return this.fail('truncated', to);
    if (!isNameStart(firstByte)) return this.fail('garbage', start);
    this.tag += 1;
    let at = this.readName(start + 1, 0);
    const nameFrom = start + 1;
    const nameTo = at;
    const name = this.word;
    let nth = 0;
    for (;;) {
      const spaceFrom = at;
      while (at < to && isSpace(bytes[at] as number)) at += 1;
      if (at >= to) return this.fail('truncated', to);
      const byte = bytes[at] as number;
      if (byte === greater) break;
      if (byte === slash) {
        if (at + 1 >= to) return this.fail('truncated', to);
        if (bytes[at + 1] !== greater) return this.fail('garbage', at);
        this.closesItself = true;
        at += 1;
        break;
      }
      if (at === spaceFrom || !isNameStart(byte)) return this.fail('garbage', at);
      nth += 1;
      at = this.readName(at, nth);
      const { word } = this;
      while (at < to && isSpace(bytes[at] as number)) at += 1;
      if (at < to && bytes[at] !== equals) return this.fail('garbage', at);
      at += 1;
      while (at < to && isSpace(bytes[at] as number)) at += 1;
      if (at >= to) return this.fail('truncated', to);
      const mark = bytes[at];
      if (mark !== quote && mark !== apostrophe) return this.fail('garbage', at);
      const from = at + 1;
      at = from;
      while (at < to && bytes[at] !== mark && bytes[at] !== less) at += 1;
      if (at < to && bytes[at] === less) {
        const tag = at;
        at = this.endOfLooseValue(from, mark);
        if (at < 0) return this.fail('garbage', tag);
      }
      if (at >= to) return this.fail('truncated', to);
      if (word >= 0) {
        this.tagOf[word] = this.tag;
        this.valueFrom[word] = from;
        this.valueTo[word] = at;
      }
      at += 1;
    }
    if (this.depth >= deepest) {
      this.closesItself = false;
      return this.fail('depth', start);
    }
    this.depth += 1;
    this.openFrom[this.depth] = nameFrom;
    this.openTo[this.depth] = nameTo;
    this.name = name;
    this.openName[this.depth] = name;
    this.start = start;
    this.at = at + 1;
    return 'open';
  }

  /**
   * The end of a value that holds a `<`, which XML forbids but sloppy writers let stand (`List<String>`). With a
   * line break in it, it is more likely that the quote was lost, and reading on would swallow the rest: −1.
   */
  private endOfLooseValue(from: number, mark: number): number {
    const { bytes, to } = this;
    let at = from;
    while (at < to && bytes[at] !== mark && bytes[at] !== newline) at += 1;
    return bytes[at] === newline && at < to ? -1 : at;
  }

  /** Behind the name that begins here; {@link word} is what it was. */
  private readName(from: number, nth: number): number {
    const { bytes, to, words } = this;
    const guess = nth < mostGuesses ? (this.guesses[nth] as number) : -1;
    if (guess >= 0) {
      const { letters } = words;
      const end = words.starts[guess + 1] as number;
      let letter = words.starts[guess] as number;
      let at = from;
      while (letter < end && bytes[at] === letters[letter]) {
        at += 1;
        letter += 1;
      }
      if (letter === end && at < to && endsName[bytes[at] as number] === 1) {
        this.word = guess;
        return at;
      }
    }
    let at = from;
    while (at < to && endsName[bytes[at] as number] === 0) at += 1;
    this.word = words.find(bytes, from, at);
    if (nth < mostGuesses) this.guesses[nth] = this.word;
    return at;
  }

  private readEndTag(start: number): XmlEvent {
    const { bytes, to, depth } = this;
    if (depth === 0) return this.fail('mismatch', start);
    const from = this.openFrom[depth] as number;
    const length = (this.openTo[depth] as number) - from;
    let at = start + 2;
    for (let index = 0; index < length; index += 1) {
      if (at >= to) return this.fail('truncated', to);
      if (bytes[at] !== bytes[from + index]) return this.fail('mismatch', start);
      at += 1;
    }
    while (at < to && isSpace(bytes[at] as number)) at += 1;
    if (at >= to) return this.fail('truncated', to);
    if (bytes[at] !== greater) return this.fail('mismatch', start);
    this.name = this.openName[depth] as number;
    this.depth = depth - 1;
    this.start = start;
    this.at = at + 1;
    return 'close';
  }

  /** Behind a comment, CDATA or document type that begins with `<!`; −1 when it has no end. */
  private behindDeclaration(start: number): number {
    const { bytes } = this;
    if (bytes[start + 2] === dash && bytes[start + 3] === dash) return this.behindMark(start + 4, dash, dash);
    if (bytes[start + 2] === openBracket) return this.behindMark(start + 3, closeBracket, closeBracket);
    return this.behindDoctype(start + 2);
  }

  /** Behind the next `>` that stands behind these bytes (`-1`: any). */
  private behindMark(from: number, last: number, beforeLast: number): number {
    const { bytes, to } = this;
    const shortest = beforeLast < 0 ? 1 : 2;
    let at = from + shortest;
    while (at < to) {
      const found = bytes.indexOf(greater, at);
      if (found === -1 || found >= to) return -1;
      if (bytes[found - 1] === last && (beforeLast < 0 || bytes[found - 2] === beforeLast)) return found + 1;
      at = found + 1;
    }
    return -1;
  }

  /** `<!DOCTYPE a SYSTEM "x" [ … ]>`: declarations in brackets, with quotes, comments and instructions of their own. Nothing is fetched or kept. */
  private behindDoctype(from: number): number {
    const { bytes, to } = this;
    let inside = false;
    let at = from;
    while (at < to) {
      const byte = bytes[at];
      if (byte === quote || byte === apostrophe) {
        const found = bytes.indexOf(byte, at + 1);
        if (found === -1 || found >= to) return -1;
        at = found;
      } else if (byte === less && bytes[at + 1] === bang && bytes[at + 2] === dash && bytes[at + 3] === dash) {
        at = this.behindMark(at + 4, dash, dash) - 1;
        if (at < 0) return -1;
      } else if (byte === less && bytes[at + 1] === question) {
        at = this.behindMark(at + 2, question, -1) - 1;
        if (at < 0) return -1;
      } else if (byte === openBracket) inside = true;
      else if (byte === closeBracket) inside = false;
      else if (byte === greater && !inside) return at + 1;
      at += 1;
    }
    return -1;
  }

  /** Text between two tags, without its comments and instructions, CDATA as it stands. */
  private textOf(from: number, to: number): string {
    const { bytes } = this;
    let text = '';
    let at = from;
    while (at < to) {
      let end = bytes.indexOf(less, at);
      if (end === -1 || end > to) end = to;
      text += this.decode(at, end);
      if (end >= to) break;
      const isData = bytes[end + 1] === bang && bytes[end + 2] === openBracket;
      const behind = bytes[end + 1] === question ? this.behindMark(end + 2, question, -1) : this.behindDeclaration(end);
      if (behind < 0) break;
      // <![CDATA[ … ]]>
      if (isData) text += this.decoder.decode(bytes.subarray(end + 9, Math.max(behind - 3, end + 9)));
      at = behind;
    }
    return text;
  }

  private decode(from: number, to: number): string {
    const raw = this.decoder.decode(this.bytes.subarray(from, to));
    if (!raw.includes('&')) return raw;
    const { text, foreign } = decodeReferences(raw);
    if (foreign !== undefined) this.foreign ??= { text: foreign, at: from };
    return text;
  }

  private slowNumber(word: number): number {
    const text = this.value(word)?.trim() ?? '';
    return text === '' ? Number.NaN : Number(text);
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === newline || byte === 0x0d || byte === 0x09;
}

/** Letters, `_`, `:` and all that is not ASCII (XML 1.0, production 4, read generously). */
function isNameStart(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f || byte === 0x3a || byte >= 0x80;
}

/** Bytes that no name goes on with: white space and below, `=`, `/`, `<`, `>` and quotes. */
const endsName = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte <= 0x20 || byte === equals || byte === slash || byte === greater || byte === less || byte === quote || byte === apostrophe ? 1 : 0,
);
