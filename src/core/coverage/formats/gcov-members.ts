import type { GcovArm, GcovDecision, GcovFile } from './gcov-file.ts';
import { isJson, listOf, type Json } from './json-report.ts';
import { countOf, isLine } from './numbers.ts';

/** A decision has a handful of conditions (gcc gives up on more than its words have bits); this many are a broken report. */
const mostConditions = 1000;

/** `functions` of gcov and gcovr JSON: adds them to the file; the answer says where each begins, by its name as compiled and as written. */
export function readGcovFunctions(functions: unknown, file: GcovFile): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const fn of listOf(functions)) {
    if (!isJson(fn) || fn['gcovr/excluded'] === true) continue;
    const line = fn['start_line'] ?? fn['lineno'];
    if (!isLine(line)) continue;
    const [compiled, written] = [fn['name'], fn['demangled_name']];
    const place = placeOf(fn, line);
    for (const name of [compiled, written]) if (typeof name === 'string') places.set(name, place);
    const name = [written, compiled].find((text) => typeof text === 'string' && text !== '');
    const endLine = fn['end_line'];
    file.addFunction({
      name: typeof name === 'string' ? name : '<anonymous>',
      line,
      count: countOf(fn['execution_count'] ?? 0).count,
      ...(isLine(endLine) && endLine >= line ? { endLine } : {}),
    });
  }
  return places;
}

/** gcovr has `pos: ["5:1", "9:2"]`, gcov `start_column`. */
function placeOf(fn: Json, line: number): string {
  const [position] = listOf(fn['pos']);
  if (typeof position === 'string') return position;
  return `${line}:${typeof fn['start_column'] === 'number' ? fn['start_column'] : 0}`;
}

/** `branches` of a line. */
export function readGcovArms(branches: unknown): readonly GcovArm[] {
  return listOf(branches)
    .filter(isJson)
    .filter((branch) => branch['gcovr/excluded'] !== true)
    .map((branch) => {
      const { count } = countOf(branch['count']);
      const block = branch['source_block_id'];
      return {
        count,
        taken: count > 0,
        evaluated: undefined,
        fallthrough: branch['fallthrough'] === true,
        throws: branch['throw'] === true,
        block: typeof block === 'number' ? String(block) : undefined,
      };
    });
}

/** `conditions` of a line: `count` is the number of outcomes, two for each condition. */
export function readGcovDecisions(conditions: unknown): readonly GcovDecision[] {
  return listOf(conditions)
    .filter(isJson)
    .filter((decision) => decision['gcovr/excluded'] !== true)
    .map((decision) => ({
      size: Math.min(Math.floor(countOf(decision['count']).count / 2), mostConditions),
      notTrue: indexesOf(decision['not_covered_true']),
      notFalse: indexesOf(decision['not_covered_false']),
    }));
}

function indexesOf(value: unknown): ReadonlySet<number> {
  return new Set(listOf(value).filter((index) => typeof index === 'number'));
}
