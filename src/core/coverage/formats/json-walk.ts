import { openBrace, closeBrace, openBracket, closeBracket, comma, colon, quote } from './ascii.ts';
import { endOfString, endOfValue, parseJson, skipSpace, type JsonEntry, type JsonTear } from './json-entries.ts';

/** A value that was found on one of the paths; `keys` are the names on its way, indices of arrays as digits. */
export interface JsonPlace extends JsonEntry {
  readonly keys: readonly string[];
}

/** `data`, `*`, `files`, `*`: names of members, `*` for any member or element. */
export type JsonPath = readonly string[];

/** An object or array that is being walked through, which is at `at`. */
interface Level {
  readonly isArray: boolean;
  index: number;
}

/**
 * Walks down a JSON document along some paths, in one pass, and gives the places of the values that they end at; all
 * else is passed over. So a report of any size is read value by value, and a torn one up to the tear. Returns the tear,
 * if there is one. Of a value that is torn itself, what stands in it is given only as far as a path goes into it.
 */
export function* walkPaths(bytes: Uint8Array, paths: readonly JsonPath[]): Generator<JsonPlace, JsonTear | undefined> {
  const levels: Level[] = [];
  const keys: string[] = [];
  const to = bytes.length;
  const stop = (place: number): JsonTear => ({ at: Math.min(place, to), truncated: place >= to });
  let at = skipSpace(bytes, 0, to);
  if (bytes[at] !== openBrace && bytes[at] !== openBracket) return stop(at);
  for (;;) {
    // Here a value begins: go into it, give it, or pass over it.
    const isContainer = bytes[at] === openBrace || bytes[at] === openBracket;
    const isGoal = paths.some((path) => path.length === keys.length && follows(path, keys));
    if (isContainer && !isGoal && paths.some((path) => path.length > keys.length && follows(path, keys))) {
      levels.push({ isArray: bytes[at] === openBracket, index: -1 });
      at = skipSpace(bytes, at + 1, to);
    } else {
      const end = endOfValue(bytes, at, to);
      if (end === undefined || end === at) return stop(end ?? to);
      if (isGoal) yield { key: keys.at(-1) ?? '', keys: [...keys], start: at, end };
      at = skipSpace(bytes, end, to);
    }
    // Behind a value, or at the beginning of a container: to the next value, out of all containers that end here.
    for (;;) {
      const level = levels.at(-1);
      if (level === undefined) return undefined;
      if (at >= to) return stop(to);
      const isFirst = level.index === -1;
      if (bytes[at] === (level.isArray ? closeBracket : closeBrace)) {
        levels.pop();
        if (!isFirst) keys.pop();
        at = skipSpace(bytes, at + 1, to);
        continue;
      }
      if (!isFirst) {
        if (bytes[at] !== comma) return stop(at);
        at = skipSpace(bytes, at + 1, to);
        keys.pop();
      }
      level.index += 1;
      if (level.isArray) {
        keys.push(String(level.index));
        break;
      }
      if (at >= to || bytes[at] !== quote) return stop(at);
      const keyEnd = endOfString(bytes, at, to);
      if (keyEnd === undefined || keyEnd > to) return stop(to);
      const key = parseJson(bytes, at, keyEnd);
      at = skipSpace(bytes, keyEnd, to);
      if (at >= to || bytes[at] !== colon || typeof key !== 'string') return stop(at);
      keys.push(key);
      at = skipSpace(bytes, at + 1, to);
      break;
    }
    if (at >= to) return stop(to);
  }
}

/** True when the keys are the beginning of the path. */
function follows(path: JsonPath, keys: readonly string[]): boolean {
  return keys.every((key, index) => path[index] === '*' || path[index] === key);
}
