import { quote, backslash, openBrace, closeBrace, openBracket, closeBracket, comma, colon } from './ascii.ts';

/** One member of a JSON object: its decoded name and where its value stands in the bytes. */
export interface JsonEntry {
  readonly key: string;
  /** Byte offsets of the value, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Where and how a JSON object stopped being one; `truncated`: the bytes ended first. */
export interface JsonTear {
  readonly at: number;
  readonly truncated: boolean;
}

/**
 * Walks through the members of one JSON object without parsing their values, so that a report larger than the longest
 * string of the engine can be read member by member and a torn one up to the tear. Returns the tear, if there is one.
 * `knownEnd` may know where a value ends, because it has read it already.
 */
export function* walkObject(
  bytes: Uint8Array,
  from = 0,
  to = bytes.length,
  knownEnd: (start: number) => number | undefined = () => undefined,
): Generator<JsonEntry, JsonTear | undefined> {
  const stop = (at: number): JsonTear => ({ at, truncated: at >= to });
  let at = skipSpace(bytes, from, to);
  if (bytes[at] !== openBrace) return stop(at);
  at = skipSpace(bytes, at + 1, to);
  if (bytes[at] === closeBrace) return undefined;
  for (;;) {
    if (at >= to || bytes[at] !== quote) return stop(at);
    const keyEnd = endOfString(bytes, at, to);
    if (keyEnd === undefined) return stop(to);
    const key = parseJson(bytes, at, keyEnd);
    at = skipSpace(bytes, keyEnd, to);
    if (at >= to || bytes[at] !== colon || typeof key !== 'string') return stop(at);
    const start = skipSpace(bytes, at + 1, to);
    const end = knownEnd(start) ?? endOfValue(bytes, start, to);
    if (end === undefined) return stop(to);
    yield { key, start, end };
    at = skipSpace(bytes, end, to);
    if (bytes[at] === closeBrace && at < to) return undefined;
    if (at >= to || bytes[at] !== comma) return stop(at);
    at = skipSpace(bytes, at + 1, to);
  }
}

/** The parsed JSON between two offsets; undefined when it is not JSON. */
export function parseJson(bytes: Uint8Array, start: number, end: number): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes.subarray(start, end)));
  } catch (error) {
    // Bad input is an expected outcome here; the caller reports it with its place.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The first byte that is no white space, from `from` on. */
export function skipSpace(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  // A byte order mark counts as space.
  if (at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3;
  while (at < to) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
    at += 1;
  }
  return at;
}

/** Behind the closing quote of the string that begins at `start`; undefined when it has none. */
export function endOfString(bytes: Uint8Array, start: number, to: number): number | undefined {
  for (let at = start + 1; at < to; at += 1) {
    const byte = bytes[at];
    if (byte === backslash) at += 1;
    else if (byte === quote) return at + 1;
  }
  return undefined;
}

/** Behind the value that begins at `start`; undefined when it has no end, `start` itself when there is no value. */
export function endOfValue(bytes: Uint8Array, start: number, to: number): number | undefined {
  let depth = 0;
  let at = start;
  while (at < to) {
    const byte = bytes[at];
    if (byte === quote) {
      const end = endOfString(bytes, at, to);
      if (end === undefined) return undefined;
      at = end;
      if (depth === 0) return at;
      continue;
    }
    if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (byte === comma && depth === 0) return at;
    at += 1;
  }
  return undefined;
}
