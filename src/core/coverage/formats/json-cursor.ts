import { quote, backslash, comma, colon, zero, nine } from './ascii.ts';

/**
 * Reads JSON from bytes without building it: the caller walks through members and elements and takes the whole numbers it
 * wants; everything else is checked and passed over. Whatever is not JSON, or not as plain as expected, ends the walk with
 * `failed`; the caller then reads the same bytes in another way.
 */
export interface JsonCursor {
  /** Byte offset of what comes next. */
  readonly at: number;
  readonly failed: boolean;
  /** Ends the walk: what was read is not what the caller can use. */
  fail(): void;
  /** Goes to a place, and forgets a failure. */
  moveTo(at: number): void;
  /** Enters an object (`{`) or array (`[`). */
  enter(bracket: '{' | '['): void;
  /** Goes to the value of the next member of the object that was entered; false behind the last one, or when the walk failed. */
  nextMember(): boolean;
  /** Goes to the next element of the array that was entered; false behind the last one, or when the walk failed. */
  nextElement(): boolean;
  /** The name of the member that {@link nextMember} went to is `name`, written without escapes. */
  isNamed(name: Uint8Array): boolean;
  /** The name of the member as a whole number from 0 to `most`; anything else fails. */
  nameAsInteger(most: number): number;
  /** The value as a whole number from 0 to 2^53 − 1, in digits; anything else fails. */
  integer(): number;
  /** What comes next begins with this character. */
  isNext(character: string): boolean;
  /** Passes over a value of any kind. */
  skip(): void;
}

const mostDigits = 15;
const deepest = 100;

/** A cursor at the beginning of `bytes`. */
export function createJsonCursor(bytes: Uint8Array): JsonCursor {
  let at = 0;
  let failed = false;
  let nameStart = 0;
  let nameEnd = 0;
  // Right behind an opening bracket no comma is expected.
  let first = false;

  function fail(): void {
    failed = true;
  }

  function space(): void {
    for (;;) {
      const byte = bytes[at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      at += 1;
    }
  }

  function string(): void {
    if (bytes[at] !== quote) return fail();
    at += 1;
    for (;;) {
      const byte = bytes[at];
      if (byte === quote) {
        at += 1;
        return;
      }
      if (byte === undefined || byte < 0x20) return fail();
      if (byte === backslash) {
        at += 1;
        const escaped = bytes[at];
        if (escaped === 0x75) {
          for (let digit = 1; digit <= 4; digit += 1) if (!isHex(bytes[at + digit])) return fail();
          at += 4;
        } else if (escaped === undefined || !plainEscapes.includes(escaped)) return fail();
      }
      at += 1;
    }
  }

  /** Behind the next comma, or the closing bracket: then false. */
  function hasNext(close: number): boolean {
    if (failed) return false;
    space();
    if (bytes[at] === close) {
      at += 1;
      first = false;
      return false;
    }
    if (!first) {
      if (bytes[at] !== comma) {
        fail();
        return false;
      }
      at += 1;
      space();
    }
    first = false;
    return true;
  }

  function digits(): number {
    const start = at;
    let value = 0;
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined || byte < zero || byte > nine) break;
      value = value * 10 + byte - zero;
      at += 1;
    }
    const length = at - start;
    // JSON has no leading zeros.
    return length === 0 || length > mostDigits || (length > 1 && bytes[start] === zero) ? -1 : value;
  }

  function number(): void {
    if (bytes[at] === 0x2d) at += 1;
    const start = at;
    while (isDigit(bytes[at])) at += 1;
    if (at === start || (at - start > 1 && bytes[start] === zero)) return fail();
    if (bytes[at] === 0x2e) {
      at += 1;
      if (!isDigit(bytes[at])) return fail();
      while (isDigit(bytes[at])) at += 1;
    }
    if (bytes[at] === 0x65 || bytes[at] === 0x45) {
      at += 1;
      if (bytes[at] === 0x2b || bytes[at] === 0x2d) at += 1;
      if (!isDigit(bytes[at])) return fail();
      while (isDigit(bytes[at])) at += 1;
    }
  }

  function literal(word: Uint8Array): void {
    for (const byte of word) {
      if (bytes[at] !== byte) return fail();
      at += 1;
    }
  }

  function enter(bracket: '{' | '['): void {
    if (failed) return;
    space();
    if (bytes[at] !== bracket.charCodeAt(0)) return fail();
    at += 1;
    first = true;
  }

  function nextMember(): boolean {
    if (!hasNext(0x7d)) return false;
    nameStart = at + 1;
    string();
    nameEnd = at - 1;
    space();
    if (bytes[at] !== colon) fail();
    at += 1;
    space();
    return !failed;
  }

  function nextElement(): boolean {
    return hasNext(0x5d);
  }

  function skip(depth = 0): void {
    if (failed) return;
    space();
    const next = bytes[at];
    switch (next) {
      case quote:
        return string();
      case 0x7b:
        if (depth >= deepest) return fail();
        enter('{');
        while (nextMember()) skip(depth + 1);
        return;
      case 0x5b:
        if (depth >= deepest) return fail();
        enter('[');
        while (nextElement()) skip(depth + 1);
        return;
      case 0x74:
        return literal(words.true);
      case 0x66:
        return literal(words.false);
      case 0x6e:
        return literal(words.null);
      case undefined:
        return fail();
      default:
        return number();
    }
  }

  return {
    get at() {
      return at;
    },
    get failed() {
      return failed;
    },
    fail,
    moveTo(place) {
      at = place;
      failed = false;
    },
    enter,
    nextMember,
    nextElement,
    isNamed(name) {
      if (nameEnd - nameStart !== name.length) return false;
      for (let index = 0; index < name.length; index += 1) if (bytes[nameStart + index] !== name[index]) return false;
      return true;
    },
    nameAsInteger(most) {
      const behind = at;
      at = nameStart;
      const value = digits();
      if (at !== nameEnd || value < 0 || value > most) fail();
      at = behind;
      return failed ? 0 : value;
    },
    integer() {
      space();
      const value = digits();
      const behind = bytes[at];
      if (value < 0 || behind === 0x2e || behind === 0x65 || behind === 0x45) fail();
      return failed ? 0 : value;
    },
    isNext(character) {
      space();
      return bytes[at] === character.charCodeAt(0);
    },
    skip: () => skip(),
  };
}

const encoder = new TextEncoder();
const words = { true: encoder.encode('true'), false: encoder.encode('false'), null: encoder.encode('null') };
/** `"`, `\`, `/`, b, f, n, r, t. */
const plainEscapes: readonly number[] = [0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74];

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}

function isHex(byte: number | undefined): boolean {
  return isDigit(byte) || (byte !== undefined && ((byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)));
}
