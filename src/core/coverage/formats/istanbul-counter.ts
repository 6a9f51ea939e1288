import type { FileTotals } from '../summary.ts';
import { isLine } from './numbers.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * What one file of an Istanbul report comes to, without building its model. undefined when anything in it is not as
 * Istanbul writes it: then only decoding it tells, and says what is wrong.
 */
export function countIstanbul(data: Json): FileTotals | undefined {
  const lines = countLines(data['statementMap'], data['s']);
  const branches = countArms(data['branchMap'], data['b']);
  if (lines === undefined || branches === undefined || !isPlainCounts(data['fnMap'], data['f'])) return undefined;
  return { lines, branches, blocks: { covered: 0, total: 0 } };
}

function countLines(map: unknown, counts: unknown): FileTotals['lines'] | undefined {
  if (!isObject(map) || !isObject(counts)) return undefined;
  const hit = new Map<number, boolean>();
  let covered = 0;
  for (const id of Object.keys(map)) {
    const line = startLine(map[id]);
    const count = Object.hasOwn(counts, id) ? counts[id] : undefined;
    if (line === undefined || !isPlainCount(count)) return undefined;
    const before = hit.get(line);
    if (count > 0 && before !== true) covered += 1;
    if (before !== true) hit.set(line, count > 0);
  }
  return { covered, total: hit.size };
}

function countArms(map: unknown, counts: unknown): FileTotals['branches'] | undefined {
  if (!isObject(map) || !isObject(counts)) return undefined;
  let covered = 0;
  let total = 0;
  const ids = Object.keys(map);
  if (ids.length !== Object.keys(counts).length) return undefined;
  for (const id of ids) {
    const meta = map[id];
    const arms: unknown = Object.hasOwn(counts, id) ? counts[id] : undefined;
    if (!isObject(meta) || startLine(meta['loc']) === undefined || !Array.isArray(arms) || arms.length === 0) return undefined;
    for (const count of arms as readonly unknown[]) {
      if (!isPlainCount(count)) return undefined;
      total += 1;
      if (count > 0) covered += 1;
    }
  }
  return { covered, total };
}

function isPlainCounts(map: unknown, counts: unknown): boolean {
  if (!isObject(map) || !isObject(counts)) return false;
  return Object.keys(map).every(
    (id) => Object.hasOwn(counts, id) && isPlainCount(counts[id]) && isObject(map[id]) && startLine(map[id]['loc']) !== undefined,
  );
}

function startLine(location: unknown): number | undefined {
  if (!isObject(location)) return undefined;
  const start = location['start'];
  return isObject(start) && isLine(start['line']) ? start['line'] : undefined;
}

function isPlainCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
