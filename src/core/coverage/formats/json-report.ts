import { parseJson, type JsonTear } from './json-entries.ts';
import { walkPaths, type JsonPath, type JsonPlace } from './json-walk.ts';
import type { ProblemList } from './problem-list.ts';

/** Some value of JSON whose shape is not known yet. */
export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of an array; nothing for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The members of an object; nothing for anything else. */
export function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isJson(value) ? Object.entries(value) : [];
}

/**
 * Reads the values at some paths of a JSON report one after the other and yields the bytes read so far. Where the report
 * stops being JSON, the problem says so and how many files had been read.
 */
export function* readPlaces(
  bytes: Uint8Array,
  paths: readonly JsonPath[],
  problems: ProblemList,
  read: (place: JsonPlace, value: unknown) => void,
): Generator<number, { readonly torn: boolean }> {
  const walk = walkPaths(bytes, paths);
  let found = 0;
  let step = walk.next();
  for (; step.done !== true; step = walk.next()) {
    const place = step.value;
    found += 1;
    read(place, parseJson(bytes, place.start, place.end));
    yield place.end;
  }
  if (step.value !== undefined) addTear(step.value, found, problems);
  return { torn: step.value !== undefined };
}

function addTear(tear: JsonTear, found: number, problems: ProblemList): void {
  const rest = found === 0 ? 'Nothing of it could be read.' : 'What stands before that place was read.';
  if (tear.truncated) problems.add('report/truncated', `The report ends in the middle. ${rest}`, `byte ${tear.at}`);
  else problems.add('report/bad-json', `The report stops being JSON. ${rest}`, `byte ${tear.at}`);
}
